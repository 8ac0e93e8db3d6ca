package dev.qmp.cli.usage;

/**
 * A command line that cannot be understood; the message is one line.
 *
 * <p>Thread: immutable.
 */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what is wrong, naming the option or argument
     */
    public UsageException(String message) {
        super(message, null, false, false);
    }

    /**
     * Returns the message with a word on where help is.
     *
     * @param command the command that was called
     * @return one line
     */
    public String withHelp(String command) {
        return withHelp(String.valueOf(getMessage()), command);
    }

    /**
     * Adds a word on where help is to a message, unless it already asks whether something else was meant.
     *
     * @param message one line
     * @param command the command that was called
     * @return one line
     */
    public static String withHelp(String message, String command) {
        return message.endsWith("?") ? message : message + "; see '" + command + " --help'";
    }
}
