package dev.qmp.chardev;

import java.util.List;

/**
 * A device could not be made, found or used.
 *
 * <p>The message is QEMU's text without any prefix ({@code chardev-error-form}). Thread: immutable.
 */
public final class ChardevException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> further;
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
        this(message, List.of(), hints);
    }

    /**
     * Makes an exception of several lines.
     *
     * @param message the first line, without prefix
     * @param further the lines below it that have the same prefix
     * @param hints the lines below these, printed without prefix
     */
    public ChardevException(String message, List<String> further, List<String> hints) {
        super(message);
        this.further = List.copyOf(further);
        this.hints = List.copyOf(hints);
    }

    /**
     * The lines below the message that are printed with the same prefix.
     *
     * @return the lines, often none
     */
    @SuppressWarnings("RedundantNullCheck") // null after serialization
    public List<String> further() {
        return further == null ? List.of() : further;
    }

    /**
     * The lines below these, printed without prefix.
     *
     * @return the lines, often none
     */
    @SuppressWarnings("RedundantNullCheck") // null after serialization
    public List<String> hints() {
        return hints == null ? List.of() : hints;
    }
}
