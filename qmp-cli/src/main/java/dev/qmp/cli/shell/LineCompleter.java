package dev.qmp.cli.shell;

import dev.qmp.cli.client.ServerSchema;
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
                        .map(LineCompleter::candidate)
                        .forEach(candidates::add));
    }

    private static Candidate candidate(String word) {
        boolean isWhole = !word.endsWith("=") && !word.endsWith(".");
        return new Candidate(word, shown(word), null, null, null, null, isWhole);
    }

    /** Returns what a menu shows: of KEY=VALUE the value alone. */
    private static String shown(String word) {
        int equals = word.indexOf('=');
        return equals > 0 && equals < word.length() - 1 ? word.substring(equals + 1) : word;
    }
}
