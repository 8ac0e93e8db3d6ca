package dev.qmp.monitor;

/**
 * A monitor: a character device on which QMP is spoken.
 *
 * <p>Thread: safe for use by any thread. {@link #close} and {@link #remove} wait until it is done, except in a loop's thread,
 * such as in a command's handler or an event's listener: there it is done soon after they return.
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

    /**
     * Ends the monitor and leaves its device: its session is over without further replies, requests that wait are dropped, one
     * that is being executed is finished without a reply. The device is free for another front end; its peer stays connected.
     * Only the first call of this or {@link #close} counts.
     */
    void remove();

    /** Ends the monitor as {@link #remove} does, and closes its device. */
    @Override
    void close();
}
