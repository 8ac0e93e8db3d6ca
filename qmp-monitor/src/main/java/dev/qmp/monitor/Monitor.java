package dev.qmp.monitor;

/**
 * A monitor: a character device on which QMP is spoken.
 *
 * <p>Thread: safe for use by any thread, except that {@link #close} waits for the monitor's loop and must not be called from
 * another loop.
 */
public interface Monitor extends AutoCloseable {
    /**
     * Returns the monitor's name.
     *
     * @return the id of its character device
     */
    String label();

    /**
     * Returns how the monitor behaves.
     *
     * @return its options
     */
    MonitorOptions options();

    /** Ends the monitor: its session is over without further replies, its device is closed. */
    @Override
    void close();
}
