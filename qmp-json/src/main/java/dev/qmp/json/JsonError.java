package dev.qmp.json;

import java.util.Objects;

/**
 * What was wrong with a message, with the text of QEMU's monitor.
 *
 * @param description the text to report, such as {@code JSON parse error, expecting value}; bytes that are not valid UTF-8 stand in it as
 *     U+FFFD
 * @param offset where in the stream, in bytes since the parser was made or reset: the offending byte, or the first byte of the token that
 *     showed the fault
 */
public record JsonError(String description, long offset) {
    /**
     * Checks for null.
     *
     * @param description the text to report
     * @param offset where in the stream
     */
    public JsonError {
        Objects.requireNonNull(description, "description");
    }
}
