package dev.qmp.dispatch.spi;

import java.util.Optional;

/**
 * The monitor on whose behalf a command runs, as its handler sees it.
 *
 * <p>Handlers get it from their {@link CommandContext}; {@link dev.qmp.dispatch.CurrentMonitor} gives the same object to code
 * that they call.
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
}
