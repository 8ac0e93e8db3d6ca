package dev.qmp.cli.shell;

import dev.qmp.cli.client.ServerSchema;
import dev.qmp.cli.usage.Printable;
import java.time.Duration;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes words from the server's schema, once that has arrived. */
final class LineCompleter implements Completer {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ServerSchema schema;

    LineCompleter(ServerSchema schema) {
        this.schema = schema;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        List<String> before = line.words().subList(0, line.wordIndex());
        schema.await(PATIENCE)
                .ifPresent(known -> Completion.ofLine(known, before, line.word()).stream()
                        .filter(word ->
                                Printable.line(word).equals(word)) // what would control the terminal is not offered
                        .forEach(word -> candidates.add(candidate(word, candidates.size()))));
    }

    private static Candidate candidate(String word, int place) {
        boolean isWhole = !word.endsWith("=") && !word.endsWith(".");
        return new Candidate(word, shown(word), null, null, null, null, isWhole, place);
    }

    /** Returns what a menu shows: of KEY=VALUE the value alone. */
    private static String shown(String word) {
        int equals = word.indexOf('=');
        return equals > 0 && equals < word.length() - 1 ? word.substring(equals + 1) : word;
    }
}
