package dev.qmp.cli.schema;

import dev.qmp.cli.usage.UsageException;
import java.io.IOException;
import java.util.List;

/** {@code qmp schema generate}. */
final class GenerateCommand {
    private static final String LANGUAGE = "--lang";

    private GenerateCommand() {}

    /** Generates; the arguments are those behind the word. */
    static int run(List<String> arguments) throws IOException {
        Generation generation =
                Generation.of("generate", arguments, LANGUAGE, "--package", "--side", "--prefix", "--resource");
        String language = generation.remove(LANGUAGE);
        if (language == null) {
            throw new UsageException("generate needs --lang");
        }
        if (!language.equals("java")) {
            throw new UsageException("--lang: '" + language + "' is none of java");
        }
        return generation.run(language);
    }
}
