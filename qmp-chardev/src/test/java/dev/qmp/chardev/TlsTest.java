package dev.qmp.chardev;

import static dev.qmp.chardev.Devices.awaitLog;
import static dev.qmp.chardev.Devices.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.chardev.options.OptionString;
import dev.qmp.chardev.tls.TlsCredentials;
import dev.qmp.chardev.tls.TlsCredentialsLookup;
import dev.qmp.chardev.tls.TlsCredentialsStore;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** TLS over loopback with generated certificates; the peers are the JDK's blocking sockets, and our own client. */
class TlsTest {
    @TempDir
    static Path dir;

    private static final String MESSAGE = "{\"execute\":\"query-version\"}";

    private static TlsCredentials server;
    private static TlsCredentials lenientServer;
    private static TlsCredentials client;

    private final TlsCredentialsStore store = new TlsCredentialsStore();

    @RegisterExtension
    final Devices devices = new Devices(builder -> builder.service(TlsCredentialsLookup.class, store));

    private final Recorder recorder = new Recorder();

    @BeforeAll
    static void credentials() throws Exception {
        Certificates.create(dir);
        server = TlsCredentials.of(OptionString.parse("id=s,endpoint=server,dir=" + dir, TlsCredentials.OPTIONS));
        lenientServer = TlsCredentials.fromDirectory(dir, TlsCredentials.Endpoint.SERVER, false);
        client = TlsCredentials.of(OptionString.parse("id=c,dir=" + dir, TlsCredentials.OPTIONS));
    }

    @BeforeEach
    void fillStore() {
        store.add("s", server);
        store.add("lenient", lenientServer);
        store.add("c", client);
        store.addOther("io0");
    }

    private CharFrontend listen(String more) {
        return devices.open("socket,id=a,host=127.0.0.1,port=0,server=on,wait=off" + more, recorder);
    }

