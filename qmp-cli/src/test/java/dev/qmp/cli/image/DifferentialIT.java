package dev.qmp.cli.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.qmp.json.JsonError;
import dev.qmp.json.JsonMessageParser;
import dev.qmp.json.JsonText;
import dev.qmp.json.MessageHandler;
import dev.qmp.monitor.testing.QmpPeer;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The same bytes to a real QEMU and to the image: the same replies, in number, id, class and description.
 *
 * <p>Deliberate differences, all of them: a number that overflows a double is refused here and becomes {@code inf} there; of
 * several surplus arguments the smallest is named here, any there. Numbers are compared by value, because doubles are printed
 * differently, and what a command returns is not compared at all.
 */
class DifferentialIT {
    private static final int MESSAGES = 1500;
    private static final String OUT_OF_RANGE = "JSON parse error, number out of range";

    private enum Session {
        NOT_NEGOTIATED,
        IN_BAND,
        OUT_OF_BAND
    }

    @ParameterizedTest
    @EnumSource
    void repliesAreThoseOfARealQemu(Session session) {
        assumeTrue(RunningQemu.isInstalled(), RunningQemu.PROGRAM + " is not installed: nothing to compare with");
        Path directory = QmpImage.shortDirectory();
        Path ours = directory.resolve("ours.sock");
        Path theirs = directory.resolve("qemu.sock");
        MessageGenerator messages = new MessageGenerator(session.name().hashCode());
        try (RunningQmp qmp = RunningQmp.serve(ours);
                RunningQmp qemu = RunningQemu.start(theirs);
                QmpPeer peer = open(ours, session);
                QmpPeer reference = open(theirs, session)) {
            int refused = 0;
            for (int i = 0; i < MESSAGES; i++) {
                byte[] message = messages.next();
                if (session == Session.OUT_OF_BAND && hasByteThatEndsTwoMessages(message)) {
                    // Such a byte aborts QEMU 7.2 when its queue has room for one more request only.
                    continue;
                }
                List<JsonObject> actual = ask(peer, message, i);
                List<JsonObject> expected = ask(reference, message, i);
                if (actual.toString().contains(OUT_OF_RANGE)) {
                    refused++;
                    continue;
                }
                assertThat(compared(actual, session))
                        .as("replies to message %d: %s", i, new String(message, UTF_8))
                        .isEqualTo(compared(expected, session));
            }
            assertThat(refused).as("messages with a number out of range").isLessThan(MESSAGES / 20);
            assertThat(qmp.process().isAlive()).isTrue();
            assertThat(qemu.process().isAlive()).isTrue();
        }
    }

    private static boolean hasByteThatEndsTwoMessages(byte[] message) {
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

    private static QmpPeer open(Path socket, Session session) {
        QmpPeer peer = QmpPeer.connect(socket);
        assertThat(peer.line()).startsWith("{\"QMP\"");
        if (session != Session.NOT_NEGOTIATED) {
            peer.send("{\"execute\":\"qmp_capabilities\""
                    + (session == Session.OUT_OF_BAND ? ",\"arguments\":{\"enable\":[\"oob\"]}" : "") + "}");
            assertThat(peer.line()).isEqualTo("{\"return\": {}}");
        }
        return peer;
    }

    /** Sends a message, forces a known state, and collects the replies up to that of a request with a fresh id. */
    private static List<JsonObject> ask(QmpPeer peer, byte[] message, int number) {
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
            if (reply.containsKey("event")) {
                continue;
            }
            if (("\"sync " + number + "\"").equals(String.valueOf(reply.get("id")))) {
                return replies;
            }
            replies.add(reply);
        }
    }

    /** What is compared of replies; where some may overtake others, without their order. */
    private static List<Map<String, Object>> compared(List<JsonObject> replies, Session session) {
        List<Map<String, Object>> comparable = new ArrayList<>();
        for (JsonObject reply : replies) {
            Map<String, Object> parts = new TreeMap<>();
            if (reply.containsKey("id")) {
                parts.put("id", byValue(reply.get("id")));
            }
            parts.put("error", reply.containsKey("error") ? byValue(reply.get("error")) : "none");
            comparable.add(parts);
        }
        if (session == Session.OUT_OF_BAND) {
            comparable.sort(Comparator.comparing(Object::toString));
        }
        return comparable;
    }

    private static Object byValue(JsonValue value) {
        return switch (value.getValueType()) {
            case NUMBER -> ((JsonNumber) value).doubleValue() + 0.0;
            case ARRAY ->
                value.asJsonArray().stream().map(DifferentialIT::byValue).toList();
            case OBJECT -> {
                Map<String, Object> members = new TreeMap<>();
                value.asJsonObject().forEach((name, member) -> members.put(name, byValue(member)));
                yield members;
            }
            default -> value.toString();
        };
    }
}
