package dev.qmp.cli.usage;

import dev.qmp.json.JsonMessageWriter;
import dev.qmp.json.LineEnd;
import jakarta.json.JsonValue;
import java.nio.ByteBuffer;

/**
 * Prints results on standard output. What cannot be written is noticed at {@link #flush}, which the tool calls at its end.
 *
 * <p>Thread: safe for use by any thread, one at a time.
 */
public final class StandardOutput {
    private StandardOutput() {}

    /**
     * Prints a value as JSON, with a newline after it.
     *
     * @param value the value
     * @param pretty whether it is indented
     */
    public static void json(JsonValue value, boolean pretty) {
        JsonMessageWriter writer =
                pretty ? JsonMessageWriter.pretty(LineEnd.LF) : JsonMessageWriter.compact(LineEnd.LF);
        writer.value(value).endMessage();
        ByteBuffer bytes = writer.view();
        System.out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    }

    /**
     * Writes out what was printed.
     *
     * @throws FailedException if that, or anything before, could not be written
     */
    public static void flush() {
        if (System.out.checkError()) {
            throw new FailedException("standard output cannot be written");
        }
    }
}
