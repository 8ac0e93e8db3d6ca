package dev.qmp.chardev.internal.socket;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.internal.system.SystemErrors;
import dev.qmp.chardev.spi.SocketTransport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Connects, blocking.
 *
 * <p>Thread: stateless; not for a loop's thread, except where opening a device blocks by its nature.
 */
final class Connector {
    private Connector() {}

    static SocketChannel connect(Endpoint endpoint, @Nullable SocketTransport transport) {
        if (endpoint instanceof Endpoint.Fd || endpoint instanceof Endpoint.NamedFd) {
            return InheritedSocket.client(endpoint, transport);
        }
        if (transport != null) {
            return connectBy(transport, endpoint);
        }
        if (endpoint instanceof Endpoint.Unix unix) {
            UnixSocketFile.checkLength(unix.path());
            try (ShortPath shorter = ShortPath.of(Path.of(unix.path()), 0)) {
                return connect(endpoint, List.of(UnixDomainSocketAddress.of(shorter.path())));
            } catch (IOException | InvalidPathException e) {
                throw failed(endpoint, SystemErrors.text(e));
            }
        }
        List<InetSocketAddress> addresses = Resolver.resolve((Endpoint.Inet) endpoint, false);
        return connect(endpoint, addresses);
    }

    private static SocketChannel connectBy(SocketTransport transport, Endpoint endpoint) {
        try {
            if (endpoint instanceof Endpoint.AbstractName name) {
                return new ThreadedSocket(
                        transport.connect(new SocketTransport.AbstractName(name.name(), name.tight())));
            }
            if (endpoint instanceof Endpoint.Vsock vsock) {
                return new ThreadedSocket(transport.connect(vsock.address()));
            }
            String path = ((Endpoint.Unix) endpoint).path();
            UnixSocketFile.checkLength(path);
            try (ShortPath shorter = ShortPath.of(Path.of(path), 0)) {
                return new ThreadedSocket(transport.connect(new SocketTransport.File(shorter.path())));
            }
        } catch (IOException | InvalidPathException e) {
            throw failed(endpoint, SystemErrors.text(e));
        }
    }

    private static SocketChannel connect(Endpoint endpoint, List<? extends SocketAddress> addresses) {
        String reason = "No address";
        for (SocketAddress address : addresses) {
            try {
                return SocketChannel.open(address);
            } catch (IOException e) {
                reason = SystemErrors.text(e);
            }
        }
        throw failed(endpoint, reason);
    }

    private static ChardevException failed(Endpoint endpoint, String reason) {
        return new ChardevException("Failed to connect to '" + endpoint.text() + "': " + reason);
    }
}
