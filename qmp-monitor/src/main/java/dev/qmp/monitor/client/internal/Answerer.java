package dev.qmp.monitor.client.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A listening socket. Thread: safe to share. */
public final class Answerer implements Closeable {
    private static final long LOOK_UP_MILLIS = 20;

    private final ServerSocketChannel channel;
    private final @Nullable Path file;

    private Answerer(ServerSocketChannel channel, @Nullable Path file) throws IOException {
        this.channel = channel;
        this.file = file;
        channel.configureBlocking(false);
    }

    /**
     * Listens at a path.
     *
     * @param path where there is no file yet
     * @return listening
     * @throws IOException if that fails
     */
    public static Answerer unix(Path path) throws IOException {
        Path absolute = path.toAbsolutePath();
        if (absolute.toString().getBytes(UTF_8).length <= Dialer.LONG_PATH) {
            return bind(absolute, absolute);
        }
        Path directory = Files.createTempDirectory("qmp");
        Path link = directory.resolve("d");
        try {
            Files.createSymbolicLink(link, absolute.getParent());
            return bind(link.resolve(absolute.getFileName()), absolute);
        } finally {
            Files.deleteIfExists(link);
            Files.delete(directory);
        }
    }

    private static Answerer bind(Path name, Path file) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            return new Answerer(channel.bind(UnixDomainSocketAddress.of(name)), file);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Listens at a TCP port.
     *
     * @param host a name or an address of this machine
     * @param port the port
     * @return listening
     * @throws IOException if that fails
     */
    public static Answerer tcp(String host, int port) throws IOException {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new IOException("unknown host " + host);
        }
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            return new Answerer(channel.bind(address), null);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Waits for a peer.
     *
     * @param deadline by {@link System#nanoTime}; {@link Deadline#NONE} to wait for ever
     * @param cancelled becomes true when none is wanted any longer
     * @return connected
     * @throws IOException if that fails; {@link SocketTimeoutException} if the deadline passes
     */
    public SocketChannel accept(long deadline, BooleanSupplier cancelled) throws IOException {
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_ACCEPT);
            while (true) {
                SocketChannel peer = channel.accept();
                if (peer != null) {
                    if (file == null) {
                        peer.setOption(StandardSocketOptions.TCP_NODELAY, true);
                    }
                    return peer;
                }
                long left = deadline == Deadline.NONE ? LOOK_UP_MILLIS : Deadline.millisLeft(deadline);
                selector.select(Math.min(LOOK_UP_MILLIS, left));
                selector.selectedKeys().clear();
                if (cancelled.getAsBoolean()) {
                    throw new ClosedChannelException();
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        boolean open = channel.isOpen();
        channel.close();
        if (open && file != null) {
            Files.deleteIfExists(file);
        }
    }
}
