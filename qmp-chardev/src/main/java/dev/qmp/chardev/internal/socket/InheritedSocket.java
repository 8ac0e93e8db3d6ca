package dev.qmp.chardev.internal.socket;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.OpenDescriptor;
import dev.qmp.chardev.spi.DescriptorLookup;
import dev.qmp.chardev.spi.SocketTransport;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A socket that was open when the program started, or that a client passed. The JDK can use descriptor 0 only; a launcher that has moved
 * another one there says so in the system property {@code qmp.inherited}. All others need a {@link SocketTransport}.
 *
 * <p>Thread: stateless.
 */
final class InheritedSocket {
    private static final String MOVED = "qmp.inherited";

    private InheritedSocket() {}

    /** Whether this is not the socket that the JDK can use. */
    static boolean needsTransport(Endpoint.Fd fd) {
        int number = number(fd.text());
        return number != moved() && isSocket(number);
    }

    static ServerSocketChannel server(Endpoint fd, @Nullable SocketTransport transport) {
        if (transport != null) {
            try {
                return new ThreadedServer(transport.server(descriptor(fd, transport)));
            } catch (IOException e) {
                throw notListening();
            }
        }
        if (channel(fd) instanceof ServerSocketChannel server) {
            return server;
        }
        throw notListening();
    }

    static SocketChannel client(Endpoint fd, @Nullable SocketTransport transport) {
        if (transport != null) {
            try {
                return new ThreadedSocket(transport.client(descriptor(fd, transport)));
            } catch (IOException e) {
                throw notConnected(fd);
            }
        }
        if (channel(fd) instanceof SocketChannel client) {
            return client;
        }
        throw notConnected(fd);
    }

    private static ChardevException notListening() {
        return new ChardevException("Failed to listen on fd socket: Invalid argument");
    }

    private static ChardevException notConnected(Endpoint fd) {
        return new ChardevException("File descriptor '" + fd.text() + "' is not a connected socket");
    }

    private static OpenDescriptor descriptor(Endpoint fd, SocketTransport transport) throws IOException {
        if (fd instanceof Endpoint.NamedFd named) {
            return taken(named);
        }
        int number = number(fd.text());
        int open = number == moved() ? 0 : number;
        if (!isSocket(open)) {
            throw notSocket(fd);
        }
        return transport.descriptor(open);
    }

    private static OpenDescriptor taken(Endpoint.NamedFd named) {
        DescriptorLookup lookup = named.lookup();
        OpenDescriptor open = lookup == null ? null : lookup.takeNamed(named.text());
        if (open == null) {
            throw new ChardevException("File descriptor named '" + named.text() + "' has not been found");
        }
        if (!isSocket(open.number())) {
            open.close();
            throw notSocket(named);
        }
        return open;
    }

    private static Channel channel(Endpoint fd) {
        if (fd instanceof Endpoint.NamedFd named) {
            taken(named).close();
            throw new ChardevException("file descriptor '" + fd.text() + "' as a socket is not available on this Java");
        }
        try {
            Channel inherited = number(fd.text()) == moved() ? System.inheritedChannel() : null;
            if (inherited != null) {
                return inherited;
            }
        } catch (IOException e) {
            throw notSocket(fd);
        }
        throw notSocket(fd);
    }

    private static ChardevException notSocket(Endpoint fd) {
        return new ChardevException("File descriptor '" + fd.text() + "' is not a socket");
    }

    private static int moved() {
        return Integer.getInteger(MOVED, 0);
    }

    private static boolean isSocket(int number) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/" + number))
                    .toString()
                    .startsWith("socket:");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static int number(String text) {
        String reason = "";
        if (text.matches("\\s*[+-]?[0-9]+")) {
            BigInteger number = new BigInteger(text.strip());
            if (number.bitLength() < Integer.SIZE) {
                return number.intValue();
            }
            reason = ": Numerical result out of range";
        }
        throw new ChardevException("Unable to parse FD number " + text + reason);
    }
}
