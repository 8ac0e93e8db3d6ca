package dev.qmp.cli.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.monitor.peers.QmpPeer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** QMP over WebSocket, with the JDK's client. */
class WebSocketIT {
    private static final long PATIENCE_SECONDS = 60;

    /** Collects lines out of binary frames. Thread: the client's, one call at a time. */
    private static final class Lines implements WebSocket.Listener {
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        private final StringBuilder unfinished = new StringBuilder();

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            unfinished.append(UTF_8.decode(data));
            for (int end = unfinished.indexOf("\r\n"); end >= 0; end = unfinished.indexOf("\r\n")) {
                lines.add(unfinished.substring(0, end));
                unfinished.delete(0, end + 2);
            }
            socket.request(1);
            return null;
        }

        String next() throws InterruptedException {
            String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(line).isNotNull();
            return line;
        }
    }

    @Test
    void readsAllCommandsOfAFrameAndAllFramesOfAMessage() throws Exception {
        Path control = QmpImage.shortDirectory().resolve("c");
        try (RunningQmp server = RunningQmp.start(
                        "serve",
                        "-qmp",
                        "websocket:127.0.0.1:0,server=on,wait=off",
                        "-qmp",
                        "unix:" + control + ",server=on,wait=off")
                .listeningOn(control)) {
            for (int visit = 0; visit < 3; visit++) {
                Lines lines = new Lines();
                WebSocket socket = HttpClient.newHttpClient()
                        .newWebSocketBuilder()
                        .subprotocols("binary")
                        .buildAsync(URI.create("ws://127.0.0.1:" + port(control) + "/"), lines)
                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                assertThat(lines.next()).startsWith(QmpPeer.GREETING_START);
                send(socket, "{'execute':'qmp_capabilities'}", true);
                assertThat(lines.next()).isEqualTo("{\"return\": {}}");

                int count = 100;
                StringBuilder frame = new StringBuilder();
                for (int i = 0; i < count; i++) {
                    frame.append("{'execute':'query-name','id':").append(i).append('}');
                }
                send(socket, frame.toString(), true);
                for (int i = 0; i < count; i++) {
                    assertThat(lines.next()).isEqualTo("{\"return\": {}, \"id\": " + i + "}");
                }
                send(socket, "{'execute':'query-na", false);
                send(socket, "me','id':'parts'}", true);
                assertThat(lines.next()).isEqualTo("{\"return\": {}, \"id\": \"parts\"}");
                // The next visit finds the server listening again.
                socket.abort();
            }
            assertThat(server.process().isAlive()).isTrue();
        }
    }

    private static void send(WebSocket socket, String text, boolean last) throws Exception {
        WebSocket unused =
                socket.sendBinary(ByteBuffer.wrap(text.getBytes(UTF_8)), last).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static int port(Path control) {
        try (QmpPeer peer = QmpPeer.negotiated(control, false)) {
            Matcher port = Pattern.compile("websocket:127\\.0\\.0\\.1:(\\d+),server=on")
                    .matcher(peer.send("{'execute':'query-chardev'}").line());
            assertThat(port.find()).isTrue();
            return Integer.parseInt(port.group(1));
        }
    }
}
