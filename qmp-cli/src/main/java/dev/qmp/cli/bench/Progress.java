package dev.qmp.cli.bench;

import dev.qmp.cli.usage.Terminal;

/** A progress bar on the last line of a terminal. Thread: confined to the main thread. */
final class Progress {
    private static final long INTERVAL_NANOS = 100_000_000;
    private static final int WIDTH = 40;

    private final boolean visible;
    private long next = System.nanoTime();
    private int callsToSkip;

    private Progress(boolean visible) {
        this.visible = visible;
    }

    /** Makes a bar on standard error; it is invisible if that is not a terminal. */
    static Progress onStandardError() {
        return new Progress(Terminal.is(Terminal.Stream.ERR) && !"dumb".equals(System.getenv("TERM")));
    }

    /** Updates the bar, at most ten times a second. */
    void show(String text, double share) {
        if (!visible || callsToSkip-- > 0) {
            return;
        }
        callsToSkip = 16;
        long now = System.nanoTime();
        if (now - next < 0) {
            return;
        }
        next = now + INTERVAL_NANOS;
        System.err.print("\r" + bar(text, share) + "\u001B[K");
        System.err.flush();
    }

    static String bar(String text, double share) {
        int full = (int) (Math.max(0, Math.min(1, share)) * WIDTH);
        return "[" + "#".repeat(full) + "-".repeat(WIDTH - full) + "] " + full * 100 / WIDTH + " %  " + text;
    }

    /** Removes the bar. */
    void clear() {
        if (visible) {
            System.err.print("\r\u001B[K");
            System.err.flush();
        }
    }
}
