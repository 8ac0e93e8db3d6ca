package dev.qmp.qapi.arguments;

import java.io.Serial;

/** Words that are no arguments of the command, seen before the command was run. The message is one line that names the parameter. */
public final class ArgumentException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    /**
     * Makes the exception; it carries no stack trace, for it tells of what somebody typed.
     *
     * @param message the text
     */
    public ArgumentException(String message) {
        super(message, null, false, false);
    }
}
