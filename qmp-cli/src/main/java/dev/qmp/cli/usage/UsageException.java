package dev.qmp.cli.usage;

/**
 * A command line that is wrong; the message is one line.
 *
 * <p>Thread: immutable.
 */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what is wrong, naming the option or argument
     */
    public UsageException(String message) {
        super(message, null, false, false);
    }
}
