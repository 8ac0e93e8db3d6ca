package dev.qmp.monitor.testing;

import dev.qmp.monitor.client.QmpAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a stand-in listens, each time that it begins anew: at a socket in a directory of its own, or at a port.
 *
 * <p>Thread: confined to the stand-in's constructor until the first server listens, then left unchanged.
 */
final class StandInPlace {
    private static final String HOST = "127.0.0.1";
    private static final Pattern PORT = Pattern.compile(".*:(\\d+),server=on");

    private final @Nullable Path directory;
    private int port; // 0 until the system has chosen one

    StandInPlace(boolean tcp) {
        try {
            directory = tcp ? null : Files.createTempDirectory("qmp");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the device to open. */
    String device() {
        return directory == null ? "socket,host=" + HOST + ",port=" + port + ",server=on,wait=off" : "unix:" + socket();
    }

    /** Keeps the port of a device that was opened. */
    void listensAs(String device) {
        if (directory == null) {
            Matcher matcher = PORT.matcher(device);
            if (!matcher.matches()) {
                throw new IllegalStateException("no port in " + device);
            }
            port = Integer.parseInt(matcher.group(1));
        }
    }

    QmpAddress address() {
        return directory == null ? new QmpAddress.Tcp(HOST, port) : new QmpAddress.Unix(socket());
    }

    SocketAddress socketAddress() {
        return address() instanceof QmpAddress.Tcp tcp
                ? new InetSocketAddress(tcp.host(), tcp.port())
                : UnixDomainSocketAddress.of(socket());
    }

    Path socket() {
        if (directory == null) {
            throw new IllegalStateException("the stand-in listens on a port");
        }
        return directory.resolve("qmp.sock");
    }

    int port() {
        if (directory == null) {
            return port;
        }
        throw new IllegalStateException("the stand-in listens on a unix socket");
    }

    /** Removes the socket and its directory. */
    void remove() {
        if (directory != null) {
            try {
                Files.deleteIfExists(socket());
                Files.deleteIfExists(directory);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
