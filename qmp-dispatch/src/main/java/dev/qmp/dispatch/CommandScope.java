package dev.qmp.dispatch;

/**
 * The part of a command table that a monitor's mode makes visible.
 *
 * <p>Thread: must be safe for use by any thread.
 */
@FunctionalInterface
public interface CommandScope {
    /** All commands. */
    CommandScope ALL = command -> true;

    /**
     * Returns whether a command is visible.
     *
     * @param command a command's name
     * @return false to reply as if the command did not exist
     */
    boolean includes(String command);
}
