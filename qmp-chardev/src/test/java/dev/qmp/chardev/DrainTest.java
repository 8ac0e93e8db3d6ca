package dev.qmp.chardev;

import static dev.qmp.chardev.Devices.bytes;
import static dev.qmp.chardev.Devices.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.loop.LoopSettings;
import dev.qmp.chardev.options.OptionString;
import dev.qmp.chardev.options.OptionTable;
import dev.qmp.chardev.registry.ChardevRegistry;
import dev.qmp.chardev.tls.TlsCredentials;
import dev.qmp.chardev.tls.TlsCredentialsLookup;
import dev.qmp.chardev.tls.TlsCredentialsStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a connection has taken reaches its peer, though layers hold it and the connection is closed; unless the peer does not
 * read, for a time that passes only when the test says so.
 */
class DrainTest {
    private static final String REQUEST = String.join(
            "\r\n",
            "GET / HTTP/1.1",
            "Host: x",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "",
            "");

    private final AtomicLong clock = new AtomicLong();
    private final EventLoop loop = EventLoop.create(
            "main", LoopSettings.DEFAULT.withNanoClock(clock::get).withErrorHandler((what, failure) -> {
                throw new AssertionError(what, failure);
            }));
    private final TlsCredentialsStore store = new TlsCredentialsStore();
    private final ChardevRegistry registry = ChardevRegistry.builder(loop)
            .service(TlsCredentialsLookup.class, store)
            .load();
    private final Recorder recorder = new Recorder();
    private CharFrontend frontend;

    @TempDir
    static Path dir;

    @BeforeAll
    static void certificates() throws Exception {
        Certificates.create(dir);
    }

    @BeforeEach
    void start() {
        loop.start();
        recorder.keepOutput = true;
    }

    @AfterEach
    void close() {
        registry.close();
        loop.stop();
        loop.join();
    }

    private Chardev listen(String more) {
        Chardev device = registry.add(
                OptionString.parse("socket,id=a,host=127.0.0.1,port=0,server=on,wait=off" + more, OptionTable.CHARDEV));
        frontend = device.attach();
        frontend.setHandlers(recorder, null);
        return device;
    }

    private void awaitLog(String wanted) {
        Devices.awaitLog(recorder, wanted);
    }

    /** Writes until the connection takes no more; returns what it took. */
    private static long fill(CharConnection connection) throws IOException {
        long taken = 0;
        for (int count = 1; count > 0; taken += count) {
            count = connection.write(ByteBuffer.allocate(1 << 20));
        }
        return taken;
    }

