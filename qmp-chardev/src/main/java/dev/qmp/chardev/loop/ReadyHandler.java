package dev.qmp.chardev.loop;

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

    /**
     * Hears that the watch has ended because {@link #ready} threw, or the channel was lost: releases what the channel belongs
     * to. The failure has been reported already.
     *
     * @param cause what was thrown
     */
    default void failed(Throwable cause) {
        // A device that has nothing but its watch to lose.
    }
}
