package dev.qmp.qapi.typed;

/**
 * A JSON value does not fit its type. The message names the place, with the text with which a QMP server refuses an argument.
 *
 * <p>It reports a fault of the peer, not of the program, so it has no stack trace and is cheap.
 */
public final class ValueTypeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what is wrong, and where
     */
    public ValueTypeException(String message) {
        super(message, null, false, false);
    }
}
