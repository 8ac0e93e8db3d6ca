package dev.qmp.chardev.internal.socket;

import dev.qmp.chardev.CharConnection;
import dev.qmp.chardev.CharEvent;
import dev.qmp.chardev.CharFeature;
import dev.qmp.chardev.internal.system.Logs;
import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.spi.CharDevice;
import dev.qmp.chardev.spi.ChardevContext;
import dev.qmp.chardev.spi.SocketTransport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What all socket devices share: at most one current connection, from its establishment to its end. Specification: {@code
 * chardev-connect-order}, {@code chardev-disconnect-order}.
 *
 * <p>Thread: confined to the loop, except where a method says otherwise.
 */
abstract class SocketDevice extends CharDevice {
    /** How many peers that have finished sending may wait for replies; the oldest is dropped then. */
    private static final int MOST_HALF_CLOSED = 64;

    /** How long handshakes may keep a place that another client wants. */
    private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final SocketOptions settings;
    private final @Nullable SocketTransport transport;
    private volatile @Nullable Connection current; // written in the loop
    private @Nullable Connection late;
    private final List<Connection> halfClosed = new ArrayList<>(0);

    SocketDevice(ChardevOptions options, SocketOptions settings, ChardevContext context, EventLoop loop) {
        super(options, context, EnumSet.of(CharFeature.RECONNECTABLE, CharFeature.GCONTEXT, CharFeature.YANK), loop);
        this.settings = settings;
        this.transport = Sockets.transport(settings, context);
    }

    /** What the device's sockets are of, if they are not the JDK's. */
    final @Nullable SocketTransport transport() {
        return transport;
    }

    final SocketOptions settings() {
        return settings;
    }

    final @Nullable Connection peer() {
        return current;
    }

    @Override
    public final CharConnection connection() {
        Connection peer = current;
        return peer == null || !port.isOpen() ? NoConnection.INSTANCE : peer;
    }

    // ---- from connect to disconnect -----------------------------------------------------------------------------

