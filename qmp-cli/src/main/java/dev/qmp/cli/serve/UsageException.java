package dev.qmp.cli.serve;

/**
 * A command line that cannot be understood; the message is one line.
 *
 * <p>Thread: immutable.
 */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message, null, false, false);
    }
}
