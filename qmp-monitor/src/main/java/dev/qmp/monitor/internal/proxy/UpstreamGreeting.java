package dev.qmp.monitor.internal.proxy;

import dev.qmp.json.JsonParseException;
import dev.qmp.json.JsonText;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.ByteBuffer;

/**
 * How a server greeted.
 *
 * <p>Thread: immutable.
 *
 * @param line the greeting as it came, with its line's end; to be duplicated before it is read
 * @param version what it says of the version
 * @param offersOutOfBand whether the server runs requests out of band
 */
record UpstreamGreeting(ByteBuffer line, JsonObject version, boolean offersOutOfBand) {
    /** What precedes the first greeting. */
    static final UpstreamGreeting NONE =
            new UpstreamGreeting(ByteBuffer.allocate(0), JsonValue.EMPTY_JSON_OBJECT, false);

    /** Reads the first message of a server. */
    static UpstreamGreeting of(MessageScanner message, ReplyWriter replies) throws MessageScanner.Fault {
        if (message.kind() != MessageScanner.Kind.GREETING) {
            throw new MessageScanner.Fault("its first message is not a greeting");
        }
        try {
            JsonObject content = JsonText.parse(message.copy()).asJsonObject().getJsonObject("QMP");
            boolean outOfBand = content.getJsonArray("capabilities").stream()
                    .anyMatch(one ->
                            one instanceof JsonString name && name.getString().equals("oob"));
            ByteBuffer line = replies.same(message);
            ByteBuffer kept =
                    ByteBuffer.allocate(line.remaining()).put(line).flip().asReadOnlyBuffer();
            return new UpstreamGreeting(kept, content.getJsonObject("version").asJsonObject(), outOfBand);
        } catch (JsonParseException | ClassCastException | NullPointerException e) {
            throw new MessageScanner.Fault("its greeting has no version and capabilities");
        }
    }
}
