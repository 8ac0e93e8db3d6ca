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
 * <p>The buffer that a method returns is valid until the next call, and is all that was appended before.
 *
 * <p>Thread: confined to its owner.
 */
final class ReplyWriter {
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final byte[] ID = "\"id\": ".getBytes(US_ASCII);
    private static final byte[] SEPARATOR = {',', ' '};
    private static final byte[] RETURN = "{\"return\": ".getBytes(US_ASCII);
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int LEAST_CAPACITY = 1 << 12;
    private static final int KEPT_CAPACITY = 1 << 16;

    /** What a message may have besides its bytes and the client's id. */
    private static final int EXTRA = 32;

    private final JsonMessageWriter id = JsonMessageWriter.compact(LineEnd.LF);
    private ByteBuffer out = NOTHING;
    private boolean taken = true;

    /** Appends the reply that a client gets. */
    void append(MessageScanner message, @Nullable JsonValue clientId) {
        ByteBuffer source = message.message();
        int size = source.remaining();
        ByteBuffer own = clientId == null ? NOTHING : encoded(clientId);
        room(size + own.remaining());
        put(source, 0, before(message, clientId));
        putRest(source, message, own);
    }

    /**
     * Makes the end of the reply that a client gets, after so many bytes of the message as {@link #before} tells: a large message need not
     * be copied.
     */
    ByteBuffer rest(MessageScanner message, @Nullable JsonValue clientId) {
        ByteBuffer source = message.message();
        ByteBuffer own = clientId == null ? NOTHING : encoded(clientId);
        begin(source.remaining() - before(message, clientId) + own.remaining());
        putRest(source, message, own);
        return take();
    }

    /** Returns how many bytes of a message precede what is made for the client. */
    static int before(MessageScanner message, @Nullable JsonValue clientId) {
        return clientId == null ? message.idMemberStart() : message.idStart();
    }

    private void putRest(ByteBuffer source, MessageScanner message, ByteBuffer own) {
        int size = source.remaining();
        if (!own.hasRemaining()) {
            put(source, message.idMemberEnd(), size);
        } else if (message.hasId()) {
            out.put(own);
            put(source, message.idEnd(), size);
        } else {
            out.put(ID).put(own).put(SEPARATOR);
            put(source, message.idEnd(), size);
        }
        out.put(LINE_END);
    }

    /** Returns how many bytes were appended. */
    int size() {
        return taken ? 0 : out.position();
    }

    /** Returns what was appended. */
    ByteBuffer take() {
        taken = true;
        return out.flip();
    }

    /** Makes the reply to a request that succeeded, with a value as it came from the server. */
    ByteBuffer success(byte[] value, @Nullable JsonValue clientId) {
        ByteBuffer own = clientId == null ? NOTHING : encoded(clientId);
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

    /** Begins anew, with room for a message of so many bytes. */
    private void begin(int size) {
        int most = size + EXTRA;
        if (out.capacity() < most || (out.capacity() > KEPT_CAPACITY && most <= KEPT_CAPACITY)) {
            out = ByteBuffer.allocate(Math.max(most, LEAST_CAPACITY));
        }
        out.clear();
        taken = false;
    }

    /** Makes room for a message of so many bytes after what was appended. */
    private void room(int size) {
        if (taken) {
            begin(size);
        } else if (out.remaining() < size + EXTRA) {
            out = ByteBuffer.allocate(Math.max(out.position() + size + EXTRA, 2 * out.capacity()))
                    .put(out.flip());
        }
    }

    private void put(ByteBuffer source, int start, int end) {
        int length = end - start;
        out.put(out.position(), source, source.position() + start, length);
        out.position(out.position() + length);
    }

    private ByteBuffer end() {
        out.put(LINE_END);
        return take();
    }
}
