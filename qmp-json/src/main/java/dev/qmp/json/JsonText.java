package dev.qmp.json;

import dev.qmp.json.internal.text.Utf8;
import dev.qmp.json.internal.text.ValueFinder;
import jakarta.json.JsonValue;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses texts that hold exactly one value, such as option values and files. Thread: stateless. */
public final class JsonText {
    private JsonText() {}

    /**
     * Parses a text.
     *
     * @param text one value in the dialect
     * @return the value, immutable
     * @throws JsonParseException if it is not one
     */
    public static JsonValue parse(String text) {
        return parse(Utf8.encode(text));
    }

    /**
     * Parses a text.
     *
     * @param utf8 one value in the dialect
     * @return the value, immutable
     * @throws JsonParseException if it is not one
     */
    public static JsonValue parse(byte[] utf8) {
        return parse(utf8, JsonLimits.DEFAULT);
    }

    /**
     * Parses a text within limits of its own.
     *
     * @param utf8 one value in the dialect
     * @param limits what it may cost
     * @return the value, immutable
     * @throws JsonParseException if it is not one
     */
    public static JsonValue parse(byte[] utf8, JsonLimits limits) {
        Outcome outcome = new Outcome();
        JsonMessageParser<Outcome> parser = new JsonMessageParser<>(outcome, COLLECTOR, limits);
        parser.feed(ByteBuffer.wrap(utf8));
        parser.flush();
        JsonParseException error = outcome.error;
        if (error != null) {
            throw error;
        }
        JsonValue value = outcome.value;
        if (value == null) {
            throw new JsonParseException("Expecting a JSON value", utf8.length);
        }
        return value;
    }

    /**
     * Finds a value within a text.
     *
     * @param utf8 a text that {@link #parse(byte[])} accepts
     * @param path the way to the value from the outermost one: names of members, as strings, and indices of elements, as integers
     * @return where the member's name or the element begins, in bytes from the beginning; where the way is last known, if it leads nowhere
     */
    public static int offset(byte[] utf8, List<?> path) {
        return new ValueFinder(utf8, string -> String.valueOf(JsonValues.text(parse(string)))).find(path);
    }

    /**
     * Returns the place of a byte as people count it.
     *
     * @param utf8 the text
     * @param offset bytes from the beginning; the text's length or more for its end
     * @return {@code LINE:COLUMN}, both from 1, columns in characters
     */
    public static String lineAndColumn(byte[] utf8, long offset) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < offset && i < utf8.length; i++) {
            if (utf8[i] == '\n') {
                line++;
                column = 1;
            } else if ((utf8[i] & 0xC0) != 0x80) { // a character's first byte
                column++;
            }
        }
        return line + ":" + column;
    }

    /** The first outcome counts, except that anything after a value is an error. */
    private static final class Outcome {
        private @Nullable JsonValue value;
        private @Nullable JsonParseException error;

        void second(long offset) {
            if (error == null && value != null) {
                error = new JsonParseException("Expecting at most one JSON value", offset);
            }
        }
    }

    private static final MessageHandler<Outcome> COLLECTOR = new MessageHandler<>() {
        @Override
        public void message(Outcome outcome, JsonValue value) {
            outcome.second(0);
            if (outcome.error == null) {
                outcome.value = value;
            }
        }

        @Override
        public void error(Outcome outcome, JsonError error) {
            outcome.second(error.offset());
            if (outcome.error == null) {
                outcome.error = new JsonParseException(error.description(), error.offset());
            }
        }
    };
}
