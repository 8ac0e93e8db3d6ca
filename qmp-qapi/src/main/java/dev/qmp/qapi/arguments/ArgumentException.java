package dev.qmp.qapi.arguments;

import java.io.Serial;

/** Words that cannot be read as a command's arguments. The message is one line that names the parameter. */
public final class ArgumentException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    /**
     * Makes the exception; it carries no stack trace, because it reports what a user typed.
     *
     * @param message the text
     */
    public ArgumentException(String message) {
        super(message, null, false, false);
    }
}
