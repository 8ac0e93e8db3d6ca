package dev.qmp.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.qmp.json.JsonText;
import dev.qmp.monitor.client.Await;
import dev.qmp.monitor.peers.QmpPeer;
import dev.qmp.monitor.peers.TestHost;
import jakarta.json.JsonObject;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One budget of memory for all sessions: whoever takes the most is closed, and nobody else. */
class MemoryTest {
    private static final int MIB = 1 << 20;
    private static final String SHED = "more than any other";

    private final TestProvider provider = new TestProvider();

    private TestHost host(long budget) {
        return new TestHost(
                Monitors.builder().provider(provider).deviceCommands().memoryBudget(budget));
    }

    /** Sends until the server has closed the connection or all is sent; returns whether all was sent. */
    private static boolean sends(QmpPeer peer, String text) {
        return !(catchThrowable(() -> peer.send(text)) instanceof UncheckedIOException);
    }

    private static JsonObject memory(QmpPeer peer) {
        peer.send("{'execute':'x-query-memory','id':0}");
        return JsonText.parse(peer.line()).asJsonObject().getJsonObject("return");
    }

    private static void served(QmpPeer peer, int times) {
        for (int i = 0; i < times; i++) {
            peer.send("{'execute':'ping','id':" + i + "}");
            assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": " + i + "}");
        }
    }

    @Test
    void unfinishedMessagesCostNoMoreThanTheBudgetAndABystanderStays() {
        try (LogCapture log = new LogCapture(SHED);
                TestHost host = host(16 * MIB)) {
            List<Path> sockets = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                sockets.add(host.listen(MonitorOptions.DEFAULT));
            }
            Path free = host.listen(MonitorOptions.DEFAULT);
            host.start();
            List<QmpPeer> peers = new ArrayList<>();
            try (QmpPeer bystander = QmpPeer.negotiated(free, false)) {
                sockets.forEach(socket -> peers.add(QmpPeer.negotiated(socket, false)));
                String piece = "y".repeat(MIB / 2);
                boolean[] open = new boolean[peers.size()];
                for (int i = 0; i < open.length; i++) {
                    open[i] = sends(peers.get(i), "{'execute':'echo','arguments':{'text':'");
                }
                for (int round = 0; round < 7; round++) {
                    for (int i = 0; i < open.length; i++) {
                        open[i] = open[i] && sends(peers.get(i), piece);
                        served(bystander, 5);
                        assertThat((long) memory(bystander).getInt("used")).isLessThanOrEqualTo(16 * MIB);
                    }
                }
                Await.until("sessions that are closed", () -> log.lines().size() >= 3);
                assertThat(log.lines()).hasSizeLessThan(peers.size()).allMatch(line -> line.startsWith("WARNING"));
                assertThat(memory(bystander).getInt("refused"))
                        .isEqualTo(log.lines().size());
                served(bystander, 5);
            } finally {
                peers.forEach(QmpPeer::close);
            }
            try (QmpPeer after = QmpPeer.negotiated(free, false)) {
                Await.until("memory that is given back", () -> memory(after).getInt("used") < MIB);
            }
        }
    }

    @Test
    void readersThatDoNotReadAreClosedOneByOneAndTheOthersAreServed() {
        try (LogCapture log = new LogCapture(SHED);
                TestHost host = host(16 * MIB)) {
            List<Path> sockets = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                sockets.add(host.listen(
                        MonitorOptions.builder().outputBounds(4 * MIB, 8 * MIB).build()));
            }
            Path free = host.listen(MonitorOptions.DEFAULT);
            host.start();
            List<QmpPeer> peers = new ArrayList<>();
            try (QmpPeer bystander = QmpPeer.negotiated(free, false)) {
                sockets.forEach(socket -> peers.add(QmpPeer.negotiated(socket, false)));
                for (int round = 0; round < 4; round++) {
                    for (QmpPeer peer : peers) {
                        sends(peer, "{'execute':'large','arguments':{'size':1000000}}");
                    }
                    served(bystander, 20);
                    assertThat((long) memory(bystander).getInt("used")).isLessThanOrEqualTo(16 * MIB);
                }
                Await.until("sessions that are closed", () -> !log.lines().isEmpty());
                served(bystander, 20);
            } finally {
                peers.forEach(QmpPeer::close);
            }
        }
    }

    @Test
    void requestsThatWaitAreHeldAgainstTheirSessions() {
        try (LogCapture log = new LogCapture(SHED);
                TestHost host = host(8 * MIB)) {
            Path greedy = host.listen(MonitorOptions.DEFAULT);
            Path other = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer peer = QmpPeer.negotiated(greedy, true);
                    QmpPeer rescuer = QmpPeer.negotiated(other, true)) {
                rescuer.send("{'execute':'hold'}");
                provider.held.join();
                String request = "{'execute':'echo','arguments':{'text':'" + "z".repeat(3 * MIB / 2) + "'}}";
                for (int i = 0; i < 7 && sends(peer, request); i++) {
                    rescuer.send("{'exec-oob':'ping','id':7}");
                    assertThat(rescuer.line()).isEqualTo("{\"return\": {}, \"id\": 7}");
                }
                Await.until("a session that is closed", () -> !log.lines().isEmpty());
                assertThat(log.lines()).singleElement().asString().contains("monitor m0: session closed: it takes");
                rescuer.send("{'exec-oob':'release','id':8}");
                assertThat(List.of(rescuer.line(), rescuer.line()))
                        .containsExactlyInAnyOrder("{\"return\": {}, \"id\": 8}", "{\"return\": {}}");
                assertThat(host.monitors().waitingSize()).isZero();
            }
        }
    }

    @Test
    void beforeCapabilitiesAreNegotiatedAMessageIsSmall() {
        try (LogCapture log = new LogCapture("before capabilities are negotiated");
                TestHost host = host(64 * MIB)) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer small = QmpPeer.connect(socket)) {
                small.send("{'execute':'" + "a".repeat(60_000) + "'}");
                assertThat(small.line()).startsWith(QmpPeer.GREETING_START);
                assertThat(small.line()).contains("Expecting capabilities negotiation");
            }
            try (QmpPeer large = QmpPeer.connect(socket)) {
                assertThat(large.line()).startsWith(QmpPeer.GREETING_START);
                sends(large, "{'execute':'" + "a".repeat(300_000));
                assertThat(large.line()).isEqualTo("<end>");
                assertThat(log.lines()).singleElement().asString().contains("more than 65536 bytes");
            }
        }
    }

    @Test
    void aMessageMayTakeAQuarterOfTheBudgetAndIsRefusedBeyond() {
        try (TestHost host = host(4 * MIB)) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer peer = QmpPeer.negotiated(socket, false)) {
                peer.send("{'execute':'ping','id':'" + "a".repeat(MIB - 100) + "'}");
                assertThat(peer.line()).hasSizeGreaterThan(MIB - 100);
                peer.send("['" + "a".repeat(MIB) + "']\n");
                assertThat(peer.line()).contains("JSON token size limit exceeded");
                peer.send(new byte[] {(byte) 0xFF});
                assertThat(peer.line()).contains("JSON parse error");
            }
        }
    }

    @Test
    void aReplyThatIsLargerThanTheCapIsSaidToBeOurs() {
        try (LogCapture log = new LogCapture("session closed");
                TestHost host = host(64 * MIB)) {
            Path socket = host.listen(
                    MonitorOptions.builder().outputBounds(MIB, 2 * MIB).build());
            host.start();
            try (QmpPeer peer = QmpPeer.negotiated(socket, false)) {
                peer.send("{'execute':'large','arguments':{'size':" + 8 * MIB + "}}");
                Await.until("a session that is closed", () -> !log.lines().isEmpty());
                assertThat(log.lines().get(0))
                        .contains("is larger than the " + 2 * MIB + " bytes of output that may wait for the peer")
                        .doesNotContain("unread");
            }
        }
    }

    @Test
    void theQueryShowsWhoTakesWhat() {
        try (TestHost host = host(64 * MIB)) {
            Path first = host.listen(MonitorOptions.DEFAULT);
            Path second = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer sender = QmpPeer.negotiated(first, false);
                    QmpPeer asking = QmpPeer.negotiated(second, false)) {
                sender.send("{'execute':'echo','arguments':{'text':'" + "q".repeat(MIB));
                Await.until("an account", () -> {
                    JsonObject largest = memory(asking).getJsonArray("holders").getJsonObject(0);
                    return largest.getString("label").equals("m0") && largest.getInt("input") >= MIB;
                });
                JsonObject info = memory(asking);
                assertThat(info.getInt("limit")).isEqualTo(64 * MIB);
                assertThat(info.getInt("used")).isBetween(MIB, 6 * MIB);
                assertThat(info.getJsonArray("holders")).hasSize(2);
            }
        }
    }
}
