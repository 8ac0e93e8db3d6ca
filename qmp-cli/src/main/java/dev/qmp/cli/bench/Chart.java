package dev.qmp.cli.bench;

import java.util.Locale;

/** Draws a histogram with bars. */
final class Chart {
    private static final int ROWS = 12;
    private static final int WIDTH = 50;
    private static final String[] PARTS = {"", "\u258F", "\u258E", "\u258D", "\u258C", "\u258B", "\u258A", "\u2589"};

    private Chart() {}

    /** Draws the times from the shortest to the 99.9th percentile on a logarithmic scale; the last row is the rest. */
    static String of(Histogram times) {
        if (times.total() == 0) {
            return "";
        }
        double from = Math.max(1, times.min());
        double to = Math.max(from * 1.01, (double) times.percentile(0.999));
        double step = Math.pow(to / from, 1.0 / ROWS);
        long[] counts = new long[ROWS + 1];
        long most = 1;
        long seen = 0;
        for (int row = 0; row < ROWS; row++) {
            long low = row == 0 ? 0 : Math.round(from * Math.pow(step, row));
            counts[row] = times.between(low, Math.round(from * Math.pow(step, row + 1)));
            seen += counts[row];
            most = Math.max(most, counts[row]);
        }
        counts[ROWS] = times.total() - seen;
        StringBuilder text = new StringBuilder();
        for (int row = 0; row <= ROWS; row++) {
            if (row < ROWS || counts[row] > 0) {
                text.append("  ")
                        .append(time(Math.round(from * Math.pow(step, row))))
                        .append(row < ROWS ? "  |" : "+ |")
                        .append(bar(counts[row], Math.max(most, counts[ROWS])))
                        .append(counts[row] > 0 ? " " + counts[row] : "")
                        .append('\n');
            }
        }
        return text.toString();
    }

    private static String bar(long count, long most) {
        int eighths = (int) Math.round(count * 8.0 * WIDTH / most);
        return "\u2588".repeat(eighths / 8) + (count > 0 && eighths == 0 ? PARTS[1] : PARTS[eighths % 8]);
    }

    /** Formats a time with a fitting unit, ten characters wide. */
    static String time(long nanos) {
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
