package dev.qmp.chardev.internal.socket;

import dev.qmp.chardev.ChardevContext;
import dev.qmp.chardev.ChardevOptions;
import dev.qmp.chardev.EventLoop;
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
        super(childOptions(options, number), settings, context, loop);
        this.parent = parent;
    }

    void begin(SocketChannel channel) {
        adopt(channel);
    }

    void dropPeer() {
        runInLoop(this::disconnectInLoop);
    }

    @Override
    void opened(Connection peer) {
        setOpen(true);
        parent.childReady(this);
    }

    @Override
    void afterDisconnect() {
        setFilename("disconnected:" + scheme(settings()));
    }

    @Override
    void afterClosed() {
        if (!hasLetGo()) {
            closeAsync();
        }
    }

    @Override
    protected void closeInLoop() {
        super.closeInLoop();
        parent.childGone(this);
    }

    static String scheme(SocketOptions settings) {
        if (settings.endpoint() instanceof Endpoint.Inet) {
            return settings.telnet() ? "telnet" : settings.websocket() ? "websocket" : "tcp";
        }
        return settings.endpoint().scheme();
    }

    /** All clients share one log, so each appends to what the listener's device has begun. */
    private static ChardevOptions childOptions(ChardevOptions options, long number) {
        ChardevOptions named = options.as(options.id() + "#" + number, options.type());
        return options.has("logfile")
                ? new ChardevOptions(named.id(), named.type(), named.options().with("logappend", "on"), named.origin())
                : named;
    }
}
