package dev.qmp.cli.machine;

import dev.qmp.chardev.CharEvent;
import dev.qmp.chardev.CharHandlers;
import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.registry.ChardevRegistry;
import dev.qmp.cli.machine.schema.IncomingAddress;
import dev.qmp.cli.machine.schema.IncomingInetAddress;
import dev.qmp.cli.machine.schema.IncomingUnixAddress;
import java.nio.ByteBuffer;

/**
 * A listening socket that takes the source of one migration. It is a socket device like those of monitors, in a registry of
 * its own, so that no command sees it.
 *
 * <p>Thread: {@link #open}, {@link #cut} and {@link #close} may be called by any thread; the user is called in the I/O thread.
 */
final class MigrationChannel implements CharHandlers {
    private static final String ID = "incoming";
    private static final int READ_SIZE = 1 << 16;

    /** Who uses the channel; the methods are called by the I/O thread. */
    interface User {
        /**
         * The source is there.
         *
         * @param channel the channel that it came on
         */
        void connected(MigrationChannel channel);

        /**
         * The source sends.
         *
         * @param channel the channel that it came on
         * @param bytes what it sends, valid during the call
         */
        void received(MigrationChannel channel, ByteBuffer bytes);

        /**
         * The source has left.
         *
         * @param channel the channel that it came on
         */
        void disconnected(MigrationChannel channel);
    }

    private final ChardevRegistry registry;
    private final Chardev device;
    private final User user;
    private volatile boolean closed;

    private MigrationChannel(ChardevRegistry registry, Chardev device, User user) {
        this.registry = registry;
        this.device = device;
        this.user = user;
    }

    /**
     * Listens.
     *
     * @param address where
     * @param loop the I/O thread's loop
     * @param user who hears of the source
     * @return the channel
     * @throws dev.qmp.chardev.ChardevException if that cannot be
     */
    static MigrationChannel open(IncomingUri address, EventLoop loop, User user) {
        ChardevRegistry registry = ChardevRegistry.load(loop);
        Chardev device = registry.add(address.options()
                .with("id", ID)
                .with("backend", "socket")
                .with("server", "on")
                .with("wait", "off"));
        MigrationChannel channel = new MigrationChannel(registry, device, user);
        device.attach().setHandlersAsync(channel, loop);
        return channel;
    }

    /** Returns the address that is really bound, as QEMU's {@code SocketAddress}; with and without a source. */
    IncomingAddress address() {
        String text = device.filename();
        int start = text.startsWith("disconnected:") ? "disconnected:".length() : 0;
        String bound = text.substring(start, text.lastIndexOf(",server=on"));
        if (bound.startsWith("unix:")) {
            return new IncomingAddress.Unix(new IncomingUnixAddress(bound.substring("unix:".length())));
        }
        int colon = bound.lastIndexOf(':');
        String host = bound.substring("tcp:".length(), colon).replaceAll("[\\[\\]]", "");
        IncomingInetAddress.Builder address = IncomingInetAddress.builder(host, bound.substring(colon + 1));
        return new IncomingAddress.Inet((host.indexOf(':') < 0 ? address.ipv4(true) : address.ipv6(true)).build());
    }

    /** Tells whether {@link #close} was called. */
    boolean isClosed() {
        return closed;
    }

    /** Cuts the connection to the source, if there is one; that it has left is told afterwards. */
    void cut() {
        device.yank();
    }

    /** Ends the connection, and stops listening. The socket's file is removed at once, even if the I/O thread is blocked. */
    void close() {
        closed = true;
        device.closeAsync();
        registry.removeFiles();
    }

    @Override
    public int canRead() {
        return READ_SIZE;
    }

    @Override
    public void read(ByteBuffer bytes) {
        user.received(this, bytes);
    }

    @Override
    public void event(CharEvent event) {
        switch (event) {
            case OPENED -> user.connected(this);
            case CLOSED -> user.disconnected(this);
            case BREAK, MUX_IN, MUX_OUT -> {
                // A socket has none of them.
            }
        }
    }
}
