package dev.qmp.monitor.client;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server of one's own script, over a real socket: each connection runs the script in a thread. Thread: the script's peer is confined to
 * that thread.
 */
final class ScriptedServer implements Closeable {
    static final String GREETING = "{\"QMP\": {\"version\": {\"qemu\": {\"micro\": 22, \"minor\": 2, \"major\": 7}, "
            + "\"package\": \"Debian\"}, \"capabilities\": [\"oob\"]}}\r\n";

    interface Script {
        void run(Peer peer) throws IOException;
    }

    /** The script's end of a connection. */
    static final class Peer {
        private static final Pattern ID = Pattern.compile("\"id\": (-?\\d+)");
        private final SocketChannel channel;
        private final ByteBuffer in = ByteBuffer.allocate(1 << 16).limit(0);

        Peer(SocketChannel channel) {
            this.channel = channel;
        }

        void write(String text) throws IOException {
            write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        void write(byte[] bytes) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }

        /** The next line without its end, or null. */
        String line() throws IOException {
            StringBuilder line = new StringBuilder();
            while (true) {
                if (!in.hasRemaining()) {
                    in.clear();
                    int n = channel.read(in);
                    in.flip();
                    if (n < 0) {
                        return null;
                    }
                }
                int b = in.get() & 0xFF;
                if (b == '\n') {
                    return line.toString();
                }
                line.append((char) b);
            }
        }

        /** The next line, which must be there and contain that, and its id. */
        long expect(String part) throws IOException {
            String line = line();
            if (line == null || !line.contains(part)) {
                throw new AssertionError("expected " + part + ", got " + line);
            }
            return id(line);
        }

        static long id(String line) {
            Matcher matcher = ID.matcher(line);
            long id = -1;
            while (matcher.find()) {
                id = Long.parseLong(matcher.group(1));
            }
            return id;
        }

        void reply(long id, String value) throws IOException {
            write("{\"return\": " + value + ", \"id\": " + id + "}\r\n");
        }

        void fail(long id, String kind, String description) throws IOException {
            write("{\"id\": " + id + ", \"error\": {\"class\": \"" + kind + "\", \"desc\": \"" + description
                    + "\"}}\r\n");
        }

        /** Greets and negotiates. */
        void begin() throws IOException {
            write(GREETING);
            reply(expect("qmp_capabilities"), "{}");
        }

        /** Reads until the client has gone. */
        void untilClosed() throws IOException {
            while (line() != null) {}
        }

        void close() throws IOException {
            channel.close();
        }
    }

    private final ServerSocketChannel listener;
    private final QmpAddress address;
    private final CopyOnWriteArrayList<SocketChannel> connections = new CopyOnWriteArrayList<>();
    private final CopyOnWriteArrayList<IOException> departures = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

    private ScriptedServer(ServerSocketChannel listener, QmpAddress address, Script script) {
        this.listener = listener;
        this.address = address;
        Thread thread = new Thread(() -> accept(script), "scripted server");
        thread.setDaemon(true);
        thread.start();
    }

    static ScriptedServer unix(Path directory, Script script) throws IOException {
        Path path = directory.resolve("qmp.sock");
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(path));
        return new ScriptedServer(listener, new QmpAddress.Unix(path), script);
    }

    static ScriptedServer tcp(Script script) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
        String host = InetAddress.getLoopbackAddress().getHostAddress();
        return new ScriptedServer(listener, new QmpAddress.Tcp(host, port), script);
    }

    QmpAddress address() {
        return address;
    }

    private void accept(Script script) {
        try {
            while (true) {
                SocketChannel channel = listener.accept();
                connections.add(channel);
                Thread thread = new Thread(() -> serve(script, channel), "scripted connection");
                thread.setDaemon(true);
                thread.start();
            }
        } catch (IOException e) {
            failure.complete(e); // the listener was closed
        }
    }

    private void serve(Script script, SocketChannel channel) {
        try (channel) {
            script.run(new Peer(channel));
        } catch (IOException e) {
            departures.add(e); // the client closed first, which no script minds
        } catch (RuntimeException | Error e) {
            failure.complete(e);
        }
    }

    /** Fails if the script met what it did not expect. */
    void check() {
        Throwable found = failure.getNow(null);
        if (found != null && !(found instanceof IOException)) {
            throw new AssertionError("the script failed", found);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (SocketChannel connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        check();
    }
}
