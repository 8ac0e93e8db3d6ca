package dev.qmp.chardev;

import static dev.qmp.chardev.Devices.awaitLog;
import static dev.qmp.chardev.Devices.bytes;
import static dev.qmp.chardev.Devices.read;
import static dev.qmp.chardev.Devices.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Telnet and WebSocket over loopback. */
class LayersTest {
    private static final String PREAMBLE = "\u00ff\u00fb\u0001\u00ff\u00fb\u0003\u00ff\u00fb\u0000\u00ff\u00fd\u0000";
    private static final String REQUEST = String.join(
            "\r\n",
            "GET / HTTP/1.1",
            "Host: x",
            "Connection: keep-alive, Upgrade",
            "Upgrade: WebSocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "");

    @RegisterExtension
    final Devices devices = new Devices();

    private final Recorder recorder = new Recorder();
    private CharFrontend frontend;
    private int count;

    private SocketChannel open(String more) throws IOException {
        frontend = devices.open("socket,id=a,host=127.0.0.1,port=0,server=on,wait=off," + more, recorder);
        return Devices.connectTcp(frontend.chardev());
    }

    // ---- telnet --------------------------------------------------------------------------------------------------

    @Test
    void telnetSaysItsPreambleBeforeAnythingElse() throws IOException {
        try (SocketChannel client = open("telnet=on")) {
            awaitLog(recorder, "<OPENED>");
            Devices.writeAll(frontend, bytes("greeting"));
            assertThat(read(client, 20)).isEqualTo(PREAMBLE + "greeting");
            assertThat(frontend.chardev().filename()).startsWith("telnet:127.0.0.1:");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a\u00ff\u00ffb, a\u00ffb",
        "a\u00ff\u00f3b, a<BREAK>b",
        "a\u00ff\u00f1b, ab",
        "a\u00ff\u00fd\u0003b, ab",
        "a\u00ff\u00fe\u00ffb, ab",
        "a\u00ff\u00fa\u0018\u0001xterm\u00ff\u00f0b, ab",
        "a\u00ff\u00fa\u0018\u00ff\u00ff\u00ff\u00f0b, ab",
        "a\u00ff\u00ff\u00ff\u00ffb, a\u00ff\u00ffb",
    })
    void telnetTakesCommandsOutOfTheInputHoweverItIsCut(String sent, String received) throws IOException {
        try (SocketChannel client = open("telnet=on")) {
            send(client, sent);
            for (int i = 0; i < sent.length(); i++) {
                send(client, sent.substring(i, i + 1));
                devices.io.call(() -> {});
            }
            awaitLog(recorder, "<OPENED>" + received + received);
        }
    }

    // ---- WebSocket -----------------------------------------------------------------------------------------------

    @Test
    void webSocketTalksToALibrarysClient() throws Exception {
        frontend = devices.open("socket,id=a,host=127.0.0.1,port=0,server=on,wait=off,websocket=on", recorder);
        CompletableFuture<String> received = new CompletableFuture<>();
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        WebSocket client = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .subprotocols("binary")
                .buildAsync(
                        URI.create("ws://" + InetAddress.getLoopbackAddress().getHostAddress() + ":"
                                + Devices.port(frontend.chardev()) + "/"),
                        new WebSocket.Listener() {
                            private final StringBuilder all = new StringBuilder();

                            @Override
                            public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
                                all.append(StandardCharsets.ISO_8859_1.decode(data));
                                if (all.length() >= 20_000) {
                                    received.complete(all.toString());
                                }
                                socket.request(1);
                                return null;
                            }

                            @Override
                            public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
                                closed.complete(status);
                                return null;
                            }
                        })
                .get(60, TimeUnit.SECONDS);
        assertThat(client.getSubprotocol()).isEqualTo("binary");
        client.sendBinary(bytes("{\"a\":1}{\"b\""), false).join();
        client.sendBinary(bytes(":2}"), true).join();
        awaitLog(recorder, "<OPENED>{\"a\":1}{\"b\":2}");
        Devices.writeAll(frontend, bytes("x".repeat(20_000)));
        assertThat(received.get(60, TimeUnit.SECONDS)).isEqualTo("x".repeat(20_000));
        client.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        assertThat(closed.get(60, TimeUnit.SECONDS)).isEqualTo(WebSocket.NORMAL_CLOSURE);
        awaitLog(recorder, "<OPENED>{\"a\":1}{\"b\":2}<CLOSED>");
    }

    @Test
    void webSocketAnswersTheHandshakeAndReadsFramesThatCameWithIt() throws IOException {
        try (SocketChannel client = open("websocket=on")) {
            send(client, REQUEST + "\r\n" + frame(0x82, "first") + frame(0x89, "ping") + frame(0x82, "second"));
            awaitLog(recorder, "<OPENED>firstsecond");
            String answer = readHead(client);
            assertThat(answer.replaceAll("Date: [^\r]*", "Date: now"))
                    .isEqualTo(String.join(
                            "\r\n",
                            "HTTP/1.1 101 Switching Protocols",
                            "Server: QEMU VNC",
                            "Date: now",
                            "Upgrade: websocket",
                            "Connection: Upgrade",
                            "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
                            "",
                            ""));
            assertThat(read(client, 6)).isEqualTo("\u008a\u0004ping");
        }
    }

    @Test
    void webSocketFramesMayBeCutAnywhere() throws IOException {
        try (SocketChannel client = open("websocket=on")) {
            String all = REQUEST + "\r\n" + frame(0x02, "one") + frame(0x80, "two") + frame(0x82, "y".repeat(300));
            for (int i = 0; i < all.length(); i++) {
                send(client, all.substring(i, i + 1));
            }
            awaitLog(recorder, "<OPENED>onetwo" + "y".repeat(300));
        }
    }

    @Test
    void manyCommandsInOneFrameAreAllDeliveredToAFrontEndThatTakesOneByteAtATime() throws IOException {
        recorder.room = () -> 1;
        try (SocketChannel client = open("websocket=on")) {
            send(client, REQUEST + "\r\n" + frame(0x82, "{\"execute\":\"x\"}".repeat(50)));
            awaitLog(recorder, "<OPENED>" + "{\"execute\":\"x\"}".repeat(50));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET /other HTTP/1.1, 404 Not Found",
        "POST / HTTP/1.1, 400 Bad Request",
        "GET / HTTP/1.0, 400 Bad Request",
        "nonsense, 400 Bad Request",
    })
    void webSocketRefusesOtherRequests(String line, String status) throws IOException {
        try (SocketChannel client = open("websocket=on")) {
            send(client, REQUEST.replace("GET / HTTP/1.1", line) + "\r\n");
            String answer = readAll(client).replaceAll("Date: [^\r]*", "Date: now");
            String head = "HTTP/1.1 " + status + "\r\nServer: QEMU VNC\r\nDate: now\r\nConnection: close\r\n";
            assertThat(answer)
                    .isEqualTo(status.startsWith("404") ? head + "\r\n" : head + "Sec-WebSocket-Version: 13\r\n");
            assertThat(recorder.log()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-WebSocket-Version: 13>Sec-WebSocket-Version: 12",
                "dGhlIHNhbXBsZSBub25jZQ==>short",
                "Upgrade: WebSocket>Upgrade: other",
                "Host: x>Host x",
                "Host: x>Sec-WebSocket-Protocol: text",
            })
    void webSocketRefusesBadHeaders(String change) throws IOException {
        try (SocketChannel client = open("websocket=on")) {
            String[] fromTo = change.split(">", -1);
            send(client, REQUEST.replace(fromTo[0], fromTo[1]) + "\r\n");
            assertThat(readAll(client)).startsWith("HTTP/1.1 400 Bad Request\r\n");
        }
    }

    @Test
    void webSocketRefusesARequestWithoutEnd() throws IOException {
        try (SocketChannel client = open("websocket=on")) {
            send(client, "GET / HTTP/1.1\r\nX: " + "x".repeat(4096 - 19));
            assertThat(readAll(client)).startsWith("HTTP/1.1 403 Request Entity Too Large\r\n");
        }
    }

    @Test
    void webSocketEndsTheConnectionWithTheReferencesWords() throws IOException {
        assertThat(answerTo(frame(0x81, "text")))
                .isEqualTo("\u00889\u0003\u00ebonly binary, close, ping, and pong frames are supported");
        assertThat(answerTo("\u0082\u0001x")).isEqualTo("\u0088\u001e\u0003\u00eaclient frames must be masked");
        assertThat(answerTo(frame(0x01, "text"))).isEqualTo("\u0088&\u0003\u00f0only binary frames may be fragmented");
        assertThat(answerTo("\u0088\u0080\u0000\u0000\u0000\u0000"))
                .isEqualTo("\u0088\u0016\u0003\u00e8peer requested close");
        assertThat(answerTo("\u0089\u00fe\u0001\u0000"))
                .isEqualTo("\u0088\u001c\u0003\u00eacontrol frame is too large");
    }

    @Test
    void telnetOverWebSocketPutsItsPreambleIntoAFrame() throws IOException {
        try (SocketChannel client = open("websocket=on,telnet=on")) {
            send(client, REQUEST + "\r\n");
            readHead(client);
            assertThat(read(client, 14)).isEqualTo("\u0082\u000c" + PREAMBLE);
            send(client, frame(0x82, "a\u00ff\u00f1b"));
            awaitLog(recorder, "<OPENED>ab");
        }
    }

    private String answerTo(String badFrame) throws IOException {
        Chardev device =
                devices.add("socket,id=w" + ++count + ",host=127.0.0.1,port=0,server=on,wait=off,websocket=on");
        try (SocketChannel client = Devices.connectTcp(device)) {
            send(client, REQUEST + "\r\n" + badFrame);
            readHead(client);
            return readAll(client);
        }
    }

    private static String readHead(SocketChannel client) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            String next = read(client, 1);
            if (next.isEmpty()) {
                break;
            }
            head.append(next);
        }
        return head.toString();
    }

    private static String readAll(SocketChannel client) throws IOException {
        return read(client, 100_000);
    }

    /** A masked client frame. */
    private static String frame(int first, String payload) {
        StringBuilder frame = new StringBuilder().append((char) first);
        int length = payload.length();
        if (length <= 125) {
            frame.append((char) (0x80 | length));
        } else {
            frame.append((char) 0xfe).append((char) (length >> 8)).append((char) (length & 0xff));
        }
        String mask = "\21\42\63\104";
        frame.append(mask);
        for (int i = 0; i < length; i++) {
            frame.append((char) (payload.charAt(i) ^ mask.charAt(i & 3)));
        }
        return frame.toString();
    }
}
