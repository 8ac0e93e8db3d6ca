package dev.qmp.monitor.client;

/**
 * The server answered a command with an error. Programs should look at the class, and show the description to users: only the class is part
 * of a command's contract. The message of one that a client throws is {@code COMMAND at ADDRESS: DESCRIPTION}.
 */
public final class QmpCommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The reply's class. */
    private final String errorClass;

    /** The reply's description. */
    private final String description;

    /**
     * Makes the exception.
     *
     * @param errorClass the reply's {@code class}, for instance {@code CommandNotFound}
     * @param description the reply's {@code desc}
     */
    public QmpCommandException(String errorClass, String description) {
        super(description);
        this.errorClass = errorClass;
        this.description = description;
    }

    /** Makes the exception of a reply; the message names the command and the address. */
    QmpCommandException(String message, String errorClass, String description) {
        super(message);
        this.errorClass = errorClass;
        this.description = description;
    }

    /** Makes the exception that a blocking call throws for one of a future. */
    QmpCommandException(QmpCommandException cause) {
        super(cause.getMessage(), cause);
        this.errorClass = cause.errorClass;
        this.description = cause.description;
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
     * Returns the server's description.
     *
     * @return one line, to be shown to users
     */
    public String description() {
        return description;
    }
}
