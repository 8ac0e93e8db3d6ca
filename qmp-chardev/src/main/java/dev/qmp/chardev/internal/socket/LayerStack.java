package dev.qmp.chardev.internal.socket;

import dev.qmp.chardev.ChardevContext;
import dev.qmp.chardev.Timer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The layers of one connection, TLS below WebSocket below telnet, and the encoded bytes that the channel has not taken yet.
 *
 * <p>Input is decoded as it comes, all of it; what the front end does not take stays decoded in the device's read-ahead,
 * which also stops reading. So nothing sleeps in a layer that nobody would wake. Output is encoded in pieces, and only when
 * the previous piece has left, so that at most one piece waits here.
 *
 * <p>Thread: decoding is confined to the loop; everything about output is guarded by this object's monitor.
 */
final class LayerStack {
    /** What a peer has to finish its handshakes, in seconds. */
    static final long HANDSHAKE_SECONDS = 10;

    private static final int PIECE = 8192;
    private static final int TOO_MUCH = 64 * 1024;

    private final SocketDevice device;
    private final List<Layer> layers = new ArrayList<>(3);

    // The loop only.
    private @Nullable Connection connection;
    private @Nullable SocketChannel channel;
    private @Nullable Timer timeout;

    // Guarded by this.
    private @Nullable ByteBuffer output; // position to limit waits for the channel
    private boolean closing;

    private LayerStack(SocketDevice device) {
        this.device = device;
    }

    static LayerStack create(SocketOptions settings, ChardevContext context, SocketDevice device) {
        LayerStack stack = new LayerStack(device);
        if (settings.tlsCreds() != null) {
            stack.layers.add(TlsLayer.create(settings, context, device));
        }
        if (settings.websocket()) {
            stack.layers.add(new WebSocketLayer());
        }
        if (settings.telnet() && settings.server()) {
            stack.layers.add(new TelnetLayer(device::breakReceived));
        }
        for (int i = 0; i < stack.layers.size(); i++) {
            stack.layers.get(i).place(stack, i);
        }
        return stack;
    }

    void start(Connection owner) throws IOException {
        connection = owner;
        channel = owner.channel();
        if (layers.isEmpty()) {
            owner.ready();
            return;
        }
        timeout = device.startTimer(TimeUnit.SECONDS.toNanos(HANDSHAKE_SECONDS), () -> {
            if (!owner.isEstablished()) {
                device.failed(owner, new IOException("handshake timed out"));
            }
        });
        startLayer(0);
    }

    void close() {
        Timer timer = timeout;
        if (timer != null) {
            timer.cancel();
        }
        for (Layer layer : layers) {
            layer.close();
        }
    }

    /** Decodes; the buffer is consumed. */
    void receive(ByteBuffer bytes) throws IOException {
        if (isClosing()) {
            return;
        }
        up(-1, bytes);
    }

    /** Encodes and writes; under the device's write lock. */
    synchronized int write(ByteBuffer source) throws IOException {
        int total = 0;
        while (source.hasRemaining() && !closing && flush()) {
            int limit = source.limit();
            int piece = Math.min(PIECE, source.remaining());
            source.limit(source.position() + piece);
            try {
                down(layers.size(), source);
            } finally {
                source.limit(limit);
            }
            total += piece;
        }
        if (closing) {
            throw new IOException("Broken pipe");
        }
        if (!flush()) {
            device.postInLoop(device::update);
        }
        return total;
    }

    /** Gives the channel what waits; true if nothing waits any more. */
    synchronized boolean flush() throws IOException {
        ByteBuffer waiting = output;
        SocketChannel target = channel;
        if (waiting == null || target == null) {
            return true;
        }
        target.write(waiting);
        if (waiting.hasRemaining()) {
            return false;
        }
        output = null;
        return true;
    }

    synchronized boolean hasOutput() {
        return output != null;
    }

    synchronized boolean isClosing() {
        return closing;
    }

    /** A peer that makes us answer and does not read the answers is not read either. */
    synchronized boolean wantsInput() {
        ByteBuffer waiting = output;
        return !closing && (waiting == null || waiting.remaining() < TOO_MUCH);
    }

    // ---- for layers ----------------------------------------------------------------------------------------------

    /** Passes decoded bytes from a layer to the next one, at last to the front end. */
    void up(int from, ByteBuffer bytes) throws IOException {
        if (from + 1 < layers.size()) {
            layers.get(from + 1).receive(bytes);
        } else {
            Connection owner = connection;
            if (owner != null) {
                owner.decoded(bytes);
            }
        }
    }

    /** Passes bytes from a layer to the one below, at last to the channel; all are taken. */
    synchronized void down(int from, ByteBuffer bytes) throws IOException {
        if (from > 0) {
            layers.get(from - 1).send(bytes);
            return;
        }
        ByteBuffer waiting = output;
        SocketChannel target = channel;
        if (waiting == null && target != null) {
            target.write(bytes);
        }
        if (bytes.hasRemaining()) {
            ByteBuffer joined = ByteBuffer.allocate(bytes.remaining() + (waiting == null ? 0 : waiting.remaining()));
            if (waiting != null) {
                joined.put(waiting);
            }
            output = joined.put(bytes).flip();
        }
    }

    /** A layer has finished its handshake. */
    void ready(int from) throws IOException {
        if (from + 1 < layers.size()) {
            startLayer(from + 1);
            return;
        }
        Timer timer = timeout;
        if (timer != null) {
            timer.cancel();
        }
        Connection owner = connection;
        if (owner != null) {
            owner.ready();
        }
    }

    /** The peer has said that it sends no more. */
    void endOfInput() {
        Connection owner = connection;
        if (owner != null) {
            owner.endOfInput();
        }
    }

    /** The connection ends when what waits has been written. */
    void closeAfterOutput(String reason) throws IOException {
        synchronized (this) {
            closing = true;
            if (!flush()) {
                return;
            }
        }
        throw new IOException(reason);
    }

    /** A layer's work in another thread has ended with a failure. */
    void fail(IOException reason) {
        Connection owner = connection;
        if (owner != null) {
            device.failed(owner, reason);
        }
    }

    void update() {
        device.update();
    }

    private void startLayer(int index) throws IOException {
        layers.get(index).start();
    }
}