    /** Takes a connected channel and starts with it; whatever goes wrong ends it. */
    final void adopt(SocketChannel channel) {
        Connection next = null;
        try {
            prepare(channel);
            LayerStack layers = settings.layered() ? LayerStack.create(settings, context, this, port) : null;
            next = new Connection(channel, this, port, layers);
            current = next;
            next.start(port.loop());
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

    /** Takes a connected channel, and says so if its handshakes take a while. */
    final void adopt(SocketChannel channel, Runnable whenLate) {
        adopt(channel);
        Connection peer = current;
        if (peer != null && !peer.isEstablished()) {
            port.schedule(GRACE_NANOS, () -> {
                if (current == peer && !peer.isEstablished()) {
                    late = peer;
                    whenLate.run();
                }
            });
        }
    }

    /** Whether there is a peer whose handshakes have taken a while. */
    final boolean isLate() {
        Connection peer = current;
        return peer != null && peer == late && !peer.isEstablished();
    }

    /** Gives up a peer in its handshakes for another one. */
    final void giveWay() {
        Connection peer = current;
        if (peer != null) {
            refused(peer, "its handshake takes long, and others wait for its place");
        }
    }

    private void prepare(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        if (settings.descriptors()
                && channel instanceof ThreadedSocket socket
                && !(socket.getLocalAddress() instanceof InetSocketAddress)) {
            socket.acceptDescriptors();
        }
        if (settings.nodelay() && settings.endpoint() instanceof Endpoint.Inet) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        KeepAlive keepAlive = settings.keepAlive();
        if (keepAlive != null) {
            keepAlive.apply(channel);
        }
    }

    /** The layers of the current connection are done. */
    final void established(Connection peer) {
        try {
            port.setFilename(SocketText.connected(settings, peer.channel(), boundPath()));
        } catch (IOException e) {
            drop(peer);
            return;
        }
        peer.update();
        opened(peer);
    }

    /** The peer is there and its channel is watched. */
    void opened(Connection peer) {
        port.emit(CharEvent.OPENED);
    }

    /** The peer sends no more, and all that it sent is consumed. */
    final void inputEnded(Connection peer) {
        port.endOfInput(() -> finish(peer), () -> keepOutput(peer));
    }

    /** Ends a connection in order, as soon as its layers hold nothing any more. */
    final void finish(Connection peer) {
        if (peer.isOver()) {
            return;
        }
        try {
            if (!peer.finish()) {
                drop(peer);
            } else if (current == peer) {
                keepOutput(peer);
            }
        } catch (Throwable e) {
            failed(peer, e);
        }
    }

    /** Whether a peer that speaks HTTP is sent away. */
    final boolean guardsAgainstHttp() {
        return settings.server() && settings.endpoint() instanceof Endpoint.Inet && !settings.websocket();
    }

    /** Ends a connection for what its peer does, with a line for the operator. */
    final void refused(Connection peer, String reason) {
        log().log(
                        System.Logger.Level.WARNING,
                        () -> this + ": peer " + SocketText.peer(peer.channel()) + " refused: " + reason);
        drop(peer);
    }

    /** Something about a connection failed, which ends it. */
    final void failed(Connection peer, Throwable reason) {
        if (peer.isOver()) {
            return;
        }
        if (reason instanceof IOException
                && !peer.isEstablished()
                && settings.server()
                && settings.tlsCreds() != null) {
            refused(peer, reason(reason));
            return;
        }
        reportFailure(reason);
        if (!(reason instanceof IOException)) {
            peer.breakOff(); // after an unexpected failure its layers are not asked for a farewell
        }
        drop(peer);
    }

    /** Ends a connection at once. */
    final void drop(Connection peer) {
        if (peer.isOver()) {
            return;
        }
        boolean wasCurrent = current == peer;
        if (wasCurrent) {
            current = null;
        } else {
            halfClosed.remove(peer);
        }
        try {
            peer.end();
        } finally {
            if (late == peer) {
                late = null;
            }
            if (wasCurrent) {
                disconnected(peer);
            } else {
                afterClosed();
            }
        }
    }

    /** The peer sends no more, or is about to be dropped, and output is left. */
    private void keepOutput(Connection peer) {
        if (peer.isOver() || current != peer) {
            return;
        }
        current = null;
        halfClosed.add(peer);
        if (halfClosed.size() > MOST_HALF_CLOSED) {
            drop(halfClosed.get(0));
        }
        disconnected(peer);
    }

    private void disconnected(Connection peer) {
        port.inputOver();
        afterDisconnect();
        if (peer.isEstablished()) {
            port.emit(CharEvent.CLOSED);
        }
        afterClosed();
    }

    final boolean hasHalfClosed() {
        return !halfClosed.isEmpty();
    }

    /** Follows a disconnect, before CLOSED: the listener is watched again, the text changes. */
    abstract void afterDisconnect();

    /** Follows CLOSED. */
    void afterClosed() {}

    /** The path of a listening unix socket. */
    String boundPath() {
        return "";
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        for (int i = 0; i < 8 && root.getCause() != null; i++) {
            root = root.getCause();
        }
        return root == failure
                ? String.valueOf(failure.getMessage())
                : failure.getMessage() + " (" + root.getMessage() + ")";
    }

    /** Reports unexpected failures; what a peer or the network does is only logged. Any thread. */
    final void reportFailure(Throwable reason) {
        if (reason instanceof IOException) {
            log().log(System.Logger.Level.DEBUG, () -> this + ": connection failed: " + reason.getMessage());
        } else {
            port.report("a connection has ended because of a failure", reason);
        }
    }

    // ---- callbacks of the device --------------------------------------------------------------------------------

    @Override
    public void enterLoop() {
        for (Connection peer : peers()) {
            try {
                peer.enter(port.loop());
            } catch (Throwable e) {
                failed(peer, e);
            }
        }
    }

    @Override
    public void leaveLoop() {
        peers().forEach(Connection::leave);
    }

    private List<Connection> peers() {
        List<Connection> all = new ArrayList<>(halfClosed);
        Connection peer = current;
        if (peer != null) {
            all.add(peer);
        }
        return all;
    }

    @Override
    public final void resumeInLoop() {
        Connection peer = current;
        if (peer != null) {
            peer.update();
        }
    }

    @Override
    public void disconnectInLoop() {
        Connection peer = current;
        if (peer != null) {
            finish(peer);
        }
    }

    @Override
    public void closeInLoop() {
        peers().forEach(this::drop);
    }

    @Override
    public final boolean yank() {
        Connection peer = current;
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

    static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) { // it is closed all the same
            log().log(System.Logger.Level.DEBUG, "connection not closed", e);
        }
    }

    static System.Logger log() {
        return Logs.of(SocketDevice.class);
    }
}
