package dev.qmp.chardev.internal.socket;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.internal.system.SystemErrors;
import dev.qmp.chardev.spi.SocketTransport;
import dev.qmp.chardev.spi.VsockAddress;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Listening sockets of one device: one for a path, one for each address of a host.
 *
 * <p>Thread: confined to the device's loop, or to the thread that opens it before that; closing is idempotent and may be done by any thread.
 */
final class Listener {
    private static final int BACKLOG_MANY = 1024;

    private volatile List<ServerSocketChannel> channels; // written in the device's loop
    private final String text;
    private final @Nullable UnixSocketFile file;

    private Listener(List<ServerSocketChannel> channels, String text, @Nullable UnixSocketFile file) {
        this.channels = channels;
        this.text = text;
        this.file = file;
    }

    static Listener open(SocketOptions options, @Nullable SocketTransport transport) {
        int backlog = options.maxClients() > 1 ? BACKLOG_MANY : 1;
        Endpoint endpoint = options.endpoint();
        if (endpoint instanceof Endpoint.Unix unix) {
            return openUnix(unix, backlog, options.mode());
        }
        if (endpoint instanceof Endpoint.Inet inet) {
            return openInet(inet, backlog);
        }
        if (endpoint instanceof Endpoint.AbstractName name && transport != null) {
            return openAbstract(name, backlog, transport);
        }
        if (endpoint instanceof Endpoint.Vsock vsock && transport != null) {
            return openVsock(vsock.address(), backlog, transport);
        }
        ServerSocketChannel inherited = InheritedSocket.server(endpoint, transport);
        return new Listener(List.of(inherited), textOf(inherited), null);
    }

    List<ServerSocketChannel> channels() {
        return channels;
    }

    /** Has the transport serve the clients of the one channel, which is the JDK's, from now on. */
    ThreadedServer handOver(SocketTransport transport) {
        ThreadedServer server = new ThreadedServer(new LateListening(channels.get(0), transport));
        channels = List.of(server);
        return server;
    }

    /** The address really bound, as {@code filename} shows it after the scheme. */
    String text() {
        return text;
    }

    /** The scheme of the address really bound, where the options name a descriptor only. */
    String scheme() {
        try {
            return channels.get(0).getLocalAddress() instanceof InetSocketAddress ? "tcp" : "unix";
        } catch (IOException e) {
            return "unix";
        }
    }

    void close() {
        removeFile(); // before closing: until then no other file can be mistaken for the socket
        channels.forEach(Listener::closeQuietly);
    }

    /** Removes the socket's file, if there is one, so that no new client finds the socket. */
    void removeFile() {
        UnixSocketFile ours = file;
        if (ours != null) {
            ours.deleteIfOurs();
        }
    }

    private static Listener openAbstract(Endpoint.AbstractName name, int backlog, SocketTransport transport) {
        try {
            ServerSocketChannel channel = new ThreadedServer(
                    transport.listen(new SocketTransport.AbstractName(name.name(), name.tight()), backlog));
            return new Listener(List.of(channel), name.shown(), null);
        } catch (IOException e) {
            throw new ChardevException("Failed to bind socket to " + name.name() + ": " + SystemErrors.text(e));
        }
    }

    private static Listener openVsock(VsockAddress address, int backlog, SocketTransport transport) {
        try {
            ServerSocketChannel channel = new ThreadedServer(transport.listen(address, backlog));
            return new Listener(List.of(channel), textOf(channel), null);
        } catch (IOException e) {
            throw new ChardevException("Failed to bind socket: " + SystemErrors.text(e));
        }
    }

    private static Listener openUnix(Endpoint.Unix unix, int backlog, @Nullable String mode) {
        UnixSocketFile file = new UnixSocketFile(unix.path());
        ServerSocketChannel channel = file.bind(backlog, mode);
        return new Listener(List.of(channel), file.path(), file);
    }

    private static Listener openInet(Endpoint.Inet inet, int backlog) {
        List<InetSocketAddress> addresses = Resolver.resolve(inet, true);
        int first = addresses.get(0).getPort();
        long last = inet.to() < 0 ? first : Math.min(inet.to(), 65535);
        String reason = "";
        for (int port = first; port <= Math.max(last, first); port++) {
            try {
                return bindAll(addresses, port, backlog);
            } catch (IOException e) {
                reason = SystemErrors.text(e);
            }
        }
        throw new ChardevException((reason.equals("Address already in use")
                        ? "Failed to find an available port: "
                        : "Failed to bind socket: ")
                + reason);
    }

    /**
     * Binds one port on all addresses, leaving out those where that fails if another one succeeds. A JDK socket on the IPv6
     * wildcard address also serves IPv4.
     */
    private static Listener bindAll(List<InetSocketAddress> addresses, int port, int backlog) throws IOException {
        List<ServerSocketChannel> bound = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        IOException failure = null;
        InetAddress shown = null;
        for (InetSocketAddress each : addresses) {
            InetAddress address = each.getAddress();
            if (shown != null && shown.isAnyLocalAddress() && address.isAnyLocalAddress()) {
                shown = address;
                continue;
            }
            try {
                bound.add(bind(address, bound.isEmpty() ? port : portOf(bound.get(0)), backlog));
                shown = shown == null ? address : shown;
            } catch (IOException e) {
                failure = e;
                failed.add(address.getHostAddress() + ": " + SystemErrors.text(e));
            }
        }
        if (shown == null) {
            throw failure == null ? new IOException("Name or service not known") : failure;
        }
        if (failure != null) {
            SocketDevice.log().log(System.Logger.Level.WARNING, "port {0,number,#} is not bound at {1}", port, failed);
        }
        String text = InetText.plain(new InetSocketAddress(shown, portOf(bound.get(0))));
        return new Listener(List.copyOf(bound), text, null);
    }

    private static ServerSocketChannel bind(InetAddress address, int port, int backlog) throws IOException {
        ServerSocketChannel channel = null;
        try {
            channel = ServerSocketChannel.open(
                    address instanceof Inet4Address ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(new InetSocketAddress(address, port), backlog);
            return channel;
        } catch (UnsupportedOperationException e) {
            throw new IOException("Address family not supported by protocol", e);
        } catch (IOException | RuntimeException | Error e) {
            closeQuietly(channel);
            throw e;
        }
    }

    private static int portOf(ServerSocketChannel channel) {
        try {
            return channel.getLocalAddress() instanceof InetSocketAddress inet ? inet.getPort() : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    private static String textOf(ServerSocketChannel channel) {
        try {
            SocketAddress address = channel.getLocalAddress();
            if (address instanceof InetSocketAddress inet) {
                return InetText.plain(inet);
            }
            if (address instanceof VsockAddress) {
                return address.toString();
            }
            return address instanceof UnixDomainSocketAddress unix
                    ? unix.getPath().toString()
                    : "";
        } catch (IOException e) {
            return "";
        }
    }

    static void closeQuietly(@Nullable ServerSocketChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                SocketDevice.log().log(System.Logger.Level.DEBUG, "listening socket not closed", e);
            }
        }
    }
}
