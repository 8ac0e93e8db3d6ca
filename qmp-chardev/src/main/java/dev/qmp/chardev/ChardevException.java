package dev.qmp.chardev;

import java.util.List;

/**
 * A device could not be made, found or used.
 *
 * <p>The message is the reference's text without any prefix. Thread: immutable.
 */
public final class ChardevException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> hints;

    /**
     * Makes an exception.
     *
     * @param message the text, without prefix
     */
    public ChardevException(String message) {
        this(message, List.of());
    }

    /**
     * Makes an exception with further lines that are printed without prefix.
     *
     * @param message the text, without prefix
     * @param hints the lines below it
     */
    public ChardevException(String message, List<String> hints) {
        super(message);
        this.hints = List.copyOf(hints);
    }

    /**
     * The lines below the message, printed without prefix.
     *
     * @return the lines, often none
     */
    @SuppressWarnings("RedundantNullCheck") // null after serialization
    public List<String> hints() {
        return hints == null ? List.of() : hints;
    }
}
