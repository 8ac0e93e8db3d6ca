package dev.qmp.chardev.internal.socket;

import dev.qmp.chardev.ChardevException;
import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A socket that was open when the program started. The JDK can only use descriptor 0; a launcher that has moved another one there says
 * so in the system property {@code qmp.inherited}.
 *
 * <p>Thread: stateless.
 */
final class InheritedSocket {
    private static final String MOVED = "qmp.inherited";

    private InheritedSocket() {}

    static ServerSocketChannel server(Endpoint.Fd fd) {
        if (channel(fd) instanceof ServerSocketChannel server) {
            return server;
        }
        throw new ChardevException("Failed to listen on fd socket: Invalid argument");
    }

    static SocketChannel client(Endpoint.Fd fd) {
        if (channel(fd) instanceof SocketChannel client) {
            return client;
        }
        throw new ChardevException("File descriptor '" + fd.text() + "' is not a connected socket");
    }

    private static Channel channel(Endpoint.Fd fd) {
        long number = number(fd.text());
        try {
            Channel inherited = number == Integer.getInteger(MOVED, 0) ? System.inheritedChannel() : null;
            if (inherited != null) {
                return inherited;
            }
        } catch (IOException e) {
            throw new ChardevException("File descriptor '" + fd.text() + "' is not a socket");
        }
        throw new ChardevException("File descriptor '" + number + "' is not a socket"
                + (number > 0 && isSocket(number)
                        ? " that this Java can use: only one can be passed, and only while standard input is not used"
                        : ""));
    }

    private static boolean isSocket(long number) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/" + number))
                    .toString()
                    .startsWith("socket:");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static long number(String text) {
        if (text.matches("\\s*[+-]?[0-9]{1,18}")) {
            long number = Long.parseLong(text.strip());
            if (number == (int) number) {
                return number;
            }
        }
        throw new ChardevException("Unable to parse FD number " + text);
    }
}
