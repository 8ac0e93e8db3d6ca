package dev.qmp.monitor.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A peer that sends bytes and reads lines, and knows nothing of QMP. */
public final class QmpPeer implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;
    public static final String GREETING_START =
            "{\"QMP\": {\"version\": {\"qemu\": {\"micro\": 0, \"minor\": 0, \"major\": 10}";

    private final SocketChannel channel;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).flip();

    private QmpPeer(SocketChannel channel, Selector selector) {
        this.channel = channel;
        this.selector = selector;
    }

    public static QmpPeer connect(Path socket) {
        try {
            SocketChannel channel = connected(socket);
            channel.configureBlocking(false);
            Selector selector = Selector.open();
            channel.register(selector, SelectionKey.OP_READ);
            return new QmpPeer(channel, selector);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connects; tries again while the server has made its socket but does not listen yet. */
    public static SocketChannel connected(Path socket) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.connect(UnixDomainSocketAddress.of(socket));
                return channel;
            } catch (ConnectException e) {
                channel.close();
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    /**
     * Connects, reads the greeting and negotiates. An event that another thread emits just then may come before the reply, since a session is
     * sent events as soon as the command has changed its mode.
     */
    public static QmpPeer negotiated(Path socket, boolean outOfBand) {
        QmpPeer peer = connect(socket);
        assertThat(peer.line()).startsWith("{\"QMP\": {\"version\": ");
        peer.send(
                "{\"execute\":\"qmp_capabilities\"" + (outOfBand ? ",\"arguments\":{\"enable\":[\"oob\"]}" : "") + "}");
        String reply = peer.line();
        while (reply.startsWith("{\"timestamp\"")) {
            reply = peer.line();
        }
        assertThat(reply).isEqualTo("{\"return\": {}}");
        return peer;
    }

    public QmpPeer send(String text) {
        return send(text.getBytes(UTF_8));
    }

    public QmpPeer send(byte[] bytes) {
        ByteBuffer source = ByteBuffer.wrap(bytes);
        try {
            while (source.hasRemaining()) {
                if (channel.write(source) == 0) {
                    LockSupport.parkNanos(100_000);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    public QmpPeer endOutput() {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Reads a line and returns it without its CR LF; {@code <end>} at the end of the stream. */
    public String line() {
        return line(false);
    }

    /** Reads like {@link #line}, but takes a last line that was cut off for the end of the stream. */
    public String lineOrPart() {
        return line(true);
    }

    private String line(boolean mayBeCut) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            while (buffer.hasRemaining()) {
                byte b = buffer.get();
                if (b == '\n') {
                    String text = line.toString(UTF_8);
                    assertThat(text).endsWith("\r");
                    return text.substring(0, text.length() - 1);
                }
                line.write(b);
            }
            if (!fill(deadline, line)) {
                assertThat(mayBeCut ? "" : line.toString(UTF_8))
                        .as("an unfinished line")
                        .isEmpty();
                return "<end>";
            }
        }
    }

    /** Reads all that comes up to the end of the stream. */
    public String rest() {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        do {
            while (buffer.hasRemaining()) {
                rest.write(buffer.get());
            }
        } while (fill(deadline, rest));
        return rest.toString(UTF_8);
    }

    /** Reads an event's line and returns it from its name on, without the time. */
    public String event() {
        String line = line();
        assertThat(line).matches("\\{\"timestamp\": \\{\"seconds\": \\d+, \"microseconds\": \\d+\\}, \"event\": .*");
        return line.substring(line.indexOf("\"event\": "));
    }

    private boolean fill(long deadline, ByteArrayOutputStream soFar) {
        try {
            buffer.clear();
            int count = channel.read(buffer);
            while (count == 0) {
                long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                assertThat(millis)
                        .as("patience; so far '%s'", soFar.toString(UTF_8))
                        .isPositive();
                selector.select(millis);
                selector.selectedKeys().clear();
                count = channel.read(buffer);
            }
            buffer.flip();
            return count > 0;
        } catch (IOException e) {
            buffer.clear().flip();
            if ("Connection reset by peer".equals(e.getMessage()) || "Connection reset".equals(e.getMessage())) {
                return false;
            }
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
