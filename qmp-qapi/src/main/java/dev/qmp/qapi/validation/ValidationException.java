package dev.qmp.qapi.validation;

import java.io.Serial;

/**
 * A value that its type does not allow. The message is the protocol's {@code desc}; the error class is always
 * {@code GenericError}.
 */
public final class ValidationException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    /** Whether the compatibility policy wants the process to end. */
    private final boolean crash;

    /**
     * Makes the exception; it carries no stack trace, for peers cause it at will.
     *
     * @param message the text
     * @param crash whether the compatibility policy wants the process to end
     */
    public ValidationException(String message, boolean crash) {
        super(message, null, false, false);
        this.crash = crash;
    }

    /**
     * Tells whether the compatibility policy wants the process to end.
     *
     * @return false unless the policy says {@code crash}
     */
    public boolean isCrash() {
        return crash;
    }
}
