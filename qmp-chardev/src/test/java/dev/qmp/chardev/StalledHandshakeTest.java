package dev.qmp.chardev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.chardev.tls.TlsCredentials;
import dev.qmp.chardev.tls.TlsCredentialsLookup;
import dev.qmp.chardev.tls.TlsCredentialsStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that begin a handshake and do not go on keep nobody else waiting until their time is over. */
class StalledHandshakeTest {
    @TempDir
    static Path dir;

    private final TlsCredentialsStore store = new TlsCredentialsStore();
    private final AtomicLong now = new AtomicLong();

    @RegisterExtension
    final Devices devices = new Devices(builder -> builder.service(TlsCredentialsLookup.class, store), now::get);

    private final Recorder recorder = new Recorder();

    @BeforeAll
    static void certificates() throws Exception {
        Certificates.create(dir);
    }

    private static byte[] clientHello(SSLContext client) throws IOException {
        SSLEngine engine = client.createSSLEngine();
        engine.setUseClientMode(true);
        ByteBuffer hello = ByteBuffer.allocate(20_000);
        engine.wrap(ByteBuffer.allocate(0), hello);
        byte[] bytes = new byte[hello.flip().limit()];
        hello.get(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aPlaceIsGivenToAnotherClientAndOnlyThen(int places) throws Exception {
        store.add("s", TlsCredentials.fromDirectory(dir, TlsCredentials.Endpoint.SERVER, false));
        SSLContext client = TlsCredentials.fromDirectory(dir, TlsCredentials.Endpoint.CLIENT, true)
                .context();
        Chardev device =
                devices.add("socket,id=a,host=127.0.0.1,port=0,server=on,wait=off,tls-creds=s,max-clients=" + places);
        if (places == 1) {
            device.attach().setHandlers(recorder, devices.io);
        } else {
            device.attach().setClientListener(each -> each.attach().setHandlers(recorder, devices.io), devices.io);
        }
        byte[] hello = clientHello(client);
        List<SocketChannel> stalled = new ArrayList<>();
        for (int i = 0; i < places; i++) {
            SocketChannel peer = Devices.connectTcp(device);
            stalled.add(peer);
            peer.write(ByteBuffer.wrap(hello));
            ByteBuffer answer = ByteBuffer.allocate(1);
            while (answer.hasRemaining()) {
                peer.read(answer);
            }
        }
        now.set(TimeUnit.SECONDS.toNanos(5)); // half of what a handshake may take
        devices.io.call(() -> {});
        try (SSLSocket good = (SSLSocket) client.getSocketFactory().createSocket("127.0.0.1", Devices.port(device))) {
            good.setSoTimeout(60_000);
            good.getOutputStream().write("good".getBytes(StandardCharsets.US_ASCII));
            Devices.awaitLog(recorder, "<OPENED>good");
        }
        // The first to come has gone, and nobody else.
        ByteBuffer rest = ByteBuffer.allocate(20_000);
        while (stalled.get(0).read(rest.clear()) >= 0) {
            Thread.onSpinWait();
        }
        for (SocketChannel peer : stalled.subList(1, places)) {
            peer.configureBlocking(false);
            while (peer.read(rest.clear()) > 0) {
                Thread.onSpinWait();
            }
            assertThat(peer.read(rest.clear())).as("still open").isZero();
            peer.close();
        }
    }
}
