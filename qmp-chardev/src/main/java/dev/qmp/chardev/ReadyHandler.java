package dev.qmp.chardev;

/**
 * What a device does when its channel is ready.
 *
 * <p>Thread: called by the loop's thread.
 */
@FunctionalInterface
public interface ReadyHandler {
    /**
     * Acts on readiness.
     *
     * @param readyOps the operations that are ready, as in {@link java.nio.channels.SelectionKey}
     */
    void ready(int readyOps);
}
