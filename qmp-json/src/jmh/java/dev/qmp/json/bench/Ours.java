package dev.qmp.json.bench;

import dev.qmp.json.JsonError;
import dev.qmp.json.JsonMessageParser;
import dev.qmp.json.JsonMessageWriter;
import dev.qmp.json.MessageHandler;
import jakarta.json.JsonValue;
import java.nio.ByteBuffer;

/** This module: one parser and one writer, as a connection has them. */
final class Ours implements Codec, MessageHandler<Void> {
    private final int piece;
    private final JsonMessageParser<Void> parser = new JsonMessageParser<>(null, this);
    private final JsonMessageWriter writer = JsonMessageWriter.compact();
    private JsonValue last;

    Ours(int piece) {
        this.piece = piece;
    }

    @Override
    public Object parse(byte[] message) {
        for (int from = 0; from < message.length; from += Math.min(piece, message.length)) {
            parser.feed(ByteBuffer.wrap(message, from, Math.min(piece, message.length - from)));
        }
        JsonValue value = last;
        last = null;
        return value;
    }

    @Override
    public Object write(Object tree) {
        writer.value((JsonValue) tree).endMessage();
        int size = writer.size();
        writer.discard(size);
        return size;
    }

    @Override
    public void message(Void context, JsonValue value) {
        last = value;
    }

    @Override
    public void error(Void context, JsonError error) {
        throw new IllegalStateException(error.description());
    }
}
