package dev.qmp.dispatch;

import dev.qmp.dispatch.spi.MonitorContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The monitor whose command the calling thread is executing, for code that a handler calls and that is not passed the
 * handler's context.
 *
 * <p>Set immediately before a handler is called and restored as soon as it returns; work that a handler leaves for later does
 * not see it.
 *
 * <p>Thread: each thread sees its own value.
 */
public final class CurrentMonitor {
    private static final ThreadLocal<@Nullable MonitorContext> CURRENT = new ThreadLocal<>();

    private CurrentMonitor() {}

    /**
     * Returns the calling thread's current monitor.
     *
     * @return the monitor, empty outside the synchronous part of a handler
     */
    public static Optional<MonitorContext> get() {
        return Optional.ofNullable(CURRENT.get());
    }

    /** Sets this thread's current monitor, and returns the previous one to be restored. */
    static @Nullable MonitorContext replace(@Nullable MonitorContext monitor) {
        MonitorContext previous = CURRENT.get();
        CURRENT.set(monitor);
        return previous;
    }
}
