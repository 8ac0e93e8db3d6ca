package dev.qmp.cli.client;

import dev.qmp.cli.usage.FailedException;
import dev.qmp.json.JsonMessageWriter;
import dev.qmp.json.JsonValues;
import dev.qmp.json.LineEnd;
import jakarta.json.JsonValue;
import java.nio.ByteBuffer;

/**
 * Prints values on standard output, each at once.
 *
 * <p>Thread: confined to one thread at a time.
 */
final class Output {
    private final JsonMessageWriter writer;

    Output(boolean pretty) {
        writer = pretty ? JsonMessageWriter.pretty(LineEnd.LF) : JsonMessageWriter.compact(LineEnd.LF);
    }

    /** Prints a value as JSON. */
    void json(JsonValue value) {
        writer.value(value).endMessage();
        ByteBuffer bytes = writer.view();
        System.out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        writer.clear();
        flush();
    }

    /** Prints a string as it is, and anything else as JSON. */
    void raw(JsonValue value) {
        String text = JsonValues.text(value);
        if (text == null) {
            json(value);
            return;
        }
        System.out.print(text);
        if (!text.endsWith("\n")) {
            System.out.println();
        }
        flush();
    }

    private static void flush() {
        System.out.flush();
        if (System.out.checkError()) {
            throw new FailedException("standard output cannot be written");
        }
    }
}
