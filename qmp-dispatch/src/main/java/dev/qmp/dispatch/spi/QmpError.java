package dev.qmp.dispatch.spi;

import static java.util.Objects.requireNonNull;

/**
 * An error for the peer: the value of {@code error} in a reply.
 *
 * @param errorClass the class, which a client can branch on
 * @param description one line of text, which is escaped on output
 */
public record QmpError(ErrorClass errorClass, String description) {
    /**
     * Refuses nulls.
     *
     * @param errorClass the class, which a client can branch on
     * @param description one line of text, which is escaped on output
     */
    public QmpError {
        requireNonNull(errorClass);
        requireNonNull(description);
    }

    /**
     * Makes an error of class {@link ErrorClass#GENERIC_ERROR}.
     *
     * @param description one line of text
     * @return the error
     */
    public static QmpError generic(String description) {
        return new QmpError(ErrorClass.GENERIC_ERROR, description);
    }

    /**
     * Makes an error of class {@link ErrorClass#COMMAND_NOT_FOUND}.
     *
     * @param description one line of text
     * @return the error
     */
    public static QmpError commandNotFound(String description) {
        return new QmpError(ErrorClass.COMMAND_NOT_FOUND, description);
    }
}
