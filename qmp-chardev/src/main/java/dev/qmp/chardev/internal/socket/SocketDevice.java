package dev.qmp.chardev.internal.socket;

import dev.qmp.chardev.CharConnection;
import dev.qmp.chardev.CharEvent;
import dev.qmp.chardev.CharFeature;
import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.loop.Timer;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.spi.ChardevContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all socket devices share: at most one connection, its coming and its going.
 *
 * <p>Connect: non-blocking, nodelay, layers, filename, read watch, OPENED. Disconnect: watch off, channel closed, then what
 * the kind of device does ({@link #afterDisconnect}), CLOSED if OPENED had been sent. (Reference, section 2.)
 *
 * <p>Thread: confined to the loop, except writing.
 */
abstract class SocketDevice extends Chardev {
    /** How many peers that have finished sending may wait for replies; the oldest is dropped then. */
    private static final int MOST_LET_GO = 64;

    private final SocketOptions settings;
    private volatile @Nullable Connection connection; // written in the loop
    private final List<Connection> letGo = new ArrayList<>(0); // peers that only wait for replies

    SocketDevice(ChardevOptions options, SocketOptions settings, ChardevContext context, EventLoop loop) {
        super(options, context, EnumSet.of(CharFeature.RECONNECTABLE, CharFeature.GCONTEXT, CharFeature.YANK), loop);
        this.settings = settings;
    }

    final SocketOptions settings() {
        return settings;
    }

    final @Nullable Connection peer() {
        return connection;
    }

    @Override
    protected final CharConnection connection() {
        Connection peer = connection;
        return peer == null ? NoConnection.INSTANCE : peer;
    }

    /** Takes a connected channel and starts with it; whatever goes wrong ends it. In the loop. */
    final void adopt(SocketChannel channel) {
        Connection next = null;
        try {
            prepare(channel);
            LayerStack layers = settings.layered() ? LayerStack.create(settings, context(), this) : null;
            next = new Connection(channel, this, layers);
            connection = next;
            next.start(loop());
        } catch (Throwable e) {
            if (next != null) {
                failed(next, e);
                return;
            }
            closeQuietly(channel);
            reportFailure(e);
            afterDisconnect();
            afterClosed();
        }
    }

    private void prepare(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        if (settings.nodelay() && settings.endpoint() instanceof Endpoint.Inet) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        KeepAlive keepAlive = settings.keepAlive();
        if (keepAlive != null) {
            keepAlive.apply(channel);
        }
    }

    /** What follows a disconnect before CLOSED: the listener is watched again, the text changes. */
    abstract void afterDisconnect();

    /** What follows CLOSED. */
    void afterClosed() {}

    /** What {@code filename} shows while connected. */
    String connectedText(SocketChannel channel) throws IOException {
        String scheme = settings.endpoint() instanceof Endpoint.Inet ? inetScheme() : "unix";
        String suffix = settings.server() ? ",server=on" : "";
        if (channel.getLocalAddress() instanceof InetSocketAddress local
                && channel.getRemoteAddress() instanceof InetSocketAddress remote) {
            return (settings.endpoint() instanceof Endpoint.Inet ? scheme : "tcp") + ":" + InetText.bracketed(local)
                    + suffix + " <-> " + InetText.bracketed(remote);
        }
        return "unix:" + (settings.server() ? boundPath() : pathOf(channel)) + suffix;
    }

    /** Where a listening unix socket is found; its own address may be another name. */
    String boundPath() {
        return "";
    }

    private static String pathOf(SocketChannel channel) throws IOException {
        return channel.getLocalAddress() instanceof UnixDomainSocketAddress unix
                ? unix.getPath().toString()
                : "";
    }

    /** What {@code filename} shows while not connected. */
    final String disconnectedText(String address) {
        String scheme = settings.endpoint() instanceof Endpoint.Inet
                ? inetScheme()
                : settings.endpoint().scheme();
        return "disconnected:" + scheme + ":" + address + (settings.server() ? ",server=on" : "");
    }

    final void established(Connection peer) {
        try {
            setFilename(connectedText(peer.channel()));
        } catch (IOException e) {
            dropInLoop(peer);
            return;
        }
        peer.update();
        opened(peer);
    }

    /** The peer is there and its channel is watched. */
    void opened(Connection peer) {
        emit(CharEvent.OPENED);
    }

    /** Ends a connection in order, when its layers hold nothing any more; any thread. */
    final void finish(Connection peer) {
        runInLoop(() -> finishInLoop(peer));
    }

    final void finishInLoop(Connection peer) {
        if (peer.isOver()) {
            return;
        }
        try {
            if (!peer.finish()) {
                dropInLoop(peer);
            } else if (connection == peer) {
                letGo(peer);
            }
        } catch (Throwable e) {
            failed(peer, e);
        }
    }

    /** Ends a connection at once. */
    final void dropInLoop(Connection peer) {
        if (peer.isOver()) {
            return;
        }
        boolean present = connection == peer;
        if (present) {
            connection = null;
        } else {
            letGo.remove(peer);
        }
        try {
            peer.end();
        } finally {
            if (present) {
                goneInLoop(peer);
            } else {
                afterClosed();
            }
        }
    }

    /** The peer sends no more, or is to go, and output is left. */
    private void letGo(Connection peer) {
        if (peer.isOver() || connection != peer) {
            return;
        }
        connection = null;
        letGo.add(peer);
        if (letGo.size() > MOST_LET_GO) {
            dropInLoop(letGo.get(0));
        }
        goneInLoop(peer);
    }

    private void goneInLoop(Connection peer) {
        inputOver();
        afterDisconnect();
        if (peer.isEstablished()) {
            emit(CharEvent.CLOSED);
        }
        afterClosed();
    }

    final boolean hasLetGo() {
        return !letGo.isEmpty();
    }

    /** Something about a connection failed, which ends it. In the loop. */
    final void failed(Connection peer, Throwable reason) {
        if (peer.isOver()) {
            return;
        }
        reportFailure(reason);
        if (!(reason instanceof IOException)) {
            peer.breakOff(); // what has failed so is not asked for a farewell
        }
        dropInLoop(peer);
    }

    /** What a peer or the network does is not worth a report; what else goes wrong is. */
    final void reportFailure(Throwable reason) {
        if (reason instanceof IOException) {
            log().log(System.Logger.Level.DEBUG, () -> this + ": connection failed: " + reason.getMessage());
        } else {
            report("a connection has ended because of a failure", reason);
        }
    }

    /** A writer failed; any thread. */
    final void reportBroken(Connection peer, Throwable reason) {
        loop().execute(() -> runInLoop(() -> peer.dropBroken(reason)));
    }

    final void inputEnded(Connection peer) {
        endOfInput(() -> finishInLoop(peer), () -> letGo(peer));
    }

    final void received(ByteBuffer bytes) {
        deliver(bytes);
    }

    final int frontRoom() {
        return room();
    }

    final int space() {
        return readAheadSpace();
    }

    final int write(Connection peer, ByteBuffer source) throws IOException {
        return write((Output) peer, source);
    }

    final ByteBuffer readBuffer() {
        return loop().readBuffer();
    }

    final void breakReceived() {
        emit(CharEvent.BREAK);
    }

    final void update() {
        resumeInLoop();
    }

    final Timer startTimer(long nanos, Runnable task) {
        return scheduleInLoop(nanos, task);
    }

    final void postInLoop(Runnable task) {
        loop().execute(() -> runInLoop(task));
    }

    @Override
    protected final int writeBytes(ByteBuffer source) throws IOException {
        Connection peer = connection;
        if (peer == null || !isOpen()) {
            throw new IOException("Input/output error"); // what the reference answers without a peer: EIO
        }
        return peer.writeBytes(source);
    }

    @Override
    protected void enterLoop() {
        for (Connection peer : peers()) {
            try {
                peer.enter(loop());
            } catch (Throwable e) {
                failed(peer, e);
            }
        }
    }

    @Override
    protected void leaveLoop() {
        peers().forEach(Connection::leave);
    }

    private List<Connection> peers() {
        List<Connection> all = new ArrayList<>(letGo);
        Connection peer = connection;
        if (peer != null) {
            all.add(peer);
        }
        return all;
    }

    @Override
    protected final void resumeInLoop() {
        Connection peer = connection;
        if (peer != null) {
            peer.update();
        }
    }

    @Override
    protected void disconnectInLoop() {
        Connection peer = connection;
        if (peer != null) {
            finishInLoop(peer);
        }
    }

    @Override
    protected void closeInLoop() {
        peers().forEach(this::dropInLoop);
    }

    @Override
    public final boolean yank() {
        Connection peer = connection;
        if (peer != null) {
            try {
                peer.channel().shutdownInput();
                peer.channel().shutdownOutput();
            } catch (IOException e) {
                log().log(System.Logger.Level.DEBUG, "nothing to cut", e);
            }
        }
        return true;
    }

    private String inetScheme() {
        return settings.telnet() ? "telnet" : settings.websocket() ? "websocket" : "tcp";
    }

    static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) { // it is closed all the same
            log().log(System.Logger.Level.DEBUG, "connection not closed", e);
        }
    }

    /** The logger; made when there is something to say, because making it costs milliseconds at the start. */
    static System.Logger log() {
        return System.getLogger(SocketDevice.class.getName());
    }
}
