package dev.qmp.dispatch.spi;

/**
 * Ends the host's service; offered to providers as a service of {@link ProviderContext}.
 *
 * <p>Thread: safe for use by any thread.
 */
public interface Lifecycle {
    /**
     * Asks for the end: the event {@code SHUTDOWN} is sent, the running request is finished and answered, queued ones are
     * dropped. Later calls do nothing.
     *
     * @param cause why
     */
    void requestShutdown(ShutdownCause cause);

    /**
     * Registers work to do when the end is asked for, such as to release a handler that waits. It runs in the thread that
     * asks, before the running request is waited for; it must not block. After the end was asked for it runs at once.
     *
     * @param action the work
     */
    void onShutdown(Runnable action);
}
