package dev.qmp.dispatch.spi;

import static java.util.Objects.requireNonNull;

/**
 * Thrown by a command's handler to answer with an error.
 *
 * <p>It carries an error for the peer, not a fault of the program, so it has no stack trace and is cheap.
 *
 * <p>Thread: immutable.
 */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What the peer is told. */
    private final transient QmpError error;

    /**
     * Makes an exception that answers with the given error.
     *
     * @param error what the peer is told
     */
    public CommandException(QmpError error) {
        super(error.description(), null, false, false);
        this.error = requireNonNull(error);
    }

    /**
     * Makes an exception that answers with a {@code GenericError}.
     *
     * @param description one line for people
     */
    public CommandException(String description) {
        this(QmpError.generic(description));
    }

    /**
     * Returns what the peer is told.
     *
     * @return the error
     */
    public QmpError error() {
        return error;
    }
}
