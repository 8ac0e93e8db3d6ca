package dev.qmp.cli.json;

import dev.qmp.dispatch.spi.ErrorClass;
import dev.qmp.json.JsonError;
import dev.qmp.json.JsonMessageParser;
import dev.qmp.json.JsonMessageWriter;
import dev.qmp.json.LineEnd;
import dev.qmp.json.MessageHandler;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * Writes each message of a stream on a line of its own, and errors in their place.
 *
 * <p>What was read is written before more is waited for, so that the filter can be used in a conversation.
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
     * @return whether there was no error
     */
    boolean run(ReadableByteChannel in) throws IOException {
        JsonMessageParser<JsonMessageWriter> parser = new JsonMessageParser<>(writer, this);
        ByteBuffer buffer = ByteBuffer.allocateDirect(READ_SIZE);
        try {
            while (in.read(buffer.clear()) >= 0) {
                parser.feed(buffer.flip());
                write();
            }
            parser.flush();
            write();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return clean;
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
            try {
                write();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void write() throws IOException {
        ByteBuffer bytes = writer.view();
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
        writer.clear();
    }
}
