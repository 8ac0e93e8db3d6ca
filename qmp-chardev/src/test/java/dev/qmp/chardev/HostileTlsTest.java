package dev.qmp.chardev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.chardev.tls.TlsCredentials;
import dev.qmp.chardev.tls.TlsCredentialsLookup;
import dev.qmp.chardev.tls.TlsCredentialsStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers without a certificate, and machines without threads, that upset the engine of TLS: a connection ends, nothing else. */
class HostileTlsTest {
    private static final byte[] HELLO_REQUEST = HexFormat.of().parseHex("160303000400000000");

    @TempDir
    static Path dir;

    private static TlsCredentials server;
    private static SSLContext client;

    private final TlsCredentialsStore store = new TlsCredentialsStore();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicReference<Executor> computing = new AtomicReference<>(threads);

    @RegisterExtension
    final Devices devices = new Devices(
            builder -> builder.service(TlsCredentialsLookup.class, store)
                    .computing(task -> computing.get().execute(task)),
            () -> 0); // no connection ends here because its handshake takes too long

    private final Recorder recorder = new Recorder();

    @BeforeAll
    static void credentials() throws Exception {
        Certificates.create(dir);
        server = TlsCredentials.fromDirectory(dir, TlsCredentials.Endpoint.SERVER, false);
        client = TlsCredentials.fromDirectory(dir, TlsCredentials.Endpoint.CLIENT, true)
                .context();
    }

    @BeforeEach
    void fillStore() {
        store.add("s", server);
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private Chardev listen(String more) {
        Chardev device = devices.add("socket,id=a,host=127.0.0.1,port=0,server=on,wait=off,tls-creds=s" + more);
        if (device.has(CharFeature.MULTI_CLIENT)) {
            device.attach().setClientListener(each -> each.attach().setHandlers(recorder, devices.io), devices.io);
        } else {
            device.attach().setHandlers(recorder, devices.io);
        }
        return device;
    }

    @Test
    void aConnectionIsNotNegotiatedAgain() throws IOException {
        Chardev device = listen("");
        try (SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket("127.0.0.1", Devices.port(device))) {
            socket.setSoTimeout(60_000);
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.getOutputStream().write('x');
            Devices.awaitLog(recorder, "<OPENED>x");
            assertThatThrownBy(() -> {
                        socket.startHandshake();
                        if (socket.getInputStream().read() < 0) {
                            throw new IOException("closed");
                        }
                    })
                    .isInstanceOf(IOException.class);
            Devices.awaitLog(recorder, "<OPENED>x<CLOSED>");
        }
    }

    /** What a client says first. */
    private static ByteBuffer clientHello(String version) throws IOException {
        SSLEngine engine = client.createSSLEngine();
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {version});
        ByteBuffer hello = ByteBuffer.allocate(20_000);
        engine.wrap(ByteBuffer.allocate(0), hello);
        return hello.flip();
    }

    private static void awaitEnd(SocketChannel peer) throws IOException {
        ByteBuffer answer = ByteBuffer.allocate(20_000);
        try {
            while (peer.read(answer.clear()) >= 0) {
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            assertThat(e).hasMessage("Connection reset");
        }
    }

    private void assertServed(Chardev device) throws IOException {
        try (SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket("127.0.0.1", Devices.port(device))) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write("served".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            Devices.awaitLog(recorder, "<OPENED>served");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",max-clients=2"})
    void aHelloRequestFromAClientEndsItsConnection(String more) throws IOException {
        Chardev device = listen(more);
        for (int i = 0; i < 4; i++) {
            try (SocketChannel peer = Devices.connectTcp(device)) {
                peer.write(clientHello("TLSv1.2"));
                peer.write(ByteBuffer.wrap(HELLO_REQUEST));
                awaitEnd(peer);
            }
        }
        devices.io.call(() -> {});
        devices.failures.clear(); // what the engine throws differs with the version of Java
        assertServed(device);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",max-clients=2"})
    void withoutAThreadForItAHandshakeEndsItsConnection(String more) throws IOException {
        Chardev device = listen(more);
        computing.set(task -> {
            throw new OutOfMemoryError("unable to create native thread");
        });
        for (int i = 0; i < 4; i++) {
            try (SocketChannel peer = Devices.connectTcp(device)) {
                peer.write(clientHello("TLSv1.3"));
                awaitEnd(peer);
            }
            devices.awaitFailure("unable to create native thread");
        }
        computing.set(threads);
        assertServed(device);
    }

    @Test
    void aHandshakeThatIsComputedWhenItsPeerHasGoneIsForgotten() throws IOException {
        Chardev device = listen("");
        Semaphore running = new Semaphore(0);
        Semaphore go = new Semaphore(0);
        computing.set(task -> threads.execute(() -> {
            running.release();
            go.acquireUninterruptibly();
            task.run();
        }));
        try (SocketChannel peer = Devices.connectTcp(device)) {
            peer.write(clientHello("TLSv1.3"));
            running.acquireUninterruptibly();
        }
        device.yank();
        computing.set(threads);
        assertServed(device);
        go.release();
        Devices.awaitLog(recorder, "<OPENED>served<END><CLOSED>");
    }

    @Test
    void moreHandshakesThanProcessorsWaitForOneAnother() throws IOException {
        Devices plain = new Devices(builder -> builder.service(TlsCredentialsLookup.class, store));
        try {
            Executor shared = plain.registry.context().computing();
            Semaphore go = new Semaphore(0);
            Semaphore done = new Semaphore(0);
            Set<Thread> others =
                    Thread.getAllStackTraces().keySet(); // such as those of devices that have just been closed
            int tasks = 20 * Runtime.getRuntime().availableProcessors();
            for (int i = 0; i < tasks; i++) {
                shared.execute(() -> {
                    go.acquireUninterruptibly();
                    done.release();
                });
            }
            assertThat(Thread.getAllStackTraces().keySet().stream()
                            .filter(thread ->
                                    !others.contains(thread) && thread.getName().startsWith("chardev-compute-"))
                            .count())
                    .isLessThanOrEqualTo(Runtime.getRuntime().availableProcessors());
            go.release(tasks);
            done.acquireUninterruptibly(tasks);
        } finally {
            plain.afterEach(null);
        }
    }
}
