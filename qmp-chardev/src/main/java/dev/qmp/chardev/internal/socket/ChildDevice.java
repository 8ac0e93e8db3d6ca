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
        adopt(channel, parent::childLate);
    }

    void close() {
        port.closeAsync();
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
