package dev.qmp.chardev;

/**
 * Called when a condition that a front end waits for holds.
 *
 * <p>Thread: called by the thread of the device's event loop.
 */
@FunctionalInterface
public interface WatchCallback {
    /**
     * Acts on the condition.
     *
     * @param condition the condition that holds
     * @return true to keep the watch, false to end it
     */
    boolean ready(WatchCondition condition);
}
