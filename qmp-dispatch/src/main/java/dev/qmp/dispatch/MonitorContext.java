package dev.qmp.dispatch;

import java.util.Optional;

/**
 * The monitor on whose behalf a command runs, as its handler sees it.
 *
 * <p>Handlers get it as a parameter. {@link #current()} gives the same object to code deeper down, but only in the handler's
 * thread and only during its synchronous part: it is set immediately before a handler is called, cleared immediately after,
 * and empty everywhere else.
 *
 * <p>Thread: safe for use by any thread.
 */
public interface MonitorContext {
    /**
     * Returns the name of the monitor.
     *
     * @return the id of its character device
     */
    String label();

    /**
     * Returns the dialect that the monitor speaks.
     *
     * @return its dialect
     */
    Dialect dialect();

    /**
     * Returns an object that belongs to the monitor: one that its host offers, or one kept with {@link #setAttribute}.
     *
     * @param type the type that it is kept as
     * @param <T> the type
     * @return the object, empty if there is none
     */
    <T> Optional<T> attribute(Class<T> type);

    /**
     * Keeps an object as long as the monitor lives, over all its connections.
     *
     * @param type the type that it is kept as
     * @param value the object
     * @param <T> the type
     */
    <T> void setAttribute(Class<T> type, T value);

    /**
     * Returns the monitor whose command this thread is executing.
     *
     * @return the current monitor, empty outside a handler's synchronous part
     */
    static Optional<MonitorContext> current() {
        return Optional.ofNullable(CurrentMonitor.get());
    }
}
