package dev.qmp.cli.usage;

/**
 * Work that failed; the message is one line.
 *
 * <p>Thread: immutable.
 */
public final class FailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what failed, and on what
     */
    public FailedException(String message) {
        super(message, null, false, false);
    }
}