    private static SocketChannel slowClient(Chardev device) throws IOException {
        SocketChannel client = SocketChannel.open();
        client.setOption(StandardSocketOptions.SO_RCVBUF, 200_000);
        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), Devices.port(device)));
        return client;
    }

    private static byte[] readAll(SocketChannel client) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(50_000);
        while (client.read(buffer.clear()) >= 0) {
            all.write(buffer.array(), 0, buffer.position());
        }
        return all.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {",telnet=on", ",telnet=on,max-clients=2"})
    void whatTelnetHoldsArrivesAfterTheConnectionIsClosed(String more) throws IOException {
        CharConnection[] connection = new CharConnection[1];
        Chardev device = telnet(more, connection);
        try (SocketChannel client = slowClient(device)) {
            client.shutdownOutput();
            awaitLog("<OPENED><END><CLOSED>");
            long taken = fill(connection[0]);
            assertThat(connection[0].isDrained()).isFalse();
            AtomicBoolean drained = new AtomicBoolean();
            connection[0].whenDrained(() -> drained.set(true));
            assertThat(drained).isFalse();
            connection[0].close();
            loop.call(() -> {});
            assertThatThrownBy(() -> connection[0].write(bytes("late"))).isInstanceOf(IOException.class);
            assertThat(readAll(client)).hasSize((int) taken + 12);
            Await.until("drained", drained::get);
        }
    }

    private Chardev telnet(String more, CharConnection[] connection) {
        Chardev device = registry.add(
                OptionString.parse("socket,id=a,host=127.0.0.1,port=0,server=on,wait=off" + more, OptionTable.CHARDEV));
        if (device.has(CharFeature.MULTI_CLIENT)) {
            device.attach().setClientListener(client -> take(client, connection), null);
        } else {
            take(device, connection);
        }
        return device;
    }

    private void take(Chardev device, CharConnection[] connection) {
        CharFrontend own = device.attach();
        own.setHandlers(
                new Recorder() {
                    @Override
                    public void event(CharEvent event) {
                        if (event == CharEvent.OPENED) {
                            connection[0] = own.connection();
                        }
                        recorder.event(event);
                    }

                    @Override
                    public boolean endOfInput() {
                        return recorder.endOfInput();
                    }
                },
                null);
    }

    @Test
    void whatWebSocketHoldsArrivesInWholeFrames() throws IOException {
        Chardev device = listen(",websocket=on");
        try (SocketChannel client = slowClient(device)) {
            send(client, REQUEST);
            awaitLog("<OPENED>");
            CharConnection connection = frontend.connection();
            client.shutdownOutput();
            awaitLog("<OPENED><END><CLOSED>");
            long taken = fill(connection);
            connection.close();
            String all = new String(readAll(client), StandardCharsets.ISO_8859_1);
            DataInputStream frames = new DataInputStream(new ByteArrayInputStream(
                    all.substring(all.indexOf("\r\n\r\n") + 4).getBytes(StandardCharsets.ISO_8859_1)));
            long received = 0;
            for (int first = frames.read(); first >= 0; first = frames.read()) {
                assertThat(first).isEqualTo(0x82);
                int length = frames.read();
                length = length == 126 ? frames.readUnsignedShort() : length;
                frames.readFully(new byte[length]);
                received += length;
            }
            assertThat(received).isEqualTo(taken);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void whatTlsHoldsArrivesWithItsGoodbyeInWholeRecords(String version) throws Exception {
        store.add("s", TlsCredentials.fromDirectory(dir, TlsCredentials.Endpoint.SERVER, false));
        Chardev device = listen(",tls-creds=s");
        Tap wire = new Tap(Devices.port(device));
        TlsCredentials client = TlsCredentials.fromDirectory(dir, TlsCredentials.Endpoint.CLIENT, true);
        try (SSLSocket socket =
                (SSLSocket) client.context().getSocketFactory().createSocket(wire, "localhost", wire.getPort(), true)) {
            socket.setSoTimeout(60_000);
            socket.setEnabledProtocols(new String[] {version});
            socket.getOutputStream().write('x');
            awaitLog("<OPENED>x");
            CharConnection connection = frontend.connection();
            long taken = fill(connection);
            assertThat(connection.isDrained()).isFalse();
            connection.close();
            awaitLog("<OPENED>x<CLOSED>");
            assertThat(socket.getInputStream().readAllBytes()).hasSize((int) taken);
        }
        DataInputStream records = new DataInputStream(new ByteArrayInputStream(wire.received()));
        int type = 0;
        int length = 0;
        for (int next = records.read(); next >= 0; next = records.read()) {
            type = next;
            records.readUnsignedShort();
            length = records.readUnsignedShort();
            records.readFully(new byte[length]);
        }
        if (version.equals("TLSv1.2")) {
            assertThat(type).isEqualTo(21); // an alert
        } else {
            assertThat(length).isLessThan(100); // no record of data is as short as the encrypted alert
        }
    }

    /** A socket that remembers what came. Thread: the test's. */
    private static final class Tap extends Socket {
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();

        Tap(int port) throws IOException {
            setReceiveBufferSize(200_000);
            connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        }

        byte[] received() {
            return received.toByteArray();
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read(byte[] target, int offset, int length) throws IOException {
                    int count = super.read(target, offset, length);
                    if (count > 0) {
                        received.write(target, offset, count);
                    }
                    return count;
                }
            };
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",max-clients=1"})
    void aPeerThatNeverReadsIsDroppedTenSecondsAfterTheEnd(String more) throws IOException {
        Chardev device = listen(",telnet=on" + more);
        try (SocketChannel deaf = slowClient(device)) {
            awaitLog("<OPENED>");
            CharConnection connection = frontend.connection();
            fill(connection);
            AtomicBoolean drained = new AtomicBoolean();
            connection.whenDrained(() -> drained.set(true));
            connection.close();
            awaitLog("<OPENED><CLOSED>"); // at once, and the next is served
            try (SocketChannel next = slowClient(device)) {
                send(next, "next");
                awaitLog("<OPENED><CLOSED><OPENED>next");
            }
            awaitLog("<OPENED><CLOSED><OPENED>next<END><CLOSED>");
            assertThat(drained).isFalse();
            clock.addAndGet(TimeUnit.SECONDS.toNanos(11));
            loop.call(() -> {});
            Await.until("given up", drained::get);
            assertThat(deaf.isConnected()).isTrue();
        }
    }

    @Test
    void aPeerThatEndsAWebSocketAndDoesNotReadTheAnswerIsDropped() throws IOException {
        Chardev device = listen(",websocket=on");
        try (SocketChannel deaf = slowClient(device)) {
            send(deaf, REQUEST);
            awaitLog("<OPENED>");
            fill(frontend.connection());
            send(deaf, "\u0088\u0080\u0000\u0000\u0000\u0000");
            awaitLog("<OPENED><CLOSED>");
            try (SocketChannel next = slowClient(device)) {
                send(next, REQUEST);
                awaitLog("<OPENED><CLOSED><OPENED>");
                assertThat(next.isConnected()).isTrue();
            }
        }
    }
}
