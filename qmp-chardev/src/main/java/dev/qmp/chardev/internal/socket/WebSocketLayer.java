package dev.qmp.chardev.internal.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A WebSocket server: the handshake, then frames. Binary frames carry the bytes, pings are answered, everything else ends
 * the connection, as {@code chardev-websocket-errors} says.
 *
 * <p>Thread: decoding is confined to the loop; sending keeps no state.
 */
final class WebSocketLayer extends Layer {
    private static final int MAX_REQUEST = 4096;

    private static final int CONTINUATION = 0x0;
    private static final int BINARY = 0x2;
    private static final int CLOSE = 0x8;
    private static final int PING = 0x9;
    private static final int PONG = 0xa;

    private static final int NORMAL = 1000;
    private static final int PROTOCOL_ERROR = 1002;
    private static final int INVALID_DATA = 1003;
    private static final int POLICY = 1008;

    /** No peer sends a frame of more than 2^62 bytes; a length beyond is an attempt to overflow. */
    private static final long LONGEST = 1L << 62;

    private enum State {
        REQUEST,
        HEADER,
        PAYLOAD,
        OVER
    }

    private final OriginCheck origins;
    private State state = State.REQUEST;
    private ByteBuffer request = ByteBuffer.allocate(512);

    private final ByteBuffer header = ByteBuffer.allocate(14);
    private final byte[] mask = new byte[4];
    private int maskAt;
    private int opcode;
    private int dataOpcode;
    private long payload;
    private ByteBuffer control = ByteBuffer.allocate(0);

    WebSocketLayer(OriginCheck origins) {
        this.origins = origins;
    }

    @Override
    void start() {}

    @Override
    void receive(ByteBuffer bytes) throws IOException {
        if (state == State.REQUEST) {
            readRequest(bytes);
        }
        while (state != State.REQUEST && state != State.OVER && (bytes.hasRemaining() || isEmptyPayload())) {
            if (state == State.HEADER) {
                readHeader(bytes);
            } else {
                readPayload(bytes);
            }
        }
        if (state == State.OVER) {
            bytes.position(bytes.limit());
        }
    }

    @Override
    void send(ByteBuffer bytes) throws IOException {
        frame(BINARY, bytes);
    }

    private boolean isEmptyPayload() {
        return state == State.PAYLOAD && payload == 0;
    }

    // ---- handshake -----------------------------------------------------------------------------------------------

    private void readRequest(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (!request.hasRemaining()) {
                request = ByteBuffer.allocate(Math.min(MAX_REQUEST, request.capacity() * 2))
                        .put(request.flip());
            }
            request.put(bytes.get());
            if (endsWithBlankLine()) {
                String text = new String(request.array(), 0, request.position() - 4, StandardCharsets.ISO_8859_1);
                request = ByteBuffer.allocate(0);
                WebSocketHandshake answer = WebSocketHandshake.answer(text, origins);
                sendText(answer.response());
                if (!answer.accepted()) {
                    end(answer.reason());
                    return;
                }
                state = State.HEADER;
                ready();
                return;
            }
            if (request.position() == MAX_REQUEST) {
                sendText(WebSocketHandshake.tooLarge());
                end("request too large");
                return;
            }
        }
    }

    private boolean endsWithBlankLine() {
        int end = request.position();
        return end >= 4
                && request.get(end - 1) == '\n'
                && request.get(end - 2) == '\r'
                && request.get(end - 3) == '\n'
                && request.get(end - 4) == '\r';
    }

    // ---- frames --------------------------------------------------------------------------------------------------

    private void readHeader(ByteBuffer bytes) throws IOException {
        header.put(bytes.get());
        if (header.position() < 2) {
            return;
        }
        if (header.position() == 2 && !checkStart()) {
            return;
        }
        int short7 = header.get(1) & 0x7f;
        int lengthBytes = short7 == 127 ? 8 : short7 == 126 ? 2 : 0;
        if (header.position() == 10 && lengthBytes == 8 && Long.compareUnsigned(header.getLong(2), LONGEST) > 0) {
            fail(PROTOCOL_ERROR, "frame is too large");
            return;
        }
        if (header.position() < 2 + lengthBytes + 4) {
            return;
        }
        payload = lengthBytes == 8 ? header.getLong(2) : lengthBytes == 2 ? header.getShort(2) & 0xffff : short7;
        for (int i = 0; i < 4; i++) {
            mask[i] = header.get(2 + lengthBytes + i);
        }
        header.clear();
        maskAt = 0;
        control = opcode >= CLOSE ? ByteBuffer.allocate((int) payload) : control;
        state = State.PAYLOAD;
    }

    private boolean checkStart() throws IOException {
        int first = header.get(0) & 0xff;
        int second = header.get(1) & 0xff;
        boolean last = (first & 0x80) != 0;
        if ((first & 0x70) != 0) {
            return fail(PROTOCOL_ERROR, "reserved bits are set, and no extension was agreed on");
        }
        opcode = first & 0x0f;
        if (opcode == CONTINUATION) {
            opcode = dataOpcode;
        } else if (opcode < CLOSE) {
            dataOpcode = opcode;
        }
        if (opcode == CLOSE) {
            return fail(NORMAL, "peer requested close");
        }
        if (!last && opcode != BINARY) {
            return fail(POLICY, "only binary frames may be fragmented");
        }
        if (opcode != BINARY && opcode != PING && opcode != PONG) {
            return fail(INVALID_DATA, "only binary, close, ping, and pong frames are supported");
        }
        if ((second & 0x80) == 0) {
            return fail(PROTOCOL_ERROR, "client frames must be masked");
        }
        if (opcode >= CLOSE && (second & 0x7f) > 125) {
            return fail(PROTOCOL_ERROR, "control frame is too large");
        }
        return true;
    }

    private void readPayload(ByteBuffer bytes) throws IOException {
        int count = (int) Math.min(payload, bytes.remaining());
        int start = bytes.position();
        for (int i = start; i < start + count; i++) {
            bytes.put(i, (byte) (bytes.get(i) ^ mask[maskAt++ & 3]));
        }
        payload -= count;
        ByteBuffer piece = bytes.slice(start, count);
        bytes.position(start + count);
        if (opcode == BINARY) {
            if (payload == 0) {
                state = State.HEADER;
            }
            up(piece);
            return;
        }
        control.put(piece);
        if (payload == 0) {
            state = State.HEADER;
            if (opcode == PING) {
                synchronized (stack()) {
                    frame(PONG, control.flip());
                }
                stack().update();
            }
        }
    }

    private void frame(int frameOpcode, ByteBuffer bytes) throws IOException {
        int length = bytes.remaining();
        ByteBuffer frame = ByteBuffer.allocate(length + 4);
        frame.put((byte) (0x80 | frameOpcode));
        if (length <= 125) {
            frame.put((byte) length);
        } else {
            frame.put((byte) 126).putShort((short) length);
        }
        down(frame.put(bytes).flip());
    }

    private void sendText(String text) throws IOException {
        synchronized (stack()) {
            down(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
        }
    }

    private boolean fail(int status, String text) throws IOException {
        byte[] words = text.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer body = ByteBuffer.allocate(2 + words.length);
        body.putShort((short) status).put(words).flip();
        synchronized (stack()) {
            frame(CLOSE, body);
        }
        end(text);
        return false;
    }

    private void end(String reason) {
        state = State.OVER;
        stack().end(reason);
    }
}
