package dev.qmp.chardev;

/**
 * What a front end does when a condition it waits for holds.
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
