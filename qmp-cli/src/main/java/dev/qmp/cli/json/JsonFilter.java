package dev.qmp.cli.json;

import dev.qmp.cli.usage.FailedException;
import dev.qmp.cli.usage.IoErrors;
import dev.qmp.cli.usage.StandardOutput;
import dev.qmp.dispatch.spi.ErrorClass;
import dev.qmp.json.JsonError;
import dev.qmp.json.JsonMessageParser;
import dev.qmp.json.JsonMessageWriter;
import dev.qmp.json.LineEnd;
import dev.qmp.json.MessageHandler;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * Writes each value of a stream on a line of its own, and errors in their place.
 *
 * <p>Writes the results of what it has read before it waits for more, so that it works in a dialogue.
 *
 * <p>Thread: confined to one thread.
 */
final class JsonFilter implements MessageHandler<JsonMessageWriter> {
    private static final int READ_SIZE = 1 << 16;
    private static final int WRITE_SIZE = 1 << 16;

    private final WritableByteChannel out;
    private final JsonMessageWriter writer;
    private boolean clean = true;

    JsonFilter(WritableByteChannel out, boolean pretty) {
        this.out = out;
        this.writer = pretty ? JsonMessageWriter.pretty(LineEnd.LF) : JsonMessageWriter.compact(LineEnd.LF);
    }

    /**
     * Filters to the end of the input.
     *
     * @return true if all of it was JSON
     * @throws FailedException if the input cannot be read or the output cannot be written
     */
    boolean run(ReadableByteChannel in) {
        JsonMessageParser<JsonMessageWriter> parser = new JsonMessageParser<>(writer, this);
        ByteBuffer buffer = ByteBuffer.allocateDirect(READ_SIZE);
        while (read(in, buffer.clear())) {
            parser.feed(buffer.flip());
            write();
        }
        parser.flush();
        write();
        return clean;
    }

    private static boolean read(ReadableByteChannel in, ByteBuffer buffer) {
        try {
            return in.read(buffer) >= 0;
        } catch (IOException e) {
            throw new FailedException("standard input cannot be read: " + IoErrors.reason(e));
        }
    }

    @Override
    public void message(JsonMessageWriter line, JsonValue value) {
        line.value(value).endMessage();
        writeIfLarge();
    }

    @Override
    public void error(JsonMessageWriter line, JsonError error) {
        clean = false;
        line.beginObject().name("error").beginObject();
        line.name("class").value(ErrorClass.GENERIC_ERROR.wireName());
        line.name("desc").value(error.description());
        line.endObject().endObject().endMessage();
        writeIfLarge();
    }

    private void writeIfLarge() {
        if (writer.size() >= WRITE_SIZE) {
            write();
        }
    }

    private void write() {
        ByteBuffer bytes = writer.view();
        try {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (IOException e) {
            throw StandardOutput.failed(e);
        }
        writer.clear();
    }
}
