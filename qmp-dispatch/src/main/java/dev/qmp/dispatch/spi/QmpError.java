package dev.qmp.dispatch.spi;

import static java.util.Objects.requireNonNull;

/**
 * An error that belongs to the peer: what stands in {@code "error"} of a reply.
 *
 * @param errorClass what a client branches on
 * @param description one line for people; any text, it is escaped on output
 */
public record QmpError(ErrorClass errorClass, String description) {
    /**
     * Refuses nulls.
     *
     * @param errorClass what a client branches on
     * @param description one line for people; any text, it is escaped on output
     */
    public QmpError {
        requireNonNull(errorClass);
        requireNonNull(description);
    }

    /**
     * Makes an error of class {@link ErrorClass#GENERIC_ERROR}.
     *
     * @param description one line for people
     * @return the error
     */
    public static QmpError generic(String description) {
        return new QmpError(ErrorClass.GENERIC_ERROR, description);
    }

    /**
     * Makes an error of class {@link ErrorClass#COMMAND_NOT_FOUND}.
     *
     * @param description one line for people
     * @return the error
     */
    public static QmpError commandNotFound(String description) {
        return new QmpError(ErrorClass.COMMAND_NOT_FOUND, description);
    }
}
