package dev.qmp.monitor.client;

import dev.qmp.json.JsonMessageParser;
import dev.qmp.json.JsonValues;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Synchronizes with a guest agent, whatever the previous client left unfinished: FF makes the agent drop the beginning of a message, the
 * answer to {@code guest-sync-delimited} begins with FF, and its number distinguishes it from an answer to another client. Everything
 * before it is skipped. Specification: {@code qmp-agent-sync}.
 *
 * Thread: confined to the client's reader.
 */
final class AgentSync {
    private static final byte MARK = (byte) 0xFF;

    private final long id = ThreadLocalRandom.current().nextLong(1, 1L << 53);
    private boolean marked;
    private boolean done;

    /** What the client sends. */
    byte[] request() {
        byte[] text = ("_{\"execute\": \"guest-sync-delimited\", \"arguments\": {\"id\": " + id + "}}\n")
                .getBytes(StandardCharsets.US_ASCII);
        text[0] = MARK;
        return text;
    }

    boolean done() {
        return done;
    }

    /**
     * Lets the parser see what follows the first mark. A later mark is never part of a message, and begins a new one: it comes before the
     * answer to a {@code guest-sync-delimited} that is sent as a command.
     */
    void received(ByteBuffer bytes, JsonMessageParser<?> parser) {
        int limit = bytes.limit();
        for (int i = bytes.position(); i < limit; i++) {
            if (bytes.get(i) == MARK) {
                if (marked) {
                    parser.feed(bytes.limit(i));
                    bytes.limit(limit);
                }
                bytes.position(i + 1);
                parser.reset();
                marked = true;
            }
        }
        if (marked) {
            parser.feed(bytes);
        } else {
            bytes.position(limit);
        }
    }

    /** Checks whether a message is the answer. */
    void message(JsonValue value) {
        if (value instanceof JsonObject object) {
            OptionalLong number = JsonValues.asInt64(object.get("return"));
            done = number.isPresent() && number.getAsLong() == id;
        }
    }
}
