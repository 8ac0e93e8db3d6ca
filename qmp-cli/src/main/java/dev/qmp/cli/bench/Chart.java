package dev.qmp.cli.bench;

/** Draws a histogram with bars. */
final class Chart {
    private static final int ROWS = 12;
    private static final int WIDTH = 50;
    private static final String[] PARTS = {"", "\u258F", "\u258E", "\u258D", "\u258C", "\u258B", "\u258A", "\u2589"};

    private Chart() {}

    /** Draws the times from the shortest to the 99.9th percentile; the rest is the last row. Each row is as much longer as the one before. */
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
                        .append(Times.text(Math.round(from * Math.pow(step, row))))
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
}
