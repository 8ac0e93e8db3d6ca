package dev.qmp.monitor;

/**
 * A monitor as {@link Monitors} handles it.
 *
 * <p>Thread: safe for use by any thread.
 */
interface HostedMonitor extends Monitor {
    /** Takes input, or clients, from now on; called once. */
    void start();

    /**
     * Waits until all that was sent has left, or the session is over.
     *
     * @param deadline when to give up, a value of {@link System#nanoTime}
     * @throws InterruptedException if the thread is interrupted
     */
    void awaitDrained(long deadline) throws InterruptedException;
}
