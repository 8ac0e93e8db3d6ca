package dev.qmp.chardev.internal.socket;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.SystemErrors;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
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
 * <p>Thread: immutable; closing is idempotent and may be done by any thread.
 */
final class Listener {
    private static final int BACKLOG_MANY = 1024;

    private final List<ServerSocketChannel> channels;
    private final String text;
    private final @Nullable UnixSocketFile file;

    private Listener(List<ServerSocketChannel> channels, String text, @Nullable UnixSocketFile file) {
        this.channels = channels;
        this.text = text;
        this.file = file;
    }

    static Listener open(SocketOptions options) {
        int backlog = options.maxClients() > 1 ? BACKLOG_MANY : 1;
        Endpoint endpoint = options.endpoint();
        if (endpoint instanceof Endpoint.Unix unix) {
            return openUnix(unix, backlog, options.mode());
        }
        if (endpoint instanceof Endpoint.Inet inet) {
            return openInet(inet, backlog);
        }
        ServerSocketChannel inherited = InheritedSocket.server((Endpoint.Fd) endpoint);
        return new Listener(List.of(inherited), textOf(inherited), null);
    }

    List<ServerSocketChannel> channels() {
        return channels;
    }

    /** What {@code filename} shows behind the scheme: the address really bound. */
    String text() {
        return text;
    }

    void close() {
        for (ServerSocketChannel channel : channels) {
            closeQuietly(channel);
        }
        UnixSocketFile ours = file;
        if (ours != null) {
            ours.deleteIfOurs();
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
        IOException failure = null;
        for (int port = first; port <= Math.max(last, first); port++) {
            List<ServerSocketChannel> bound = new ArrayList<>();
            for (InetSocketAddress address : addresses) {
                int wanted = bound.isEmpty() ? port : portOf(bound.get(0));
                try {
                    bound.add(bind(new InetSocketAddress(address.getAddress(), wanted), backlog));
                } catch (IOException e) {
                    failure = e;
                }
            }
            if (!bound.isEmpty()) {
                return new Listener(List.copyOf(bound), textOf(bound.get(0)), null);
            }
        }
        String reason = failure == null ? "Address already in use" : SystemErrors.text(failure);
        throw new ChardevException((reason.equals("Address already in use")
                        ? "Failed to find an available port: "
                        : "Failed to bind socket: ")
                + reason);
    }

    private static ServerSocketChannel bind(InetSocketAddress address, int backlog) throws IOException {
        ProtocolFamily family = address.getAddress() instanceof Inet4Address
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6;
        ServerSocketChannel channel = ServerSocketChannel.open(family);
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(address, backlog);
            return channel;
        } catch (IOException | RuntimeException e) {
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
            return address instanceof UnixDomainSocketAddress unix
                    ? unix.getPath().toString()
                    : "";
        } catch (IOException e) {
            return "";
        }
    }

    private static void closeQuietly(ServerSocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            System.getLogger(Listener.class.getName()).log(System.Logger.Level.DEBUG, "listening socket not closed", e);
        }
    }
}
