package dev.qmp.dispatch.spi;

import static java.util.Objects.requireNonNull;

/**
 * Thrown by a command's handler to reply with an error.
 *
 * <p>It is meant for the peer and is not a fault of the program, so it has no stack trace and is cheap.
 *
 * <p>Thread: immutable.
 */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Sent to the peer. */
    private final transient QmpError error;

    /**
     * Makes an exception that replies with the given error.
     *
     * @param error the error to send
     */
    public CommandException(QmpError error) {
        super(error.description(), null, false, false);
        this.error = requireNonNull(error);
    }

    /**
     * Makes an exception that replies with a {@code GenericError}.
     *
     * @param description one line of text
     */
    public CommandException(String description) {
        this(QmpError.generic(description));
    }

    /**
     * Returns the error to send to the peer.
     *
     * @return the error
     */
    public QmpError error() {
        return error;
    }
}
