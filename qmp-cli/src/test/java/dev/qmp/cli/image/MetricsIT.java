package dev.qmp.cli.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.monitor.peers.QmpPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Figures of the image over HTTP. */
class MetricsIT {
    private static final Pattern ADDRESS = Pattern.compile("listening on http://127\\.0\\.0\\.1:(\\d+)/metrics\n");

    private final Path socket = QmpImage.shortDirectory().resolve("a");

    @Test
    void figuresAreForMonitoringSystemsAndNotForWebPages() throws Exception {
        try (RunningQmp server = RunningQmp.start(
                        "serve", "--metrics", "0", "-qmp", "unix:" + socket + ",server=on,wait=off")
                .listeningOn(socket)) {
            server.awaitStderr("/metrics\n");
            Matcher address = ADDRESS.matcher(server.stderr());
            assertThat(address.find()).as(server::stderr).isTrue();
            int port = Integer.parseInt(address.group(1));
            try (QmpPeer peer = QmpPeer.connect(socket)) {
                peer.line();
                peer.send("{'execute': 'qmp_capabilities'}");
                peer.line();
                peer.send("{'execute': 'query-name'}");
                peer.line();
                assertThat(get(port, "/metrics", "Host: localhost:" + port))
                        .startsWith("HTTP/1.1 200 ")
                        .contains("\nqmp_sessions 1\n")
                        .contains("\nqmp_request_duration_seconds_count{command=\"query-name\"} 1\n");
            }
            assertThat(get(port, "/", "Host: 127.0.0.1")).startsWith("HTTP/1.1 404 ");
            assertThat(get(port, "/metrics", "Host: rebound.example")).startsWith("HTTP/1.1 403 ");
            assertThat(get(port, "/metrics", "Host: localhost\r\nOrigin: http://localhost"))
                    .startsWith("HTTP/1.1 403 ")
                    .doesNotContain("qmp_sessions");
        }
    }

    private static String get(int port, String path, String headers) throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\n\r\n")
                            .getBytes(UTF_8));
            return new String(client.getInputStream().readAllBytes(), UTF_8);
        }
    }

    @Test
    void anAddressThatCannotBeListenedOnIsNamed() {
        try (RunningQmp server = RunningQmp.start("serve", "--metrics", "x:y")) {
            assertThat(server.status()).isEqualTo(2);
            assertThat(server.stderr())
                    .isEqualTo("qmp serve: --metrics: 'x:y' is not PORT or HOST:PORT; see 'qmp serve --help'\n");
        }
    }
}
