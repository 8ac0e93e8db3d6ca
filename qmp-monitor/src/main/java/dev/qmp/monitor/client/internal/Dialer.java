package dev.qmp.monitor.client.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Opens sockets, with a deadline, and gives up soon after it is cancelled. Thread: stateless. */
public final class Dialer {
    private static final long LOOK_UP_MILLIS = 20;
    static final int LONG_PATH = 100; // bytes; less than any JDK refuses
    private static final String QUEUE_FULL = "Resource temporarily unavailable"; // EAGAIN, of Unix sockets only

    private Dialer() {}

    /**
     * Connects to a socket in the file system. While as many clients wait there as the server lets wait, this tries again.
     *
     * @param path its name
     * @param deadline by {@link System#nanoTime}
     * @param cancelled becomes true when the connection is no longer wanted
     * @return connected
     * @throws IOException if that fails, or takes too long
     */
    public static SocketChannel unix(Path path, long deadline, BooleanSupplier cancelled) throws IOException {
        if (path.toString().getBytes(UTF_8).length > LONG_PATH) {
            return unixByLink(path, deadline, cancelled);
        }
        try (Selector pause = Selector.open()) {
            while (true) {
                try {
                    return open(StandardProtocolFamily.UNIX, UnixDomainSocketAddress.of(path), deadline, cancelled);
                } catch (SocketException e) {
                    if (!QUEUE_FULL.equals(e.getMessage())) {
                        throw e;
                    }
                }
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new SocketTimeoutException(
                            "its queue of waiting clients is full: is another client attached?");
                }
                pause.select(LOOK_UP_MILLIS);
                check(cancelled);
            }
        }
    }

    /** The JDK refuses names that the kernel takes, of 107 and 108 bytes; a link of a private directory is short. */
    private static SocketChannel unixByLink(Path path, long deadline, BooleanSupplier cancelled) throws IOException {
        Path directory = Files.createTempDirectory("qmp");
        Path link = directory.resolve("s");
        try {
            Files.createSymbolicLink(link, path.toAbsolutePath());
            return unix(link, deadline, cancelled);
        } finally {
            Files.deleteIfExists(link);
            Files.delete(directory);
        }
    }

    /**
     * Says why a file cannot be connected to, which the system calls "Connection refused" as it does for a server that has ended.
     *
     * @param path its name
     * @return the reason, or null if it is a socket or missing
     */
    public static @Nullable String notASocket(Path path) {
        if (Files.isDirectory(path)) {
            return "it is a directory";
        }
        return Files.isRegularFile(path) ? "it is a file, not a socket" : null;
    }

    /**
     * Connects to a TCP port, at the first of the host's addresses that accepts.
     *
     * @param host a name or an address
     * @param port the port
     * @param deadline by {@link System#nanoTime}
     * @param cancelled becomes true when the connection is no longer wanted
     * @return connected
     * @throws IOException if that fails, or takes too long
     */
    public static SocketChannel tcp(String host, int port, long deadline, BooleanSupplier cancelled)
            throws IOException {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new IOException("unknown host " + host, e);
        }
        IOException first = null;
        for (InetAddress address : addresses) {
            try {
                SocketChannel channel = open(null, new InetSocketAddress(address, port), deadline, cancelled);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                return channel;
            } catch (SocketTimeoutException | ClosedChannelException e) {
                throw e;
            } catch (IOException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        throw first != null ? first : new IOException("unknown host " + host);
    }

    private static SocketChannel open(
            @Nullable StandardProtocolFamily family, SocketAddress address, long deadline, BooleanSupplier cancelled)
            throws IOException {
        SocketChannel channel = family == null ? SocketChannel.open() : SocketChannel.open(family);
        try {
            channel.configureBlocking(false);
            if (!channel.connect(address)) {
                finish(channel, deadline, cancelled);
            }
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void finish(SocketChannel channel, long deadline, BooleanSupplier cancelled) throws IOException {
        try (Selector selector = Selector.open()) {
            SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
            while (!channel.finishConnect()) {
                selector.select(Math.min(LOOK_UP_MILLIS, Deadline.millisLeft(deadline)));
                selector.selectedKeys().clear();
                check(cancelled);
            }
            key.cancel();
        }
    }

    private static void check(BooleanSupplier cancelled) throws ClosedChannelException {
        if (cancelled.getAsBoolean()) {
            throw new ClosedChannelException();
        }
    }
}
