package dev.qmp.cli.serve;

import dev.qmp.cli.usage.ErrorLine;

/**
 * The lines that a serving process prints on standard error; each begins with its subcommand.
 *
 * <p>Thread: {@link #begin} is called before anything else, all else by any thread.
 */
final class Diagnostics {
    private static volatile String prefix = "qmp serve: ";

    private Diagnostics() {}

    /** Sets the subcommand that lines begin with. */
    static void begin(String subcommand) {
        prefix = "qmp " + subcommand + ": ";
    }

    /** Returns a line. */
    static String line(String text) {
        return prefix + text;
    }

    /** Prints a line. */
    static void print(String text) {
        ErrorLine.print(line(text));
    }
}
