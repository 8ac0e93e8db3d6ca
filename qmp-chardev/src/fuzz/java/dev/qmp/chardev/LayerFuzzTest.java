package dev.qmp.chardev;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.loop.LoopSettings;
import dev.qmp.chardev.registry.ChardevRegistry;
import dev.qmp.chardev.tls.TlsCredentials;
import dev.qmp.chardev.tls.TlsCredentialsLookup;
import dev.qmp.chardev.tls.TlsCredentialsStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * Coverage-guided search for bytes with which a peer upsets WebSocket, telnet or TLS: nothing is reported as a failure, each connection
 * ends when its peer has left, and in the end there are as many places and descriptors as before. Without {@code JAZZER_FUZZ=1} it
 * replays the inputs kept under src/fuzz/resources.
 */
class LayerFuzzTest {
    private static final int PLACES = 3;
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private static final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private static final AtomicInteger open = new AtomicInteger();
    private static EventLoop io;
    private static ChardevRegistry registry;
    private static SSLContext client;
    private static long descriptors;

    @BeforeAll
    static void listen(@TempDir Path temporary) throws Exception {
        Path directory = Certificates.create(temporary);
        TlsCredentialsStore store = new TlsCredentialsStore();
        store.add("s", TlsCredentials.fromDirectory(directory, TlsCredentials.Endpoint.SERVER, true));
        client = TlsCredentials.fromDirectory(directory, TlsCredentials.Endpoint.CLIENT, true)
                .context();
        io = EventLoop.create("io", LoopSettings.DEFAULT.withErrorHandler((what, failure) -> failures.add(failure)));
        registry = ChardevRegistry.builder(io)
                .service(TlsCredentialsLookup.class, store)
                .load();
        for (String mode : List.of("websocket=on", "telnet=on", "tls-creds=s")) {
            Chardev device = registry.add("socket,id=" + mode.replaceFirst("=.*", "")
                    + ",host=127.0.0.1,port=0,server=on,wait=off,max-clients=" + PLACES + "," + mode);
            device.attach().setClientListener(LayerFuzzTest::take, io);
        }
        io.start();
        descriptors = count();
    }

    private static void take(Chardev peer) {
        peer.attach()
                .setHandlers(
                        new CharHandlers() {
                            @Override
                            public int canRead() {
                                return 4096;
                            }

                            @Override
                            public void read(ByteBuffer bytes) {
                                bytes.position(bytes.limit());
                            }

                            @Override
                            public void event(CharEvent event) {
                                if (event == CharEvent.OPENED || event == CharEvent.CLOSED) {
                                    open.addAndGet(event == CharEvent.OPENED ? 1 : -1);
                                }
                            }
                        },
                        io);
    }

    /** Counts the sockets of this process; the fuzzer opens files of its own. */
    private static long count() throws IOException {
        try (Stream<Path> list = Files.list(DESCRIPTORS)) {
            return list.filter(LayerFuzzTest::isSocket).count();
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) {
            return false; // it was the one that lists them
        }
    }

    private static SocketChannel connect(String id) throws IOException {
        String text = registry.find(id).orElseThrow().filename().replaceAll(",server=on.*", "");
        int port = Integer.parseInt(text.substring(text.lastIndexOf(':') + 1));
        return SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** Sends bytes in three pieces, and awaits the end. */
    private static void play(String id, byte[] input) throws IOException {
        try (SocketChannel peer = connect(id)) {
            int[] cuts = {0, input.length / 3, input.length / 2, input.length};
            for (int i = 0; i < 3; i++) {
                ByteBuffer piece = ByteBuffer.wrap(input, cuts[i], cuts[i + 1] - cuts[i]);
                while (piece.hasRemaining()) {
                    peer.write(piece);
                }
            }
            peer.shutdownOutput();
            awaitEnd(peer);
        } catch (IOException e) {
            // The connection was closed while it was being written to.
        }
        check();
    }

    private static void awaitEnd(SocketChannel peer) throws IOException {
        ByteBuffer answer = ByteBuffer.allocate(4096);
        while (peer.read(answer.clear()) >= 0) {
            Thread.onSpinWait();
        }
    }

    private static void check() {
        if (!failures.isEmpty()) {
            throw new AssertionError(failures.get(0));
        }
    }

    @FuzzTest(maxDuration = "2m")
    void webSocket(byte[] input) throws IOException {
        play("websocket", input);
    }

    @FuzzTest(maxDuration = "2m")
    void telnet(byte[] input) throws IOException {
        play("telnet", input);
    }

    @FuzzTest(maxDuration = "2m")
    void tlsRecords(byte[] input) throws IOException {
        play("tls-creds", input);
    }

    /** A whole handshake and a message; every three bytes of the input are a place in what the client sends, and how it is changed. */
    @FuzzTest(maxDuration = "2m")
    void tlsHandshakeWithFlippedBytes(byte[] input) throws IOException {
        SSLEngine engine = client.createSSLEngine("localhost", 0);
        engine.setUseClientMode(true);
        ByteBuffer in = ByteBuffer.allocate(40_000).flip();
        ByteBuffer plain = ByteBuffer.allocate(40_000);
        int sent = 0;
        try (SocketChannel peer = connect("tls-creds")) {
            engine.beginHandshake();
            for (int step = 0; step < 60; step++) {
                HandshakeStatus status = engine.getHandshakeStatus();
                if (status == HandshakeStatus.NEED_TASK) {
                    engine.getDelegatedTask().run();
                } else if (status == HandshakeStatus.NEED_UNWRAP) {
                    if (engine.unwrap(in, plain.clear()).bytesConsumed() == 0) {
                        in.compact();
                        int got = peer.read(in);
                        in.flip();
                        if (got < 0) {
                            break;
                        }
                    }
                } else {
                    ByteBuffer out = ByteBuffer.allocate(40_000);
                    boolean last = status == HandshakeStatus.NOT_HANDSHAKING;
                    engine.wrap(ByteBuffer.wrap(new byte[last ? 100 : 0]), out);
                    flip(out.flip(), sent, input);
                    sent += out.limit();
                    peer.write(out);
                    if (last) {
                        break;
                    }
                }
            }
            peer.shutdownOutput();
            awaitEnd(peer);
        } catch (SSLException e) {
            // What came back was an alert.
        } catch (IOException e) {
            // The connection was closed.
        }
        check();
    }

    private static void flip(ByteBuffer record, int offset, byte[] changes) {
        for (int i = 0; i + 2 < changes.length; i += 3) {
            int at = (((changes[i] & 0xff) << 8) | (changes[i + 1] & 0xff)) - offset;
            if (at >= 0 && at < record.limit()) {
                record.put(at, (byte) (record.get(at) ^ changes[i + 2]));
            }
        }
    }

    /** All places can be taken at the same time, and nothing is left of those who had them. */
    @AfterAll
    static void nothingIsLeft() throws IOException {
        Await.until(() -> "connections: " + open, () -> open.get() == 0);
        List<SocketChannel> peers = new ArrayList<>();
        for (int i = 0; i < PLACES; i++) {
            SocketChannel peer = connect("telnet");
            peers.add(peer);
            ByteBuffer preamble = ByteBuffer.allocate(12);
            while (preamble.hasRemaining() && peer.read(preamble) >= 0) {
                Thread.onSpinWait();
            }
            assertThat(preamble.hasRemaining()).as("a place for client %d", i).isFalse();
        }
        for (SocketChannel peer : peers) {
            peer.close();
        }
        Await.until(() -> "sockets", () -> {
            try {
                return count() <= descriptors + 2;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        registry.close();
        io.stop();
        io.join();
    }
}
