package dev.qmp.chardev.internal.socket;

import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.spi.ChardevContext;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * One client of a listening socket that serves many. It ends with its connection.
 *
 * <p>Thread: confined to the loop, except writing.
 */
final class ChildDevice extends SocketDevice {
    /** How long handshakes may keep a place that another client wants. */
    private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final MultiServerDevice parent;
    private boolean late;

    ChildDevice(
            ChardevOptions options,
            long number,
            SocketOptions settings,
            ChardevContext context,
            EventLoop loop,
            MultiServerDevice parent) {
        super(options.as(options.id() + "#" + number, options.type()), settings, context, loop);
        this.parent = parent;
        port.shareLog(parent.handle());
    }

    void begin(SocketChannel channel) {
        adopt(channel);
        if (isShakingHands()) {
            port.schedule(GRACE_NANOS, () -> {
                late = true;
                parent.childLate();
            });
        }
    }

    void close() {
        port.closeAsync();
    }

    /** Whether its handshakes have taken a while. */
    boolean isLate() {
        return late && isShakingHands();
    }

    private boolean isShakingHands() {
        Connection peer = peer();
        return peer != null && !peer.isEstablished();
    }

    /** Gives up a client in its handshakes for another one. */
    void giveWay() {
        Connection peer = peer();
        if (peer != null) {
            refused(peer, "its handshake takes long, and others wait for its place");
        }
        close();
    }

    void dropPeer() {
        port.runInLoop(this::disconnectInLoop);
    }

    @Override
    String boundPath() {
        return parent.boundPath();
    }

    @Override
    void opened(Connection peer) {
        port.setOpen(true);
        parent.childReady(this);
    }

    @Override
    void afterDisconnect() {
        port.setFilename(SocketText.disconnected(settings()));
    }

    @Override
    void afterClosed() {
        if (!hasHalfClosed()) {
            close();
        }
    }

    @Override
    public void closeInLoop() {
        try {
            super.closeInLoop();
        } finally {
            parent.childGone(this);
        }
    }
}
