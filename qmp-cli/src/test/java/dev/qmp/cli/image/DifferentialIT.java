package dev.qmp.cli.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.qmp.monitor.peers.QmpPeer;
import jakarta.json.JsonObject;
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
    private static final int MESSAGES = Integer.getInteger("qmp.tries", 200);
    private static final String OUT_OF_RANGE = "JSON parse error, number out of range";

    @ParameterizedTest
    @EnumSource
    void repliesAreThoseOfARealQemu(TwoServers.Session session) {
        assumeTrue(RunningQemu.isInstalled(), RunningQemu.PROGRAM + " is not installed: nothing to compare with");
        Path directory = QmpImage.shortDirectory();
        Path ours = directory.resolve("ours.sock");
        Path theirs = directory.resolve("qemu.sock");
        MessageGenerator messages = new MessageGenerator(session.name().hashCode());
        try (RunningQmp qmp = RunningQemu.likeIt(List.of(), ours);
                RunningQmp qemu = RunningQemu.start(theirs);
                QmpPeer peer = TwoServers.open(ours, session);
                QmpPeer reference = TwoServers.open(theirs, session)) {
            int refused = 0;
            for (int i = 0; i < MESSAGES; i++) {
                byte[] message = messages.next();
                if (session == TwoServers.Session.OUT_OF_BAND && TwoServers.hasByteThatEndsTwoMessages(message)) {
                    // Such a byte aborts QEMU 7.2 when its queue has room for one more request only.
                    continue;
                }
                List<JsonObject> actual = withoutEvents(TwoServers.ask(peer, message, i));
                List<JsonObject> expected = withoutEvents(TwoServers.ask(reference, message, i));
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

    private static List<JsonObject> withoutEvents(List<JsonObject> replies) {
        return replies.stream().filter(reply -> !reply.containsKey("event")).toList();
    }

    /** What is compared of replies; where some may overtake others, without their order. */
    private static List<Map<String, Object>> compared(List<JsonObject> replies, TwoServers.Session session) {
        List<Map<String, Object>> comparable = new ArrayList<>();
        for (JsonObject reply : replies) {
            Map<String, Object> parts = new TreeMap<>();
            if (reply.containsKey("id")) {
                parts.put("id", TwoServers.byValue(reply.get("id")));
            }
            parts.put("error", reply.containsKey("error") ? TwoServers.byValue(reply.get("error")) : "none");
            comparable.add(parts);
        }
        if (session == TwoServers.Session.OUT_OF_BAND) {
            comparable.sort(Comparator.comparing(Object::toString));
        }
        return comparable;
    }
}
