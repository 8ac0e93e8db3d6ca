package dev.qmp.chardev.internal.socket;

import dev.qmp.chardev.spi.VsockAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;

/**
 * What {@code filename} shows of a socket. Specification: {@code chardev-filename}.
 *
 * <p>Thread: stateless.
 */
final class SocketText {
    private SocketText() {}

    /** While connected; a listening unix socket is found at its bound path, its own address may be another name. */
    static String connected(SocketOptions settings, SocketChannel channel, String boundPath) throws IOException {
        String suffix = settings.server() ? ",server=on" : "";
        if (channel.getLocalAddress() instanceof InetSocketAddress local
                && channel.getRemoteAddress() instanceof InetSocketAddress remote) {
            String scheme = settings.endpoint() instanceof Endpoint.Inet ? scheme(settings) : "tcp";
            return scheme + ":" + InetText.bracketed(local) + suffix + " <-> " + InetText.bracketed(remote);
        }
        if (settings.endpoint() instanceof Endpoint.Vsock) {
            return "vsock:" + channel.getLocalAddress() + suffix + " <-> " + channel.getRemoteAddress();
        }
        if (settings.endpoint() instanceof Endpoint.AbstractName) {
            return "unix:" + suffix;
        }
        return "unix:" + (settings.server() ? boundPath : path(channel)) + suffix;
    }

    /** While it listens and has no client. */
    static String listening(SocketOptions settings, Listener listener) {
        boolean described =
                settings.endpoint() instanceof Endpoint.Fd || settings.endpoint() instanceof Endpoint.NamedFd;
        String scheme = described ? listener.scheme() : scheme(settings);
        String suffix = settings.endpoint() instanceof Endpoint.Vsock ? "" : ",server=on";
        return "disconnected:" + scheme + ":" + listener.text() + suffix;
    }

    /** While not connected. */
    static String disconnected(SocketOptions settings, String address) {
        return disconnected(settings) + ":" + address;
    }

    /** After the end of a connection that has no address of its own. */
    static String disconnected(SocketOptions settings) {
        return "disconnected:" + scheme(settings);
    }

    private static String scheme(SocketOptions settings) {
        if (!(settings.endpoint() instanceof Endpoint.Inet)) {
            return settings.endpoint().scheme();
        }
        return settings.telnet() ? "telnet" : settings.websocket() ? "websocket" : "tcp";
    }

    /** A peer, for people. */
    static String peer(SocketChannel channel) {
        try {
            SocketAddress address = channel.getRemoteAddress();
            if (address instanceof VsockAddress) {
                return "vsock " + address;
            }
            return address instanceof InetSocketAddress remote ? InetText.bracketed(remote) : "of a unix socket";
        } catch (IOException e) {
            return "that has left";
        }
    }

    private static String path(SocketChannel channel) throws IOException {
        return channel.getLocalAddress() instanceof UnixDomainSocketAddress unix
                ? unix.getPath().toString()
                : "";
    }
}
