package dev.qmp.cli.shell;

import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes from the server's schema, if that has come. */
final class LineCompleter implements Completer {
    private static final long PATIENCE_MILLIS = 1000;

    private final ServerSchema schema;

    LineCompleter(ServerSchema schema) {
        this.schema = schema;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        List<String> before = line.words().subList(0, line.wordIndex());
        schema.await(PATIENCE_MILLIS)
                .ifPresent(known -> Completion.ofLine(known, before, line.word()).stream()
                        .map(LineCompleter::candidate)
                        .forEach(candidates::add));
    }

    private static Candidate candidate(String word) {
        boolean isWhole = !word.endsWith("=") && !word.endsWith(".");
        return new Candidate(word, shown(word), null, null, null, null, isWhole);
    }

    /** In a menu the value alone, or the last part of a key. */
    private static String shown(String word) {
        int equals = word.indexOf('=');
        return equals > 0 && equals < word.length() - 1 ? word.substring(equals + 1) : word;
    }
}
