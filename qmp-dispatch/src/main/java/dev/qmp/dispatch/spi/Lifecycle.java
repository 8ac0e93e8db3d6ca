package dev.qmp.dispatch.spi;

/**
 * Shuts the host down; offered to providers as a service of {@link ProviderContext}.
 *
 * <p>Thread: safe for use by any thread.
 */
public interface Lifecycle {
    /**
     * Requests shutdown: the event {@code SHUTDOWN} is emitted, the running request is finished and answered, queued ones are
     * dropped. Later calls do nothing.
     *
     * @param cause the reason
     */
    void requestShutdown(ShutdownCause cause);

    /**
     * Registers an action to run when shutdown is requested, such as to release a handler that waits. It runs in the thread
     * that requests it, before the running request is waited for. If shutdown has been requested already, it runs at once.
     *
     * @param action must not block
     */
    void onShutdown(Runnable action);
}
