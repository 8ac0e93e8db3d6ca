package dev.qmp.chardev.internal.socket;

import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.spi.ChardevContext;
import java.nio.channels.SocketChannel;

/**
 * One client of a listening socket that serves many. It ends with its connection.
 *
 * <p>Thread: confined to the loop, except writing.
 */
final class ChildDevice extends SocketDevice {
    private final MultiServerDevice parent;
    private final long begun = System.nanoTime();

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
    }

    void close() {
        port.closeAsync();
    }

    /** Whether the handshakes have taken a while. */
    boolean isStalled(long now, long grace) {
        Connection peer = peer();
        return peer != null && !peer.isEstablished() && now - begun >= grace;
    }

    /** Gives up a client in its handshakes for another one. */
    void dropStalled() {
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
