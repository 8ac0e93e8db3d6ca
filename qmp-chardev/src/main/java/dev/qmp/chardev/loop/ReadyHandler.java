package dev.qmp.chardev.loop;

/**
 * Called when a watched channel is ready.
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

    /**
     * The watch has ended because {@link #ready} threw, or the channel was lost: releases what the channel belongs to. The failure
     * has already been reported.
     *
     * @param cause what was thrown
     */
    default void failed(Throwable cause) {
        // Nothing but the watch to release.
    }
}
