package dev.qmp.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.monitor.peers.TestHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a web page can make a browser on the same machine send does nothing. */
class WebPageTest {
    private static final int PATIENCE_MILLIS = 60_000;
    private static final String COMMANDS =
            "{'execute':'qmp_capabilities'}{'execute':'chardev-add','arguments':{'id':'written','backend':{'type':'null','data':{}}}}";

    private static Socket connect(TestHost host, String more) throws IOException {
        host.add("socket,id=m,host=127.0.0.1,port=0,server=on,wait=off" + more, MonitorOptions.DEFAULT);
        host.start();
        String port = host.device("m").filename().replaceFirst(".*127\\.0\\.0\\.1:([0-9]+).*", "$1");
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static TestHost host() {
        return new TestHost(Monitors.builder().deviceCommands());
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        socket.getOutputStream().flush();
    }

    /** What comes until the connection ends. */
    private static String rest(Socket socket) {
        StringBuilder text = new StringBuilder();
        try {
            for (int b; (b = socket.getInputStream().read()) >= 0; ) {
                text.append((char) b);
            }
        } catch (IOException e) {
            // It was reset: what was sent was not read.
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST",
                "GET",
                "PUT",
                "OPTIONS",
                "DELETE",
                "HEAD",
                "PATCH",
                "CONNECT",
                "TRACE",
                "PROPFIND",
                "VERSION-CONTROL",
                "PRI"
            })
    void anHttpRequestOnAPlainConnectionEndsIt(String verb) throws IOException {
        try (TestHost host = host();
                Socket page = connect(host, "")) {
            send(page, verb + " / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\n\r\n" + COMMANDS + "\r\n");
            assertThat(rest(page)).doesNotContain("return").doesNotContain("error");
            assertThat(host.monitors().devices().find("written")).isEmpty();
        }
    }

    @Test
    void soDoesOneThatComesInPieces() throws IOException {
        try (TestHost host = host();
                Socket page = connect(host, "")) {
            page.setTcpNoDelay(true);
            for (String piece : new String[] {"P", "OS", "T", " / HTTP/1.1\r\n"}) {
                send(page, piece);
            }
            assertThat(rest(page)).doesNotContain("return");
            assertThat(host.monitors().devices().find("written")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "POS", "GETX ", "PR ", "get ", "POST\t", "P", "\n\n", "\u00ff"})
    void whatOnlyResemblesOneIsAnsweredAsEver(String beginning) throws IOException {
        try (TestHost host = host();
                Socket client = connect(host, "")) {
            send(client, beginning + "\n" + COMMANDS + "{'execute':'quit','id':'last'}");
            assertThat(rest(client)).contains("\"return\": {}").contains("\"id\": \"last\"");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', localhost, none, 101",
        "'', 127.0.0.1:4444, http://evil.example, 403",
        "'', 127.0.0.1:4444, null, 403",
        "'', evil.example, http://evil.example, 403",
        "http://good.example, 127.0.0.1:4444, http://good.example, 101",
        "http://good.example, '[::1]:4444', http://good.example, 101",
        "http://good.example, good.example:4444, http://good.example, 101",
        "http://good.example, rebound.example, http://good.example, 403",
        "http://good.example, localhost, http://good.example.evil, 403",
        "http://a.example https://b.example:81, localhost, https://b.example:81, 101",
        "*, anything, http://evil.example, 101",
    })
    void aPagesWebSocketIsRefusedUnlessItsOriginIsAllowed(String allowed, String host, String origin, String status)
            throws IOException {
        try (TestHost server = host();
                Socket page = connect(server, ",websocket=on" + (allowed.isEmpty() ? "" : ",origin=" + allowed))) {
            send(
                    page,
                    "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                            + (origin.equals("none") ? "" : "Origin: " + origin + "\r\n")
                            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
            byte[] line = page.getInputStream().readNBytes(12);
            assertThat(new String(line, UTF_8)).isEqualTo("HTTP/1.1 " + status);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "c2 81 00000000 00, 1002",
        "a2 81 00000000 00, 1002",
        "92 81 00000000 00, 1002",
        "82 ff 4000000000000001, 1002",
        "82 ff 7fffffffffffffff, 1002",
        "82 ff ffffffffffffffff, 1002"
    })
    void reservedBitsAndFramesThatNobodyCanSendEndTheConnection(String frame, int status) throws IOException {
        try (TestHost server = host();
                Socket client = connect(server, ",websocket=on")) {
            send(
                    client,
                    String.join(
                            "\r\n",
                            "GET / HTTP/1.1",
                            "Host: x",
                            "Connection: Upgrade",
                            "Upgrade: websocket",
                            "Sec-WebSocket-Version: 13",
                            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                            "",
                            ""));
            client.getOutputStream().write(HexFormat.of().parseHex(frame.replace(" ", "")));
            String answer = rest(client);
            assertThat(answer).contains("101 Switching");
            int close = answer.lastIndexOf('\u0088');
            assertThat(answer.charAt(close + 2) << 8 | answer.charAt(close + 3)).isEqualTo(status);
        }
    }
}
