package dev.qmp.cli.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.qmp.cli.image.TwoServers.Session;
import dev.qmp.monitor.peers.QmpPeer;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The same requests to a real QEMU and to the image: the same replies and events, in number, order, id, class, description
 * and, where it can be the same, result. The requests are those of {@link RequestCases}: every command that both have, right
 * and wrong in each part, with ids of every kind.
 */
class RequestDifferentialIT {
    /** Commands whose results tell the two apart. */
    private static final Set<String> OWN_RESULTS =
            Set.of("query-version", "query-commands", "query-qmp-schema", "query-migrate-capabilities");

    @ParameterizedTest
    @CsvSource({
        "NOT_NEGOTIATED, ''",
        "IN_BAND, ''",
        "OUT_OF_BAND, ''",
        "IN_BAND, '-incoming defer'",
        "OUT_OF_BAND, '-S'"
    })
    void repliesAreThoseOfARealQemu(Session session, String options) {
        assumeTrue(RunningQemu.isInstalled(), RunningQemu.PROGRAM + " is not installed: nothing to compare with");
        Path directory = QmpImage.shortDirectory();
        Path ours = directory.resolve("ours.sock");
        Path theirs = directory.resolve("qemu.sock");
        List<String> arguments = options.isEmpty() ? List.of() : List.of(options.split(" ", -1));
        List<String> requests = RequestCases.of(session);
        assertThat(requests).hasSizeGreaterThan(300);
        try (RunningQmp qmp = RunningQemu.likeIt(arguments, ours);
                RunningQmp qemu = RunningQemu.start(arguments, theirs);
                QmpPeer peer = TwoServers.open(ours, session);
                QmpPeer reference = TwoServers.open(theirs, session)) {
            int replies = 0;
            SoftAssertions all = new SoftAssertions();
            for (int i = 0; i < requests.size(); i++) {
                String request = requests.get(i);
                byte[] message = request.getBytes(UTF_8);
                if (session == Session.OUT_OF_BAND && TwoServers.hasByteThatEndsTwoMessages(message)) {
                    continue;
                }
                List<Map<String, Object>> actual = compared(TwoServers.ask(peer, message, i), request);
                replies += actual.size();
                List<Map<String, Object>> expected = compared(TwoServers.ask(reference, message, i), request);
                if (!actual.equals(expected)) { // a soft assertion for each would take most of the time
                    all.assertThat(actual)
                            .as("replies to request %d: %s", i, request)
                            .isEqualTo(expected);
                }
            }
            all.assertAll();
            assertThat(replies).isGreaterThan(300);
            assertThat(qmp.process().isAlive()).isTrue();
            assertThat(qemu.process().isAlive()).isTrue();
        }
    }

    private static List<Map<String, Object>> compared(List<JsonObject> replies, String request) {
        List<Map<String, Object>> comparable = new ArrayList<>();
        boolean ownResult = OWN_RESULTS.stream().anyMatch(request::contains);
        for (JsonObject reply : replies) {
            Map<String, Object> parts = new TreeMap<>();
            reply.forEach((name, value) -> {
                if (!name.equals("timestamp")) {
                    parts.put(name, name.equals("return") && ownResult ? "" : TwoServers.byValue(value));
                }
            });
            comparable.add(parts);
        }
        return comparable;
    }
}
