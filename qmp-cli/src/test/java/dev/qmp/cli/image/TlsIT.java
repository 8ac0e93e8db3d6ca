package dev.qmp.cli.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.qmp.monitor.peers.QmpPeer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** QMP over TLS, with the certificates that the commands of docs/tls-certificates.sh make. */
class TlsIT {
    private static final String DONE = "{\"return\": {}}";
    private static final int MOST_CLIENTS = 4;

    private static Path keys;
    private static RunningQmp server;
    private static Path control;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Programs.isInstalled("openssl"), "no openssl here, to make certificates with");
        keys = QmpImage.shortDirectory();
        Path script = QmpImage.directory()
                .resolve("../../../docs/tls-certificates.sh")
                .normalize();
        try (RunningQmp maker = RunningQmp.start(new ProcessBuilder(script.toString(), keys.toString()))) {
            assertThat(maker.status()).as(maker::stderr).isZero();
        }
        control = keys.resolve("c");
        String listener = ",host=localhost,port=0,server=on,wait=off,ipv4=on,tls-creds=t,max-clients=" + MOST_CLIENTS;
        server = RunningQmp.start(
                        "serve",
                        "-object",
                        "tls-creds-x509,id=t,endpoint=server,dir=" + keys,
                        "-object",
                        "authz-simple,id=a,identity=CN=client",
                        "-object",
                        "authz-simple,id=b,identity=CN=somebody else",
                        "-chardev",
                        "socket,id=any" + listener,
                        "-chardev",
                        "socket,id=known,tls-authz=a" + listener,
                        "-chardev",
                        "socket,id=unknown,tls-authz=b" + listener,
                        "-mon",
                        "any,mode=control",
                        "-mon",
                        "known,mode=control",
                        "-mon",
                        "unknown,mode=control",
                        "-qmp",
                        "unix:" + control + ",server=on,wait=off")
                .listeningOn(control);
    }

    @AfterAll
    static void end() {
        if (server != null) {
            server.close();
        }
    }

    /** A client of the JDK. */
    private static final class Client implements AutoCloseable {
        private final SSLSocket socket;
        private final BufferedReader lines;

        Client(String device, boolean withCertificate) throws Exception {
            this(context(withCertificate), port(device));
        }

        Client(SSLContext context, int port) throws IOException {
            socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.3"});
            socket.setSSLParameters(parameters);
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        }

        /** Writes in one record. */
        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(UTF_8));
            socket.getOutputStream().flush();
        }

        String line() throws IOException {
            return lines.readLine();
        }

        Client negotiated() throws IOException {
            assertThat(line()).startsWith(QmpPeer.GREETING_START);
            send("{'execute':'qmp_capabilities','arguments':{'enable':['oob']}}");
            assertThat(line()).isEqualTo(DONE);
            return this;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static SSLContext context(boolean withCertificate) throws Exception {
        KeyStore trusted = emptyStore();
        trusted.setCertificateEntry("ca", certificate("ca-cert.pem"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        KeyStore own = emptyStore();
        if (withCertificate) {
            own.setKeyEntry(
                    "me", privateKey("client-key.pem"), new char[0], new Certificate[] {certificate("client-cert.pem")
                    });
        }
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(own, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Certificate certificate(String file) throws Exception {
        try (var in = Files.newInputStream(keys.resolve(file))) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static PrivateKey privateKey(String file) throws Exception {
        String body = Files.readString(keys.resolve(file)).replaceAll("-----[^-]+-----|\\s", "");
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
    }

    /** Asks over the other monitor where a device listens. */
    private static int port(String device) {
        try (QmpPeer peer = QmpPeer.negotiated(control, false)) {
            Matcher port = Pattern.compile(":(\\d+),server=on[^}]*\"label\": \"" + device + "\"")
                    .matcher(peer.send("{'execute':'query-chardev'}").line());
            assertThat(port.find()).isTrue();
            return Integer.parseInt(port.group(1));
        }
    }

    @Test
    void readsAllCommandsOfARecord() throws Exception {
        int count = 100;
        try (Client client = new Client("any", true).negotiated()) {
            StringBuilder record = new StringBuilder();
            for (int i = 0; i < count; i++) {
                record.append("{'execute':'query-name','id':").append(i).append("}\r\n");
            }
            client.send(record.toString());
            for (int i = 0; i < count; i++) {
                assertThat(client.line()).isEqualTo("{\"return\": {}, \"id\": " + i + "}");
            }
            assertThat(client.socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
        }
    }

    @Test
    void agreesOnAKeyOverX25519() throws Exception {
        Process openssl = new ProcessBuilder(
                        "openssl",
                        "s_client",
                        "-brief",
                        "-connect",
                        "127.0.0.1:" + port("any"),
                        "-tls1_3",
                        "-groups",
                        "X25519",
                        "-CAfile",
                        keys.resolve("ca-cert.pem").toString(),
                        "-cert",
                        keys.resolve("client-cert.pem").toString(),
                        "-key",
                        keys.resolve("client-key.pem").toString(),
                        "-verify_return_error")
                .redirectErrorStream(true)
                .start();
        try {
            BufferedReader out = new BufferedReader(new InputStreamReader(openssl.getInputStream(), UTF_8));
            StringBuilder seen = new StringBuilder();
            String line = out.readLine();
            while (line != null && !line.contains(QmpPeer.GREETING_START)) {
                seen.append(line).append('\n');
                line = out.readLine();
            }
            assertThat(line).as(seen.toString()).isNotNull();
            assertThat(seen.toString()).contains("X25519", "TLSv1.3");
        } finally {
            openssl.destroyForcibly();
        }
    }

    @Test
    void disconnectsAClientWithoutACertificate() throws Exception {
        try (Client client = new Client("any", false)) {
            assertThatThrownBy(() -> {
                        client.send("{'execute':'qmp_capabilities'}");
                        if (client.line() == null) {
                            throw new IOException("the end");
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void admitsByTheNameInTheCertificate() throws Exception {
        try (Client client = new Client("known", true)) {
            Client unused = client.negotiated();
        }
        try (Client client = new Client("unknown", true)) {
            client.send("{'execute':'qmp_capabilities'}");
            assertThat(client.line()).isNull();
        } catch (IOException e) {
            assertThat(e).hasMessageMatching(".*(reset|closed|Broken pipe|abort).*");
        }
    }

    @Test
    void survivesAClientThatLeavesInTheMiddleOfAMessage() throws Exception {
        String message = "{'execute':'query-name','id':'x'}";
        int port = port("any");
        SSLContext context = context(true); // of all, so that they resume the first one's session
        for (int length = 0; length <= message.length(); length++) {
            try (Client client = new Client(context, port).negotiated()) {
                client.send(message.substring(0, length));
            }
        }
        try (Client client = new Client(context, port).negotiated()) {
            client.send(message);
            assertThat(client.line()).isEqualTo("{\"return\": {}, \"id\": \"x\"}");
        }
    }
}
