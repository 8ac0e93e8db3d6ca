package dev.qmp.cli.schema;

import java.io.IOException;
import java.util.List;

/** {@code qmp schema doc}. */
final class DocCommand {
    private DocCommand() {}

    /** Writes a manual; the arguments are those behind the word. */
    static int run(List<String> arguments) throws IOException {
        return Generation.of("doc", arguments, "--title").run("manual");
    }
}
