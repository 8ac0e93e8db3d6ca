package dev.qmp.monitor.client;

/**
 * The server answered a command with an error. Programs should look at the class, and show people the description: only the class is part of
 * a command's contract.
 */
public final class QmpCommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The reply's class. */
    private final String errorClass;

    /**
     * Makes the exception.
     *
     * @param errorClass the reply's {@code class}, for instance {@code CommandNotFound}
     * @param description the reply's {@code desc}
     */
    public QmpCommandException(String errorClass, String description) {
        super(description);
        this.errorClass = errorClass;
    }

    /**
     * Returns what kind of error it is.
     *
     * @return {@code GenericError}, {@code CommandNotFound}, {@code DeviceNotActive}, {@code DeviceNotFound}, {@code KVMMissingCap}, or
     *     whatever else the server sent
     */
    public String errorClass() {
        return errorClass;
    }

    /**
     * Returns the server's words.
     *
     * @return one line, for people
     */
    public String description() {
        String text = getMessage();
        return text == null ? "" : text;
    }
}
