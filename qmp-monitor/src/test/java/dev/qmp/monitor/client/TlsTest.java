package dev.qmp.monitor.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.qmp.json.JsonValues;
import jakarta.json.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
    private static final String LARGE = "x".repeat(500_000);

    @TempDir
    static Path directory;

    private static TestKeys server;
    private static TestKeys rsa;
    private static TestKeys ec;

    private SSLServerSocket listener;
    private volatile boolean isLate;

    @BeforeAll
    static void makeKeys() throws Exception {
        server = TestKeys.rsa(directory, "server");
        rsa = TestKeys.rsa(directory, "rsa");
        ec = TestKeys.ec(directory, "ec");
    }

    @AfterEach
    void stop() throws IOException {
        if (listener != null) {
            listener.close();
        }
    }

    /** Serves over TLS, to clients with one of the two certificates or to all, and answers each command with the length of its line. */
    private QmpAddress serve(boolean checkClients, String... protocols) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(server.store(), server.password());
        KeyStore clients = KeyStore.getInstance("PKCS12");
        clients.load(null, null);
        clients.setCertificateEntry("rsa", rsa.store().getCertificate("key"));
        clients.setCertificateEntry("ec", ec.store().getCertificate("key"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(clients);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        listener = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        listener.setNeedClientAuth(checkClients);
        if (protocols.length > 0) {
            listener.setEnabledProtocols(protocols);
        }
        Thread thread = new Thread(this::accept, "TLS server");
        thread.setDaemon(true);
        thread.start();
        return new QmpAddress.Tls(InetAddress.getLoopbackAddress().getHostAddress(), listener.getLocalPort());
    }

    private void accept() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                if (isLate) {
                    talkLate(socket);
                } else {
                    talk(socket);
                }
            } catch (IOException e) {
                Thread.onSpinWait(); // a client that was refused, or the end of the test
            }
        }
    }

    private static void talk(Socket socket) throws IOException {
        OutputStream out = socket.getOutputStream();
        BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        out.write(ScriptedServer.GREETING.getBytes(StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.isEmpty()) {
                continue;
            }
            String result = line.contains("large") ? "\"" + LARGE + "\"" : Integer.toString(line.length());
            String reply = "{\"return\": " + result + ", \"id\": " + ScriptedServer.Peer.id(line) + "}\r\n";
            out.write(reply.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Handles each record when the next one has come, as QEMU 7.2 does. */
    private static void talkLate(Socket socket) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(ScriptedServer.GREETING.getBytes(StandardCharsets.US_ASCII));
        byte[] record = new byte[1 << 15];
        String unread = "";
        for (int n = socket.getInputStream().read(record);
                n > 0;
                n = socket.getInputStream().read(record)) {
            for (String line : unread.lines().toList()) {
                if (!line.isBlank()) {
                    String reply = "{\"return\": {}, \"id\": " + ScriptedServer.Peer.id(line) + "}\r\n";
                    out.write(reply.getBytes(StandardCharsets.US_ASCII));
                }
            }
            unread = new String(record, 0, n, StandardCharsets.US_ASCII);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void wakesAServerThatIsOneRecordLate(String protocol) throws Exception {
        isLate = true;
        QmpAddress address = serve(false, protocol);
        try (QmpClient client = QmpClient.connect(address, with(trusting()))) {
            for (int i = 0; i < 3; i++) {
                assertThat(Await.value(client.execute("c"))).isEqualTo(JsonValues.EMPTY_OBJECT);
            }
        }
    }

    @Test
    void saysThatAPlainServerSpeaksNoTls() throws Exception {
        try (ScriptedServer plain = ScriptedServer.tcp(peer -> {
            peer.write(ScriptedServer.GREETING);
            peer.untilClosed();
        })) {
            QmpAddress.Tcp tcp = (QmpAddress.Tcp) plain.address();
            QmpAddress address = new QmpAddress.Tls(tcp.host(), tcp.port());
            assertThatExceptionOfType(QmpConnectionException.class)
                    .isThrownBy(() -> QmpClient.connect(address, with(trusting())))
                    .withMessage("TLS with " + address + " failed: it does not speak TLS");
        }
    }

    /** A server that dials out, as QEMU does with {@code server=off} and credentials of {@code endpoint=client}. */
    private static void dialOut(int port, TestKeys trusted, boolean showsCertificate) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(server.store(), server.password());
        KeyStore peers = KeyStore.getInstance("PKCS12");
        peers.load(null, null);
        peers.setCertificateEntry("peer", trusted.store().getCertificate("key"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(peers);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(showsCertificate ? keys.getKeyManagers() : null, trust.getTrustManagers(), null);
        Thread thread = new Thread(
                () -> {
                    try (Socket socket =
                            context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
                        talk(socket);
                    } catch (IOException e) {
                        Thread.onSpinWait(); // refused, or the end of the test
                    }
                },
                "server that dials out");
        thread.setDaemon(true);
        thread.start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void listensWithTls() throws Exception {
        int port = freePort();
        QmpAddress address = new QmpAddress.Tls("127.0.0.1", port);
        TlsSettings settings = trusting().withIdentity(rsa.certificate(), rsa.key());
        try (QmpAcceptor acceptor = QmpAcceptor.listen(address)) {
            dialOut(port, rsa, true);
            try (QmpClient client = acceptor.accept(with(settings))) {
                assertThat(JsonValues.text(Await.value(client.execute("large"))))
                        .isEqualTo(LARGE);
            }
        }
    }

    @Test
    void refusesAServerThatDialsInWithoutACertificate() throws Exception {
        int port = freePort();
        QmpAddress address = new QmpAddress.Tls("127.0.0.1", port);
        try (QmpAcceptor acceptor = QmpAcceptor.listen(address)) {
            dialOut(port, rsa, false);
            QmpClientOptions checking = with(trusting().withIdentity(rsa.certificate(), rsa.key()));
            assertThatExceptionOfType(QmpConnectionException.class)
                    .isThrownBy(() -> acceptor.accept(checking))
                    .withMessageStartingWith("TLS with " + address + " failed: ");
            assertThatExceptionOfType(QmpConnectionException.class)
                    .isThrownBy(() -> acceptor.accept(with(trusting())))
                    .withMessage("TLS settings for " + address + ": listening needs a certificate and its key");
        }
    }

    private static QmpClientOptions with(TlsSettings settings) {
        return QmpClientOptions.builder().tls(settings).build();
    }

    private static TlsSettings trusting() throws Exception {
        return TlsSettings.DEFAULT.withAuthority(server.certificate());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void carriesMessagesOfAnySize(String protocol) throws Exception {
        QmpAddress address = serve(false, protocol);
        try (QmpClient client = QmpClient.connect(address, with(trusting()))) {
            List<CompletableFuture<JsonValue>> futures = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                futures.add(client.execute("large"));
                futures.add(client.execute(
                        "c", JsonValues.object().add("text", LARGE).build()));
            }
            for (int i = 0; i < futures.size(); i += 2) {
                assertThat(JsonValues.text(Await.value(futures.get(i)))).isEqualTo(LARGE);
                assertThat(JsonValues.asInt64(Await.value(futures.get(i + 1))).orElse(0))
                        .isGreaterThan(LARGE.length());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS #8 RSA", "PKCS #1", "PKCS #8 EC", "SEC 1"})
    void showsItsCertificate(String form) throws Exception {
        QmpAddress address = serve(true);
        TlsSettings settings =
                switch (form) {
                    case "PKCS #8 RSA" -> trusting().withIdentity(rsa.certificate(), rsa.key());
                    case "PKCS #1" -> trusting().withIdentity(rsa.certificate(), rsa.pkcs1());
                    case "PKCS #8 EC" -> trusting().withIdentity(ec.certificate(), ec.key());
                    default -> trusting().withIdentity(ec.certificate(), ec.sec1());
                };
        try (QmpClient client = QmpClient.connect(address, with(settings))) {
            assertThat(Await.value(client.execute("c")).getValueType()).isEqualTo(JsonValue.ValueType.NUMBER);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void isRefusedWithoutACertificateWhereOneIsWanted(String protocol) throws Exception {
        QmpAddress address = serve(true, protocol);

        assertThatExceptionOfType(QmpConnectionException.class)
                .isThrownBy(() -> QmpClient.connect(address, with(trusting())))
                .withMessageContaining(address.toString());
    }

    @Test
    void refusesAServerThatNobodyVouchesFor() throws Exception {
        QmpAddress address = serve(false);

        assertThatExceptionOfType(QmpConnectionException.class)
                .isThrownBy(() -> QmpClient.connect(address))
                .withMessageStartingWith("TLS with " + address + " failed: ");
    }

    @Test
    void refusesAServerOfAnotherName() throws Exception {
        QmpAddress address = serve(false);

        assertThatExceptionOfType(QmpConnectionException.class)
                .isThrownBy(() -> QmpClient.connect(address, with(trusting().withServerName("other.example"))))
                .withMessageStartingWith("TLS with " + address + " failed: ")
                .withMessageContaining("other.example");
        try (QmpClient client = QmpClient.connect(address, with(trusting().withServerName("localhost")))) {
            assertThat(client.isConnected()).isTrue();
        }
    }

    @Test
    void saysThatTheHandshakeDoesNotEnd() throws Exception {
        try (ScriptedServer silent = ScriptedServer.tcp(ScriptedServer.Peer::untilClosed)) {
            QmpAddress.Tcp tcp = (QmpAddress.Tcp) silent.address();
            QmpAddress address = new QmpAddress.Tls(tcp.host(), tcp.port());

            Await.timeEnough(time -> assertThatExceptionOfType(QmpConnectionException.class)
                    .isThrownBy(() -> QmpClient.connect(
                            address, with(trusting()).toBuilder().timeout(time).build()))
                    .withMessage("connected to " + address + " but the TLS handshake did not end"));
        }
    }

    @Test
    void saysThatTheServerSpeaksNoTls() throws Exception {
        ScriptedServer.Script script = peer -> {
            peer.write(ScriptedServer.GREETING);
            peer.untilClosed();
        };
        try (ScriptedServer plain = ScriptedServer.tcp(script)) {
            QmpAddress.Tcp tcp = (QmpAddress.Tcp) plain.address();
            QmpAddress address = new QmpAddress.Tls(tcp.host(), tcp.port());

            assertThatExceptionOfType(QmpConnectionException.class)
                    .isThrownBy(() -> QmpClient.connect(address, with(trusting())))
                    .withMessageStartingWith("TLS with " + address + " failed: ");
        }
    }

    @Test
    void namesTheFileThatIsWrong() throws Exception {
        QmpAddress address = new QmpAddress.Tls("localhost", 1);
        Path none = directory.resolve("none.pem");
        Path empty = Files.writeString(directory.resolve("empty.pem"), "nothing\n");

        assertThatExceptionOfType(QmpConnectionException.class)
                .isThrownBy(() -> QmpClient.connect(address, with(TlsSettings.DEFAULT.withAuthority(none))))
                .withMessage("TLS settings for tls:localhost:1: no such file: " + none);
        assertThatExceptionOfType(QmpConnectionException.class)
                .isThrownBy(() -> QmpClient.connect(address, with(TlsSettings.DEFAULT.withAuthority(empty))))
                .withMessage("TLS settings for tls:localhost:1: " + empty + ": no PEM certificate in it");
        Path certificate = rsa.certificate();
        assertThatExceptionOfType(QmpConnectionException.class)
                .isThrownBy(() ->
                        QmpClient.connect(address, with(TlsSettings.DEFAULT.withIdentity(certificate, certificate))))
                .withMessage("TLS settings for tls:localhost:1: " + certificate + ": no PEM private key in it");
        assertThatIllegalArgumentException().isThrownBy(() -> new TlsSettings(null, certificate, null, null));
    }
}
