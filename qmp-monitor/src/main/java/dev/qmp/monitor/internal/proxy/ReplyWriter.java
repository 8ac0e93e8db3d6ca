package dev.qmp.monitor.internal.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.qmp.json.JsonMessageWriter;
import dev.qmp.json.LineEnd;
import jakarta.json.JsonValue;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the messages that clients get out of those of the server, which stay as they are but for the id.
 *
 * <p>The buffer that a method returns is valid until the next call.
 *
 * <p>Thread: confined to its owner.
 */
final class ReplyWriter {
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final byte[] ID = "\"id\": ".getBytes(US_ASCII);
    private static final byte[] SEPARATOR = {',', ' '};
    private static final byte[] RETURN = "{\"return\": ".getBytes(US_ASCII);
    private static final int KEPT_CAPACITY = 1 << 20;

    private final JsonMessageWriter id = JsonMessageWriter.compact(LineEnd.LF);
    private ByteBuffer out = ByteBuffer.allocate(1 << 12);

    /** Makes the reply that a client gets. */
    ByteBuffer reply(MessageScanner message, @Nullable JsonValue clientId) {
        ByteBuffer source = message.message();
        int size = source.remaining();
        if (clientId == null) {
            begin(size);
            put(source, 0, message.idMemberStart());
            put(source, message.idMemberEnd(), size);
            return end();
        }
        ByteBuffer own = encoded(clientId);
        begin(size + own.remaining());
        put(source, 0, message.idStart());
        if (message.hasId()) {
            out.put(own);
        } else {
            out.put(ID).put(own).put(SEPARATOR);
        }
        put(source, message.idEnd(), size);
        return end();
    }

    /** Makes the reply to a request that succeeded, with a value as it came from the server. */
    ByteBuffer success(byte[] value, @Nullable JsonValue clientId) {
        ByteBuffer own = clientId == null ? ByteBuffer.allocate(0) : encoded(clientId);
        begin(value.length + own.remaining());
        out.put(RETURN).put(value);
        if (clientId != null) {
            out.put(SEPARATOR).put(ID).put(own);
        }
        out.put((byte) '}');
        return end();
    }

    /** Makes an event, or any message, as it is. */
    ByteBuffer same(MessageScanner message) {
        ByteBuffer source = message.message();
        begin(source.remaining());
        out.put(source);
        return end();
    }

    private ByteBuffer encoded(JsonValue clientId) {
        id.clear();
        ByteBuffer line = id.value(clientId).endMessage().view();
        return line.limit(line.limit() - 1);
    }

    private void begin(int size) {
        int most = size + 32;
        if (out.capacity() < most || (out.capacity() > KEPT_CAPACITY && most < KEPT_CAPACITY)) {
            out = ByteBuffer.allocate(Math.max(most, 1 << 12));
        }
        out.clear();
    }

    private void put(ByteBuffer source, int start, int end) {
        int length = end - start;
        out.put(out.position(), source, source.position() + start, length);
        out.position(out.position() + length);
    }

    private ByteBuffer end() {
        return out.put(LINE_END).flip();
    }
}
