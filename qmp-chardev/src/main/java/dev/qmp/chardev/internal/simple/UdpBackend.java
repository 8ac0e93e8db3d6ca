package dev.qmp.chardev.internal.simple;

import dev.qmp.chardev.CharFeature;
import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.internal.system.Logs;
import dev.qmp.chardev.internal.system.SystemErrors;
import dev.qmp.chardev.loop.ChannelWatch;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.spi.CharDevice;
import dev.qmp.chardev.spi.ChardevBackend;
import dev.qmp.chardev.spi.ChardevContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/**
 * Datagrams to and from one peer: each write is one. Never opens, so only a human monitor can use it.
 *
 * <p>Thread: stateless.
 */
public final class UdpBackend implements ChardevBackend {
    private static final int LARGEST = 4096;

    /** Makes the back end. */
    public UdpBackend() {}

    @Override
    public String name() {
        return "udp";
    }

    @Override
    public CharDevice open(ChardevOptions options, ChardevContext context) {
        if (!options.fromCommandLine() && !options.has("host")) {
            throw new ChardevException("socket type unsupported for datagram");
        }
        String port = options.string("port", "");
        if (port == null || port.isEmpty()) {
            throw new ChardevException("chardev: udp: remote port not specified");
        }
        return new UdpDevice(options, context, connect(options, port));
    }

    private static DatagramChannel connect(ChardevOptions options, String port) {
        String host = nonEmpty(options.string("host", null), "localhost");
        String localHost = nonEmpty(options.string("localaddr", null), "0.0.0.0");
        String localPort = nonEmpty(options.string("localport", null), "0");
        InetSocketAddress remote = UdpAddress.resolve(options, host, port);
        InetSocketAddress local = UdpAddress.resolve(options, localHost, localPort);
        DatagramChannel channel = null;
        try {
            channel = DatagramChannel.open();
            channel.bind(local);
            if (remote.getPort() != 0) {
                channel.connect(remote);
            }
            channel.configureBlocking(false);
            return channel;
        } catch (IOException e) {
            closeQuietly(channel);
            throw new ChardevException("Failed to bind socket: " + SystemErrors.text(e));
        } catch (RuntimeException | Error e) {
            closeQuietly(channel);
            throw e;
        }
    }

    private static String nonEmpty(@Nullable String value, String otherwise) {
        return value == null || value.isEmpty() ? otherwise : value;
    }

    private static void closeQuietly(@Nullable DatagramChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                Logs.of(UdpBackend.class).log(System.Logger.Level.DEBUG, "not closed", e);
            }
        }
    }

    /** The device. Thread: confined to the loop, except writing. */
    private static final class UdpDevice extends CharDevice {
        private final DatagramChannel channel;
        private @Nullable ChannelWatch watch;

        UdpDevice(ChardevOptions options, ChardevContext context, DatagramChannel channel) {
            super(options, context, EnumSet.of(CharFeature.GCONTEXT, CharFeature.DATAGRAM));
            this.channel = channel;
            port.runInLoop(this::enterLoop);
        }

        @Override
        public void enterLoop() {
            if (!channel.isConnected()) { // port 0: nobody can be there
                return;
            }
            try {
                watch = port.loop().channels().watch(channel, interest(), this::ready);
            } catch (IOException e) {
                Logs.of(UdpBackend.class).log(System.Logger.Level.WARNING, this + " receives nothing", e);
            }
        }

        @Override
        public void leaveLoop() {
            ChannelWatch current = watch;
            if (current != null) {
                current.remove();
                watch = null;
            }
        }

        @Override
        public void resumeInLoop() {
            ChannelWatch current = watch;
            if (current != null) {
                current.setInterest(interest());
            }
        }

        /** One datagram; if the system cannot take it now, it is lost, as datagrams may be. */
        @Override
        public int writeBytes(ByteBuffer source) throws IOException {
            if (!channel.isConnected()) {
                int lost = source.remaining();
                source.position(source.limit());
                return lost;
            }
            return channel.write(source);
        }

        @Override
        public void closeInLoop() {
            leaveLoop();
            closeQuietly(channel);
            port.inputOver();
        }

        private int interest() {
            return port.readAheadSpace() > 0 ? SelectionKey.OP_READ : 0;
        }

        private void ready(int ops) {
            ByteBuffer buffer = port.loop().channels().readBuffer();
            buffer.limit(Math.min(LARGEST, buffer.capacity()));
            try {
                if (channel.read(buffer) > 0) {
                    port.deliver(buffer.flip());
                }
            } catch (IOException e) { // the peer's port is closed, and may open later
                Logs.of(UdpBackend.class).log(System.Logger.Level.DEBUG, "no datagram", e);
            }
            resumeInLoop();
        }
    }
}
