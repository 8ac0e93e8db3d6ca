package dev.qmp.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.monitor.peers.QmpPeer;
import dev.qmp.monitor.peers.TestHost;
import dev.qmp.monitor.proxy.UpstreamException;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the death of a proxy, after any byte that it has sent to its server, means for the server. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ProxyCutTest {
    private static final int REQUESTS = 3;

    @TempDir
    Path folder;

    /** Passes everything on between a proxy and its server, until the proxy has sent so many bytes; then both lose their peer. */
    private static final class Relay implements Closeable {
        private final ServerSocketChannel listener;
        private final CompletableFuture<Void> end;
        private volatile long sent;

        Relay(Path here, Path server, long most) throws IOException {
            listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(here));
            end = CompletableFuture.runAsync(() -> relay(server, most), Relay::inThread);
        }

        private static void inThread(Runnable task) {
            Thread thread = new Thread(task, "relay");
            thread.setDaemon(true);
            thread.start();
        }

        private void relay(Path path, long most) {
            try (SocketChannel proxy = listener.accept();
                    SocketChannel server = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                inThread(() -> pass(server, proxy, Long.MAX_VALUE));
                sent = pass(proxy, server, most);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        /** Returns how many bytes came until there were that many, or one of the two was closed. */
        private static long pass(SocketChannel from, SocketChannel to, long most) {
            ByteBuffer buffer = ByteBuffer.allocate(1 << 12);
            long passed = 0;
            try {
                while (passed < most) {
                    buffer.clear().limit((int) Math.min(buffer.capacity(), most - passed));
                    int count = from.read(buffer);
                    if (count < 0) {
                        break;
                    }
                    passed += count;
                    for (buffer.flip(); buffer.hasRemaining(); ) {
                        to.write(buffer);
                    }
                }
            } catch (IOException e) {
                // The other direction has closed both.
            }
            return passed;
        }

        /** Waits for the end of the connection; returns how many bytes the proxy has sent. */
        long ended() {
            end.join();
            return sent;
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }

    @Test
    void theServerServesOnAfterSomeBytes() throws Exception {
        theServerServesOn(11);
    }

    @Tag("long")
    @Test
    void theServerServesOnAfterAnyByte() throws Exception {
        theServerServesOn(1);
    }

    private void theServerServesOn(int step) throws Exception {
        TestProvider provider = new TestProvider();
        try (TestHost server = new TestHost(Monitors.builder().provider(provider))) {
            Path socket = server.listen(MonitorOptions.DEFAULT);
            server.start();
            int cut = 0;
            for (boolean more = true; more; cut += step) {
                try (Relay relay = new Relay(folder.resolve("r" + cut), socket, cut)) {
                    List<String> replies = ask(folder.resolve("r" + cut), folder.resolve("p" + cut));
                    more = relay.ended() == cut;
                    assertThat(replies).as("cut after byte %d", cut).hasSizeLessThanOrEqualTo(REQUESTS);
                    for (int i = 0; i < replies.size(); i++) {
                        assertThat(replies.get(i))
                                .isEqualTo("{\"return\": {\"text\": \"t" + i + "\"}, \"id\": " + i + "}");
                    }
                }
                // Nothing of what the proxy had begun concerns the next client.
                try (QmpPeer next = QmpPeer.negotiated(socket, true)) {
                    next.send("{'execute': 'echo', 'arguments': {'text': 'next'}, 'id': " + cut + "}");
                    assertThat(next.line())
                            .as("cut after byte %d", cut)
                            .isEqualTo("{\"return\": {\"text\": \"next\"}, \"id\": " + cut + "}");
                }
            }
            assertThat(cut).isGreaterThan(3 * "{\"execute\":\"echo\"}".length());
        }
    }

    /** Shares a server and asks it; returns the replies until there are enough, or the proxy has lost it. */
    private static List<String> ask(Path server, Path shared) {
        List<String> replies = new ArrayList<>();
        Monitors proxy;
        try {
            proxy = Monitors.builder()
                    .upstream(Proxied.upstream(server).build())
                    .errorHandler((what, cause) -> {})
                    .listen("socket,path=" + shared + ",server=on,wait=off")
                    .start();
        } catch (UpstreamException e) {
            return replies; // it was lost during negotiation
        }
        try (proxy;
                QmpPeer peer = QmpPeer.connect(shared)) {
            peer.line();
            peer.send("{'execute': 'qmp_capabilities'}");
            if (!peer.line().equals("<end>")) {
                for (int i = 0; i < REQUESTS; i++) {
                    peer.send("{'execute': 'echo', 'arguments': {'text': 't" + i + "'}, 'id': " + i + "}");
                    String line = peer.line();
                    if (line.equals("<end>")) {
                        break;
                    }
                    replies.add(line);
                }
            }
        }
        return replies;
    }
}
