package dev.qmp.cli.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.json.JsonError;
import dev.qmp.json.JsonMessageParser;
import dev.qmp.json.JsonText;
import dev.qmp.json.MessageHandler;
import dev.qmp.monitor.peers.QmpPeer;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A real QEMU and the image, asked the same. */
final class TwoServers {
    /** What has been negotiated. */
    enum Session {
        NOT_NEGOTIATED,
        IN_BAND,
        OUT_OF_BAND
    }

    private TwoServers() {}

    /** Tells whether a message has a byte that ends two: such a byte aborts QEMU 7.2 when its queue has room for one more only. */
    static boolean hasByteThatEndsTwoMessages(byte[] message) {
        int[] ended = new int[1];
        JsonMessageParser<int[]> parser = new JsonMessageParser<>(ended, new MessageHandler<>() {
            @Override
            public void message(int[] count, JsonValue value) {
                count[0]++;
            }

            @Override
            public void error(int[] count, JsonError error) {
                count[0]++;
            }
        });
        for (byte b : message) {
            ended[0] = 0;
            parser.feed(ByteBuffer.wrap(new byte[] {b}));
            if (ended[0] > 1) {
                return true;
            }
        }
        return false;
    }

    /** Connects and negotiates. */
    static QmpPeer open(Path socket, Session session) {
        QmpPeer peer = QmpPeer.connect(socket);
        assertThat(peer.line()).startsWith("{\"QMP\"");
        if (session != Session.NOT_NEGOTIATED) {
            peer.send("{\"execute\":\"qmp_capabilities\""
                    + (session == Session.OUT_OF_BAND ? ",\"arguments\":{\"enable\":[\"oob\"]}" : "") + "}");
            assertThat(peer.line()).isEqualTo("{\"return\": {}}");
        }
        return peer;
    }

    /** Sends a message, forces a known state, and collects the replies and events up to that of a request with a fresh id. */
    static List<JsonObject> ask(QmpPeer peer, byte[] message, int number) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(message);
        bytes.write('\n');
        bytes.write(0xFF);
        bytes.writeBytes(("{\"execute\":\"query-name\",\"id\":\"sync " + number + "\"}\n").getBytes(UTF_8));
        peer.send(bytes.toByteArray());
        List<JsonObject> replies = new ArrayList<>();
        while (true) {
            String line = peer.line();
            assertThat(line).isNotEqualTo("<end>");
            if (line.contains("inf")) {
                // Not JSON; there because of a number that we refuse.
                line = line.replaceAll("-?\\binf\\b", "0");
            }
            JsonObject reply = JsonText.parse(line).asJsonObject();
            if (("\"sync " + number + "\"").equals(String.valueOf(reply.get("id")))) {
                return replies;
            }
            replies.add(reply);
        }
    }

    /** A value in which numbers are compared by what they are, and members without their order. */
    static Object byValue(JsonValue value) {
        return switch (value.getValueType()) {
            case NUMBER -> ((JsonNumber) value).doubleValue() + 0.0;
            case ARRAY -> value.asJsonArray().stream().map(TwoServers::byValue).toList();
            case OBJECT -> {
                Map<String, Object> members = new TreeMap<>();
                value.asJsonObject().forEach((name, member) -> members.put(name, byValue(member)));
                yield members;
            }
            default -> value.toString();
        };
    }
}
