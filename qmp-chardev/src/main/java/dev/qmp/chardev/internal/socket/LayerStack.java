package dev.qmp.chardev.internal.socket;

import dev.qmp.chardev.CharEvent;
import dev.qmp.chardev.loop.Timer;
import dev.qmp.chardev.spi.ChardevContext;
import dev.qmp.chardev.spi.DevicePort;
import dev.qmp.chardev.spi.MemoryBudget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The layers of one connection, TLS below WebSocket below telnet, and the encoded bytes that the channel has not taken yet.
 *
 * <p>Input is decoded completely as it arrives; what the front end does not take stays decoded in the device's read-ahead,
 * which also stops reading. So no input is stuck in a layer without an event to bring it out. Output is encoded in pieces, and
 * only when the previous piece has left, so that at most one piece waits here; until it has left, the connection is not drained.
 *
 * <p>An exception out of a layer goes to the caller, which ends the connection.
 *
 * <p>Thread: decoding is confined to the loop; everything about output is guarded by this object's monitor.
 */
final class LayerStack {
    /** How long a peer may take for its handshakes, in seconds. */
    static final long HANDSHAKE_SECONDS = 10;

    private static final int PIECE = 8192;

    /** About what a handshake takes, TLS after it, and layers without TLS, in bytes. */
    private static final int TLS_HANDSHAKE = 96 * 1024;

    private static final int TLS_READY = 48 * 1024;
    private static final int PLAIN = 4 * 1024;

    private static final int TOO_MUCH = 64 * 1024;

    private final SocketDevice device;
    private final DevicePort port;
    private final List<Layer> layers = new ArrayList<>(3);
    private final MemoryBudget.@Nullable Account account;

    // The loop only.
    private @Nullable Connection connection;
    private @Nullable SocketChannel channel;
    private @Nullable Timer timeout;

    // Guarded by this.
    private @Nullable ByteBuffer output; // position to limit waits for the channel
    private final List<Runnable> whenDrained = new ArrayList<>(0);
    private boolean finished; // no more output is accepted

    private LayerStack(SocketDevice device, DevicePort port, ChardevContext context, boolean tls) {
        this.device = device;
        this.port = port;
        this.account = context.service(MemoryBudget.class)
                .map(budget -> budget.open(device.toString(), tls ? TLS_HANDSHAKE : PLAIN, this::refused))
                .orElse(null);
    }

    /** All peers together take too much memory, and this connection takes the most. Any thread, which may hold locks. */
    private void refused(long bytes, long limit) {
        port.post(() -> {
            Connection owner = connection;
            if (owner != null) {
                device.failed(
                        owner,
                        new IOException("its layers take " + bytes
                                + " bytes of memory, more than any other, and all peers may take " + limit
                                + " together"));
            }
        });
    }

    /** Counts what the layers keep besides what they always take. */
    private void count(MemoryBudget.Part part, long bytes) {
        MemoryBudget.Account mine = account;
        if (mine != null) {
            mine.set(part, bytes);
        }
    }

    static LayerStack create(SocketOptions settings, ChardevContext context, SocketDevice device, DevicePort port) {
        LayerStack stack = new LayerStack(device, port, context, settings.tlsCreds() != null);
        if (settings.tlsCreds() != null) {
            stack.layers.add(TlsLayer.create(settings, context, port));
        }
        if (settings.websocket()) {
            stack.layers.add(new WebSocketLayer(settings.origins()));
        }
        if (settings.telnet() && settings.server()) {
            stack.layers.add(new TelnetLayer(() -> port.emit(CharEvent.BREAK)));
        }
        for (int i = 0; i < stack.layers.size(); i++) {
            stack.layers.get(i).place(stack, i);
        }
        return stack;
    }

    /** Returns the session of TLS, if there is one. */
    @Nullable
    SSLSession tlsSession() {
        return !layers.isEmpty() && layers.get(0) instanceof TlsLayer tls ? tls.session() : null;
    }

    void start(Connection owner) throws IOException {
        connection = owner;
        channel = owner.channel();
        if (layers.isEmpty()) {
            owner.ready();
            return;
        }
        timeout = port.schedule(TimeUnit.SECONDS.toNanos(HANDSHAKE_SECONDS), () -> {
            if (!owner.isEstablished()) {
                device.failed(owner, new IOException("handshake timed out"));
            }
        });
        startLayer(0);
    }

