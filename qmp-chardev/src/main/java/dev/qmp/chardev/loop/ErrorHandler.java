package dev.qmp.chardev.loop;

/**
 * Gets the failures that were contained: what failed has ended, with what it belonged to, and everything else continues.
 *
 * <p>Thread: called by the thread in which the failure occurred, often a loop's. It must neither block nor throw; exceptions are
 * ignored.
 */
@FunctionalInterface
public interface ErrorHandler {
    /** Writes to the log of this type, with the stack trace, at level ERROR. */
    ErrorHandler LOGGING = (what, failure) ->
            System.getLogger(ErrorHandler.class.getName()).log(System.Logger.Level.ERROR, what, failure);

    /**
     * Handles a failure.
     *
     * @param what what failed and what has ended with it, such as {@code "a task of loop qmp-io failed"}
     * @param failure what was thrown
     */
    void failed(String what, Throwable failure);
}
