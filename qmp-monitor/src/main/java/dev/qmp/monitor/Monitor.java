package dev.qmp.monitor;

import dev.qmp.monitor.internal.session.HostedMonitor;
import dev.qmp.monitor.internal.session.MonitorSession;

/**
 * A monitor: a character device on which QMP is spoken.
 *
 * <p>Thread: safe for use by any thread. {@link #close} and {@link #remove} wait until it is done, except in a loop's thread,
 * such as in a command's handler or an event's listener: there it is done soon after they return.
 */
public final class Monitor implements AutoCloseable {
    private final HostedMonitor hosted;
    private final MonitorOptions options;

    Monitor(HostedMonitor hosted, MonitorOptions options) {
        this.hosted = hosted;
        this.options = options;
    }

    /**
     * Returns the monitor's name.
     *
     * @return the id of its character device
     */
    public String label() {
        return hosted.label();
    }

    /**
     * Returns how the monitor behaves.
     *
     * @return its options
     */
    public MonitorOptions options() {
        return options;
    }

    /**
     * Ends the monitor and leaves its device: its session is over without further replies, requests that wait are dropped, one
     * that is being executed is finished without a reply. The device is free for another front end; its peer stays connected.
     * Only the first call of this or {@link #close} counts.
     */
    public void remove() {
        hosted.end(false);
    }

    /** Closes the connections of all its clients, soon: their requests are not answered any more. New clients may connect. */
    public void disconnect() {
        hosted.forEachSession(MonitorSession::disconnect);
    }

    /** Ends the monitor as {@link #remove} does, and closes its device. */
    @Override
    public void close() {
        hosted.end(true);
    }
}