    /** The connection is over; with a farewell, the layers' closing messages are sent if the channel takes them at once. */
    void end(boolean farewell) {
        try {
            if (farewell) {
                finish();
            }
        } catch (IOException e) {
            SocketDevice.log().log(System.Logger.Level.DEBUG, "no farewell", e);
        } catch (Throwable e) {
            device.reportFailure(e);
        } finally {
            stop();
            runDue();
        }
    }

    private void stop() {
        Timer timer = timeout;
        if (timer != null) {
            timer.cancel();
        }
        synchronized (this) {
            finished = true;
            output = null;
        }
        MemoryBudget.Account mine = account;
        if (mine != null) {
            mine.close();
        }
    }

    /**
     * Accepts no more output and has the layers send their closing messages. Returns whether any of these, or of what was written
     * before, still waits. In the loop.
     */
    boolean finish() throws IOException {
        synchronized (this) {
            if (!finished) {
                finished = true;
                for (int i = layers.size() - 1; i >= 0; i--) {
                    layers.get(i).finish();
                }
            }
            return !flush();
        }
    }

    /** Decodes; the buffer is consumed. */
    void receive(ByteBuffer bytes) throws IOException {
        if (!isFinished()) {
            up(-1, bytes);
            long kept = 0;
            for (int i = 0; i < layers.size(); i++) {
                kept += layers.get(i).keptInput();
            }
            count(MemoryBudget.Part.INPUT, kept);
        }
    }

    /** Encodes and writes; under the device's write lock. */
    synchronized int write(ByteBuffer source) throws IOException {
        int total = 0;
        while (source.hasRemaining() && !finished && flush()) {
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
        if (finished) {
            throw new IOException("Broken pipe");
        }
        if (!flush() || !whenDrained.isEmpty()) {
            port.post(this::update);
        }
        return total;
    }

    /** Writes waiting output to the channel; true if nothing waits any more. */
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
        count(MemoryBudget.Part.OUTPUT, 0);
        return true;
    }

    synchronized boolean hasOutput() {
        return output != null;
    }

    /** Keeps an action until no output waits for the channel; false, without keeping it, if none waits now. */
    synchronized boolean awaitDrained(Runnable action) {
        return output != null && whenDrained.add(action);
    }

    /** Runs the actions that wait for the output to leave, if it has. In the loop. */
    void runDue() {
        for (Runnable action : takeDue()) {
            try {
                action.run();
            } catch (Throwable e) {
                device.reportFailure(e);
            }
        }
    }

    private synchronized List<Runnable> takeDue() {
        if (output != null || whenDrained.isEmpty()) {
            return List.of();
        }
        List<Runnable> due = List.copyOf(whenDrained);
        whenDrained.clear();
        return due;
    }

    synchronized boolean isFinished() {
        return finished;
    }

    /** False for a peer that makes the layers answer but does not read the answers. */
    synchronized boolean wantsInput() {
        ByteBuffer waiting = output;
        return !finished && (waiting == null || waiting.remaining() < TOO_MUCH);
    }

    // ---- for layers ----------------------------------------------------------------------------------------------

    /** Passes decoded bytes from a layer to the next one, and from the last one to the front end. */
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

    /** Passes bytes from a layer to the one below, and from the lowest one to the channel; consumes all. */
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
            count(MemoryBudget.Part.OUTPUT, joined.capacity());
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
        if (layers.get(0) instanceof TlsLayer) {
            count(MemoryBudget.Part.FIXED, TLS_READY);
        }
        Connection owner = connection;
        if (owner != null) {
            owner.ready();
        }
    }

    /** The peer has announced that it sends no more. */
    void endOfInput() {
        Connection owner = connection;
        if (owner != null) {
            owner.endOfInput();
        }
    }

    /** A layer ends the connection, and has told the peer why: waiting output still leaves. */
    void end(String reason) {
        Connection owner = connection;
        if (owner != null) {
            SocketDevice.log().log(System.Logger.Level.DEBUG, "{0}: connection ends: {1}", device, reason);
            device.finish(owner);
        }
    }

    /** A layer's work in another thread has failed. */
    void fail(Throwable reason) {
        Connection owner = connection;
        if (owner != null) {
            device.failed(owner, reason);
        }
    }

    /** Output or input may be waiting that was not before. In the loop. */
    void update() {
        Connection owner = connection;
        if (owner != null) {
            owner.update();
        }
    }

    private void startLayer(int index) throws IOException {
        layers.get(index).start();
    }
}
