package dev.qmp.cli.machine;

import dev.qmp.chardev.CharEvent;
import dev.qmp.chardev.CharHandlers;
import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.registry.ChardevRegistry;
import dev.qmp.cli.machine.schema.IncomingAddress;
import dev.qmp.cli.machine.schema.IncomingInetAddress;
import dev.qmp.cli.machine.schema.IncomingUnixAddress;
import dev.qmp.cli.machine.schema.IncomingVsockAddress;
import java.nio.ByteBuffer;

/**
 * A listening socket for the source of one migration. It is a socket device like those of monitors, in a registry of its own so that
 * commands do not see it.
 *
 * <p>Thread: {@link #open}, {@link #cut} and {@link #close} may be called by any thread; the user is called in the I/O thread.
 */
final class MigrationChannel implements CharHandlers {
    private static final String ID = "incoming";
    private static final int READ_SIZE = 1 << 16;

    /** The user of the channel; the methods are called by the I/O thread. */
    interface User {
        /**
         * The source has connected.
         *
         * @param channel the channel
         */
        void connected(MigrationChannel channel);

        /**
         * The source has sent bytes.
         *
         * @param channel the channel
         * @param bytes the bytes, valid during the call
         */
        void received(MigrationChannel channel, ByteBuffer bytes);

        /**
         * The source has disconnected.
         *
         * @param channel the channel
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
     * Opens a channel, which listens.
     *
     * @param address where to listen
     * @param loop the I/O thread's loop
     * @param user the user
     * @return the channel
     * @throws dev.qmp.chardev.ChardevException if it cannot listen
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

    /** Returns the address that is bound, as a {@code SocketAddress} of QEMU. */
    IncomingAddress address() {
        String text = device.filename();
        int start = text.startsWith("disconnected:") ? "disconnected:".length() : 0;
        int end = text.lastIndexOf(",server=on");
        String bound = text.substring(start, end < 0 ? text.length() : end);
        if (bound.startsWith("unix:")) {
            return new IncomingAddress.Unix(new IncomingUnixAddress(bound.substring("unix:".length())));
        }
        int colon = bound.lastIndexOf(':');
        if (bound.startsWith("vsock:")) {
            return new IncomingAddress.Vsock(
                    new IncomingVsockAddress(bound.substring("vsock:".length(), colon), bound.substring(colon + 1)));
        }
        String host = bound.substring("tcp:".length(), colon).replaceAll("[\\[\\]]", "");
        IncomingInetAddress.Builder address = IncomingInetAddress.builder(host, bound.substring(colon + 1));
        return new IncomingAddress.Inet((host.indexOf(':') < 0 ? address.ipv4(true) : address.ipv6(true)).build());
    }

    /** Returns whether {@link #close} was called. */
    boolean isClosed() {
        return closed;
    }

    /** Cuts the connection to the source, if there is one; the user is notified of the disconnection afterwards. */
    void cut() {
        device.yank();
    }

    /** Removes the socket's file, before the channel is closed; does not wait for the I/O thread. */
    void removeFile() {
        registry.removeFiles();
    }

    /** Closes the connection and stops listening. */
    void close() {
        closed = true;
        device.closeAsync();
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
                // Sockets do not have these.
            }
        }
    }
}
