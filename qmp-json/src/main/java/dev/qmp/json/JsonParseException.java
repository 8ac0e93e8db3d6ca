package dev.qmp.json;

import jakarta.json.JsonException;

/** A text is not exactly one JSON value of the dialect. The message is that of QEMU's string parser. */
public final class JsonParseException extends JsonException {
    private static final long serialVersionUID = 1L;

    /** Where the fault is. */
    private final long offset;

    JsonParseException(String message, long offset) {
        super(message);
        this.offset = offset;
    }

    /**
     * Returns where the fault is.
     *
     * @return bytes of UTF-8 from the beginning of the text; 0 when the fault is a second value
     */
    public long offset() {
        return offset;
    }
}
