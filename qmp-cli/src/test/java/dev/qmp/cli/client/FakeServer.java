package dev.qmp.cli.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server on a Unix socket that greets, negotiates, and answers each line as its script says. In an answer {@code $ID} stands for the
 * request's id; an empty one is no answer, and {@code CLOSE} ends the connection. Thread: each connection has its own.
 */
public final class FakeServer implements Closeable {
    public static final String CLOSE = "CLOSE";
    private static final String GREETING =
            "{\"QMP\": {\"version\": {\"qemu\": {\"micro\": 2, \"minor\": 1, \"major\": 9}, "
                    + "\"package\": \"\"}, \"capabilities\": [\"oob\"]}}\r\n";
    private static final Pattern ID = Pattern.compile("\"id\": (-?\\d+)");

    private final ServerSocketChannel listener;
    private final List<SocketChannel> peers = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private FakeServer(Path socket, String greeting, Function<String, String> script) throws IOException {
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        Thread thread = new Thread(() -> accept(greeting, script));
        thread.setDaemon(true);
        thread.start();
    }

    public static FakeServer monitor(Path socket, Function<String, String> script) throws IOException {
        return new FakeServer(
                socket,
                GREETING,
                line -> line.contains("qmp_capabilities") ? "{\"return\": {}, \"id\": $ID}" : script.apply(line));
    }

    /** A guest agent, which answers the synchronization by itself. */
    public static FakeServer agent(Path socket, Function<String, String> script) throws IOException {
        return new FakeServer(
                socket, "", line -> line.startsWith("\u00ff") ? "\u00ff{\"return\": $ID}" : script.apply(line));
    }

    /** The requests after the negotiation, as they came. */
    public List<String> requests() {
        return requests;
    }

    private void accept(String greeting, Function<String, String> script) {
        try {
            while (true) {
                SocketChannel peer = listener.accept();
                peers.add(peer);
                Thread thread = new Thread(() -> serve(peer, greeting, script));
                thread.setDaemon(true);
                thread.start();
            }
        } catch (IOException e) {
            // The listener was closed.
        }
    }

    private void serve(SocketChannel peer, String greeting, Function<String, String> script) {
        try (peer) {
            write(peer, greeting);
            BufferedReader in = new BufferedReader(Channels.newReader(peer, ISO_8859_1));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!line.contains("qmp_capabilities") && !line.startsWith("\u00ff")) {
                    requests.add(line);
                }
                String answer = script.apply(line);
                if (answer.equals(CLOSE)) {
                    return;
                }
                Matcher id = ID.matcher(line);
                String found = "";
                while (id.find()) {
                    found = id.group(1);
                }
                if (!answer.isEmpty()) {
                    write(peer, answer.replace("$ID", found) + "\n");
                }
            }
        } catch (IOException e) {
            // The client closed first.
        }
    }

    private static void write(SocketChannel peer, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(ISO_8859_1));
        while (bytes.hasRemaining()) {
            peer.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (SocketChannel peer : peers) {
            peer.close();
        }
    }
}
