package dev.qmp.monitor.client.internal;

import java.net.SocketTimeoutException;
import java.time.Duration;

/** Deadlines by {@link System#nanoTime}. Thread: stateless. */
public final class Deadline {
    /** No deadline. */
    public static final long NONE = 0;

    static final System.Logger LOG = System.getLogger("dev.qmp.monitor.client");

    private Deadline() {}

    /**
     * Returns the deadline that comes in a while.
     *
     * @param duration how long; centuries are cut short
     * @return not {@link #NONE}
     */
    public static long in(Duration duration) {
        long deadline = System.nanoTime() + nanos(duration);
        return deadline == NONE ? 1 : deadline;
    }

    /**
     * Returns a duration in nanoseconds.
     *
     * @param duration how long; centuries are cut short
     * @return nanoseconds that can be added to the time
     */
    public static long nanos(Duration duration) {
        try {
            return Math.min(duration.toNanos(), Long.MAX_VALUE / 4);
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE / 4;
        }
    }

    /** Milliseconds until then, at least 1; 0 for no deadline, as a selector has it. */
    static long millisLeft(long deadline) throws SocketTimeoutException {
        if (deadline == NONE) {
            return 0;
        }
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            throw new SocketTimeoutException("timed out");
        }
        return left / 1_000_000 + 1;
    }
}
