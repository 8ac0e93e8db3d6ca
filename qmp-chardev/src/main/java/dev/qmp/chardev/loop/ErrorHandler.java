package dev.qmp.chardev.loop;

/**
 * Hears of failures that were contained: what threw has ended, with what it belonged to, and everything else goes on.
 *
 * <p>Thread: called by whatever thread met the failure, also by a loop's. It must not block, nor throw; what it throws is
 * ignored.
 */
@FunctionalInterface
public interface ErrorHandler {
    /** Writes to the log of this type, with the stack trace, at level ERROR. */
    ErrorHandler LOGGING = (what, failure) ->
            System.getLogger(ErrorHandler.class.getName()).log(System.Logger.Level.ERROR, what, failure);

    /**
     * Hears of a failure.
     *
     * @param what what failed and what has ended with it, such as {@code "a task of loop qmp-io failed"}
     * @param failure what was thrown
     */
    void failed(String what, Throwable failure);
}
