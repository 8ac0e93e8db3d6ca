package dev.qmp.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * The thread-bound current monitor.
 *
 * <p>Thread: each thread sees its own value.
 */
final class CurrentMonitor {
    private static final ThreadLocal<@Nullable MonitorContext> CURRENT = new ThreadLocal<>();

    private CurrentMonitor() {}

    /**
     * Returns this thread's current monitor.
     *
     * @return the monitor, or null outside a handler
     */
    public static @Nullable MonitorContext get() {
        return CURRENT.get();
    }

    /**
     * Replaces this thread's current monitor.
     *
     * @param monitor the monitor, or null to clear
     */
    public static void set(@Nullable MonitorContext monitor) {
        CURRENT.set(monitor);
    }
}
