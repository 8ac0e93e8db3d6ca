package dev.qmp.monitor.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.json.JsonText;
import dev.qmp.monitor.MonitorOptions;
import dev.qmp.monitor.Monitors;
import dev.qmp.monitor.peers.QmpPeer;
import dev.qmp.monitor.peers.TestHost;
import dev.qmp.monitor.proxy.Upstream;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whose request a shared server gets next, and what becomes of replies that it sends in one piece. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SharedServerTurnsTest {
    private static final Pattern COMMAND = Pattern.compile("\"execute\": \"([^\"]*)\"");
    private static final String EVENT =
            "{\"timestamp\": {\"seconds\": 1, \"microseconds\": 2}, \"event\": \"X\", \"data\": {}}";

    private static TestHost share(ScriptedServer server) {
        return new TestHost(
                Monitors.builder().upstream(Upstream.builder(server.address()).build()));
    }

    private static QmpPeer join(TestHost host, boolean running) {
        QmpPeer peer = QmpPeer.connect(host.listen(MonitorOptions.DEFAULT));
        return running ? negotiated(peer) : peer;
    }

    private static QmpPeer negotiated(QmpPeer peer) {
        assertThat(peer.line() + "\r\n").isEqualTo(ScriptedServer.GREETING);
        peer.send("{'execute': 'qmp_capabilities', 'arguments': {'enable': ['oob']}}");
        assertThat(peer.line()).isEqualTo("{\"return\": {}}");
        return peer;
    }

    private static void ask(QmpPeer peer, String command, int count) {
        for (int i = 0; i < count; i++) {
            peer.send("{'execute': '" + command + "', 'id': " + i + "}");
        }
    }

    /** Waits until the proxy has read so many requests of the session. */
    private static void awaitRequests(QmpPeer asking, String session, int count) throws Exception {
        boolean read = false;
        while (!read) {
            asking.send("{'exec-oob': 'x-query-sessions'}");
            read = JsonText.parse(asking.line()).asJsonObject().getJsonArray("return").stream()
                    .map(JsonValue::asJsonObject)
                    .anyMatch(one -> one.getString("id").equals(session) && one.getInt("requests") == count);
        }
    }

    private static String reply(int id) {
        return "{\"return\": {}, \"id\": " + id + "}";
    }

    @Test
    void takesAtMostFourRequestsOfOneClientBeforeTheNextHasItsTurn() throws Exception {
        Semaphore full = new Semaphore(0);
        Semaphore allWait = new Semaphore(0);
        List<String> order = new ArrayList<>();
        try (ScriptedServer server = ScriptedServer.tcp(peer -> {
                    peer.begin();
                    for (int i = 0; i < 3; i++) {
                        peer.reply(peer.expect("\"execute\": \"first\""), "{}");
                    }
                    List<Long> window = new ArrayList<>();
                    for (int i = 0; i < 7; i++) {
                        window.add(peer.expect("\"execute\": \"held\""));
                    }
                    full.release();
                    allWait.acquireUninterruptibly();
                    for (long id : window) {
                        peer.reply(id, "{}");
                    }
                    for (int i = 0; i < 13; i++) {
                        String line = peer.line();
                        Matcher command = COMMAND.matcher(line);
                        assertThat(command.find()).isTrue();
                        order.add(command.group(1));
                        peer.reply(ScriptedServer.Peer.id(line), "{}");
                    }
                    peer.untilClosed();
                });
                TestHost host = share(server)) {
            try (QmpPeer holder = join(host, false);
                    QmpPeer one = join(host, false);
                    QmpPeer other = join(host, false);
                    QmpPeer modest = join(host, false)) {
                host.start();
                for (QmpPeer peer : List.of(one, other, modest)) {
                    negotiated(peer);
                    ask(peer, "first", 1); // whoever was never served would come before all others
                    assertThat(peer.line()).isEqualTo(reply(0));
                }
                negotiated(holder);
                ask(holder, "held", 7);
                full.acquireUninterruptibly();
                ask(one, "one", 6);
                ask(other, "other", 6);
                ask(modest, "modest", 1);
                awaitRequests(holder, "m1", 8);
                awaitRequests(holder, "m2", 8);
                awaitRequests(holder, "m3", 3);
                allWait.release();
                for (QmpPeer peer : List.of(one, other)) {
                    for (int i = 0; i < 6; i++) {
                        assertThat(peer.line()).isEqualTo(reply(i));
                    }
                }
                assertThat(modest.line()).isEqualTo(reply(0));
                for (int i = 0; i < 7; i++) {
                    assertThat(holder.line()).isEqualTo(reply(i));
                }
            }
        }
        assertThat(order)
                .containsExactly(
                        "one", "one", "one", "one", "other", "other", "other", "other", "modest", "one", "one", "other",
                        "other");
    }

    @Test
    void handsOutRepliesThatCameInOnePieceInTheServersOrder() throws Exception {
        try (ScriptedServer server = ScriptedServer.tcp(peer -> {
                    peer.begin();
                    long[] a = new long[3];
                    long[] b = new long[2];
                    for (int i = 0; i < 3; i++) {
                        a[i] = peer.expect("\"execute\": \"a\"");
                    }
                    for (int i = 0; i < 2; i++) {
                        b[i] = peer.expect("\"execute\": \"b\"");
                    }
                    StringBuilder all = new StringBuilder();
                    for (long id : new long[] {a[0], a[1], b[0]}) {
                        all.append(reply((int) id)).append("\r\n");
                    }
                    all.append(EVENT).append("\r\n");
                    for (long id : new long[] {a[2], b[1]}) {
                        all.append(reply((int) id)).append("\r\n");
                    }
                    peer.write(all.toString());
                    peer.untilClosed();
                });
                TestHost host = share(server)) {
            try (QmpPeer a = join(host, false);
                    QmpPeer b = join(host, false)) {
                host.start();
                negotiated(a);
                negotiated(b);
                ask(a, "a", 3);
                awaitRequests(b, "m0", 4);
                ask(b, "b", 2);
                assertThat(List.of(a.line(), a.line(), a.line(), a.line()))
                        .containsExactly(reply(0), reply(1), EVENT, reply(2));
                assertThat(List.of(b.line(), b.line(), b.line())).containsExactly(reply(0), EVENT, reply(1));
            }
        }
    }

    @Test
    void answersAllBeforeItClosesAHalfClosedClient() throws Exception {
        try (ScriptedServer server = ScriptedServer.tcp(peer -> {
                    peer.begin();
                    StringBuilder all = new StringBuilder();
                    for (int i = 0; i < 5; i++) {
                        all.append(reply((int) peer.expect("\"execute\": \"last\"")))
                                .append("\r\n");
                    }
                    peer.write(all.toString());
                    peer.untilClosed();
                });
                TestHost host = share(server)) {
            host.start();
            try (QmpPeer peer = join(host, true)) {
                peer.send("{'execute': 'last', 'id': 0} {'execute': 'last', 'id': 1} {'execute': 'last', 'id': 2}"
                        + " {'execute': 'last', 'id': 3} {'execute': 'getfd', 'id': 'here'} {'execute': 'last', 'id': 4}"
                        + " {'execute': 'getfd', 'id': 'end'}");
                peer.endOutput();
                for (int i = 0; i < 4; i++) {
                    assertThat(peer.line()).isEqualTo(reply(i));
                }
                assertThat(peer.line()).contains("\"id\": \"here\"");
                assertThat(peer.line()).isEqualTo(reply(4));
                assertThat(peer.line()).contains("\"id\": \"end\"");
                assertThat(peer.line()).isEqualTo("<end>");
            }
        }
    }

    @Test
    void passesLargeRepliesOnWithTheirOwnIdsBetweenSmallOnes() throws Exception {
        String large = "[\"" + "x\\\"]}".repeat(60_000) + "\"]";
        try (ScriptedServer server = ScriptedServer.tcp(peer -> {
                    peer.begin();
                    for (int i = 0; i < 2; i++) {
                        peer.reply(peer.expect("\"execute\": \"small\""), "{}");
                        peer.reply(peer.expect("\"execute\": \"large\""), large);
                    }
                    long first = peer.expect("\"execute\": \"large\"");
                    peer.write("{\"id\": " + first + ", \"return\": " + large + "}\r\n");
                    peer.reply(peer.expect("\"execute\": \"small\""), "{}");
                    peer.untilClosed();
                });
                TestHost host = share(server)) {
            host.start();
            try (QmpPeer peer = join(host, true)) {
                peer.send("{'execute': 'small', 'id': 1}{'execute': 'large', 'id': ['two', {}]}");
                peer.send("{'execute': 'small'}{'execute': 'large'}");
                peer.send("{'execute': 'large', 'id': 5}{'execute': 'small', 'id': 6}");
                assertThat(peer.line()).isEqualTo(reply(1));
                assertThat(peer.line()).isEqualTo("{\"return\": " + large + ", \"id\": [\"two\", {}]}");
                assertThat(peer.line()).isEqualTo("{\"return\": {}}");
                assertThat(peer.line()).isEqualTo("{\"return\": " + large + "}");
                assertThat(peer.line()).isEqualTo("{\"id\": 5, \"return\": " + large + "}");
                assertThat(peer.line()).isEqualTo(reply(6));
            }
        }
    }
}
