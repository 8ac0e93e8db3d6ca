package dev.qmp.cli.bench;

import java.util.Locale;

/** Times for people. */
final class Times {
    private Times() {}

    /** Prints a time with a fitting unit, ten characters wide. */
    static String text(long nanos) {
        if (nanos < 10_000) {
            return String.format(Locale.ROOT, "%7d ns", nanos);
        }
        if (nanos < 10_000_000) {
            return String.format(Locale.ROOT, "%7.1f us", nanos / 1e3);
        }
        return nanos < 10_000_000_000L
                ? String.format(Locale.ROOT, "%7.1f ms", nanos / 1e6)
                : String.format(Locale.ROOT, "%7.1f s ", nanos / 1e9);
    }
}
