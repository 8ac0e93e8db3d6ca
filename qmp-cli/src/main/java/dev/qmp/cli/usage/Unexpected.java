package dev.qmp.cli.usage;

/** What nobody foresaw, in one line. */
public final class Unexpected {
    private Unexpected() {}

    /**
     * Says what was thrown, and where.
     *
     * @param thrown what was thrown
     * @return one line
     */
    public static String line(Throwable thrown) {
        StackTraceElement[] frames = thrown.getStackTrace();
        return thrown + (frames.length == 0 ? "" : ", at " + frames[0]);
    }
}