    private static SSLSocket connect(SSLContext context, Chardev device) throws IOException {
        SSLSocket socket = (SSLSocket)
                context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), Devices.port(device));
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** A client of TLS above a socket that cuts. */
    private SSLSocket above(CutSocket wire) throws IOException {
        SSLSocket socket =
                (SSLSocket) client.context().getSocketFactory().createSocket(wire, "localhost", wire.getPort(), true);
        socket.setSoTimeout(20_000);
        return socket;
    }

    private CutSocket wire(CharFrontend frontend) throws IOException {
        return new CutSocket(Devices.port(frontend.chardev()), () -> devices.io.call(() -> {}));
    }

    /** What makes a client of somebody without a certificate. */
    private static SSLContext anonymous() throws IOException {
        Path directory = Files.createTempDirectory(dir, "anonymous");
        Files.copy(dir.resolve("ca-cert.pem"), directory.resolve("ca-cert.pem"));
        return TlsCredentials.fromDirectory(directory, TlsCredentials.Endpoint.CLIENT, true)
                .context();
    }

    private void assertServed(SSLContext context, CharFrontend frontend) throws IOException {
        try (SSLSocket socket = connect(context, frontend.chardev())) {
            send(socket, "x");
            awaitLog(recorder, "<OPENED>x");
        }
    }

    /** The end comes to the client as an alert, or as the end of the connection. */
    private void assertRefused(SSLContext context, CharFrontend frontend) throws IOException {
        try (SSLSocket socket = connect(context, frontend.chardev())) {
            assertThatThrownBy(() -> {
                        send(socket, "x");
                        if (socket.getInputStream().read() < 0) {
                            throw new IOException("closed");
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        assertThat(recorder.log()).isEmpty();
    }

    private static String read(SSLSocket socket, int count) throws IOException {
        return new String(socket.getInputStream().readNBytes(count), StandardCharsets.ISO_8859_1);
    }

    private static void send(SSLSocket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    @Test
    void talksTls13BothWays() throws IOException {
        CharFrontend frontend = listen(",tls-creds=s");
        try (SSLSocket socket = connect(client.context(), frontend.chardev())) {
            send(socket, "hello");
            awaitLog(recorder, "<OPENED>hello");
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
            Devices.writeAll(frontend, bytes("x".repeat(100_000)));
            assertThat(read(socket, 100_000)).isEqualTo("x".repeat(100_000));
        }
        awaitLog(recorder, "<OPENED>hello<END><CLOSED>");
    }

    @Test
    void talksTls12Too() throws IOException {
        CharFrontend frontend = listen(",tls-creds=s");
        try (SSLSocket socket = connect(client.context(), frontend.chardev())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            send(socket, "hello");
            awaitLog(recorder, "<OPENED>hello");
            Devices.writeAll(frontend, bytes("answer"));
            assertThat(read(socket, 6)).isEqualTo("answer");
        }
    }

    @Test
    void manyCommandsInOneRecordAreAllDeliveredToAFrontEndThatTakesOneByteAtATime() throws IOException {
        recorder.room = () -> 1;
        CharFrontend frontend = listen(",tls-creds=s");
        String commands = "{\"execute\":\"query-version\"}".repeat(100);
        try (SSLSocket socket = connect(client.context(), frontend.chardev())) {
            send(socket, commands);
            awaitLog(recorder, "<OPENED>" + commands);
        }
    }

    @Test
    void everyByteOfAHandshakeAndOfAMessageMayComeAlone() throws IOException {
        CharFrontend frontend = listen(",tls-creds=s");
        try (CutSocket wire = wire(frontend);
                SSLSocket socket = above(wire)) {
            wire.sendSingly();
            send(socket, MESSAGE);
            awaitLog(recorder, "<OPENED>" + MESSAGE);
            Devices.writeAll(frontend, bytes("answer"));
            assertThat(read(socket, 6)).isEqualTo("answer");
        }
    }

    @Test
    void aRecordMayComeInTwoPartsWhereverItIsCut() throws IOException {
        CharFrontend frontend = listen(",tls-creds=s");
        try (CutSocket wire = wire(frontend);
                SSLSocket socket = above(wire)) {
            send(socket, MESSAGE);
            StringBuilder all = new StringBuilder("<OPENED>" + MESSAGE);
            int length = wire.lastLength();
            assertThat(length).isGreaterThan(MESSAGE.length());
            for (int i = 1; i < length; i++) {
                awaitLog(recorder, all.toString());
                wire.cutAt(i);
                send(socket, MESSAGE);
                all.append(MESSAGE);
            }
            awaitLog(recorder, all.toString());
        }
    }

    /** The first connection is a whole handshake, the others resume its session. */
    @Test
    void aPeerMayLeaveAfterEveryByteOfARecord() throws IOException {
        CharFrontend frontend = listen(",tls-creds=s,nodelay=on");
        StringBuilder all = new StringBuilder();
        int length = MESSAGE.length();
        for (int sent = 0; sent <= length; sent++) {
            try (CutSocket wire = wire(frontend);
                    SSLSocket socket = above(wire)) {
                socket.startHandshake();
                awaitLog(recorder, all.append("<OPENED>").toString());
                Devices.writeAll(frontend, bytes(".")); // before it comes what resumes the session
                assertThat(read(socket, 1)).isEqualTo(".");
                wire.endAt(sent);
                send(socket, MESSAGE);
                length = wire.lastLength();
                wire.shutdownOutput();
                if (sent == length) {
                    all.append(MESSAGE);
                }
                awaitLog(recorder, all.append("<END><CLOSED>").toString());
            }
        }
        assertThat(length).isGreaterThan(MESSAGE.length());
    }

    @Test
    void ourOwnClientTalksToOurOwnServer() throws IOException {
        CharFrontend serverSide = listen(",tls-creds=s");
        Recorder clientRecorder = new Recorder();
        CharFrontend clientSide = devices.open(
                "socket,id=b,host=localhost,ipv4=on,tls-creds=c,port=" + Devices.port(serverSide.chardev()),
                clientRecorder);
        awaitLog(clientRecorder, "<OPENED>");
        awaitLog(recorder, "<OPENED>");
        Devices.writeAll(clientSide, bytes("question"));
        awaitLog(recorder, "<OPENED>question");
        Devices.writeAll(serverSide, bytes("answer"));
        awaitLog(clientRecorder, "<OPENED>answer");
        serverSide.disconnect();
        awaitLog(clientRecorder, "<OPENED>answer<END><CLOSED>");
    }

    @Test
    void slowReadersGetEverythingInTheEnd() throws IOException {
        CharFrontend frontend = listen(",tls-creds=s");
        try (SSLSocket socket = connect(client.context(), frontend.chardev())) {
            send(socket, "x");
            awaitLog(recorder, "<OPENED>x");
            ByteBuffer big = ByteBuffer.allocate(6 << 20);
            frontend.connection().write(big);
            assertThat(big.hasRemaining()).isTrue();
            frontend.connection().addWatch(java.util.Set.of(WatchCondition.OUT), condition -> {
                try {
                    frontend.connection().write(big);
                } catch (IOException e) {
                    return false;
                }
                return big.hasRemaining();
            });
            assertThat(read(socket, 6 << 20)).hasSize(6 << 20);
        }
    }

    @Test
    void aClientWithoutACertificateIsRefusedAndTheNextIsServed() throws IOException {
        CharFrontend frontend = listen(",tls-creds=s");
        assertRefused(anonymous(), frontend);
        assertServed(client.context(), frontend);
    }

    @Test
    void aServerThatDoesNotVerifyTakesAnybody() throws IOException {
        CharFrontend frontend = listen(",tls-creds=lenient");
        assertServed(anonymous(), frontend);
    }

    @Test
    void plainTextIsRefused() throws IOException {
        CharFrontend frontend = listen(",tls-creds=s");
        try (SocketChannel plain = Devices.connectTcp(frontend.chardev())) {
            Devices.send(plain, "{\"execute\":\"qmp_capabilities\"}\r\n");
            ByteBuffer alert = ByteBuffer.allocate(1000);
            int count = 0;
            while (count >= 0) {
                count = readOrEnd(plain, alert);
            }
            assertThat(recorder.log()).isEmpty();
        }
    }

    @Test
    void anUnknownAuthorizerAdmitsNobody() throws IOException {
        assertRefused(client.context(), listen(",tls-creds=s,tls-authz=nosuch"));
    }

    @Test
    void telnetAndWebSocketGoThroughTls() throws IOException {
        CharFrontend frontend = listen(",tls-creds=s,telnet=on");
        try (SSLSocket socket = connect(client.context(), frontend.chardev())) {
            send(socket, "a\u00ff\u00f3b");
            awaitLog(recorder, "<OPENED>a<BREAK>b");
            assertThat(read(socket, 12)).startsWith("\u00ff\u00fb\u0001");
        }
    }

    @Test
    void credentialsAreLookedUpWithTheReferencesErrors() {
        assertThatThrownBy(() -> listen(",tls-creds=t")).hasMessage("No TLS credentials with id 't'");
        assertThatThrownBy(() -> listen(",tls-creds=io0")).hasMessage("Object with id 'io0' is not TLS credentials");
        assertThatThrownBy(() -> listen(",tls-creds=c")).hasMessage("Expected TLS credentials for a server endpoint");
        assertThatThrownBy(() -> devices.add("socket,id=z,host=127.0.0.1,port=1,tls-creds=s"))
                .hasMessage("Expected TLS credentials for a client endpoint");
        assertThatThrownBy(() -> devices.add("socket,id=z,path=u,server=on,tls-creds=s"))
                .hasMessage("'tls_creds' option is incompatible with 'unix' address type");
        Path none = dir.resolve("none");
        assertThatThrownBy(() -> TlsCredentials.fromDirectory(none, TlsCredentials.Endpoint.SERVER, true))
                .hasMessage("Unable to access credentials " + none + "/ca-cert.pem: No such file or directory");
    }

    private static int readOrEnd(SocketChannel channel, ByteBuffer buffer) {
        try {
            return channel.read(buffer.clear());
        } catch (IOException e) {
            return -1;
        }
    }
}
