package dev.qmp.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.json.JsonText;
import dev.qmp.monitor.peers.QmpPeer;
import dev.qmp.monitor.peers.TestHost;
import dev.qmp.monitor.rights.Policy;
import dev.qmp.monitor.rights.Role;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a server says of its sessions. */
class SessionsTest {
    private static final String HOLD = "{'execute': 'hold'}";
    private static final String PING = "{'execute': 'ping'}";

    private static JsonObject session(QmpPeer peer, String id) {
        peer.send("{'exec-oob': 'x-query-sessions'}");
        return JsonText.parse(peer.line()).asJsonObject().getJsonArray("return").stream()
                .map(one -> one.asJsonObject())
                .filter(one -> one.getString("id").equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aServerShowsWhatItsSessionsHaveUnderWay() throws Exception {
        TestProvider provider = new TestProvider();
        try (TestHost host = new TestHost(Monitors.builder().provider(provider).sessionCommands())) {
            Path one = host.listen(MonitorOptions.DEFAULT);
            Path other = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer busy = QmpPeer.negotiated(one, true);
                    QmpPeer peer = QmpPeer.negotiated(other, true)) {
                JsonObject before = session(peer, "m0");
                assertThat(before.getInt("in-flight")).isZero();
                busy.send(HOLD + PING + PING);
                provider.held.get();
                JsonObject now;
                do {
                    now = session(peer, "m0");
                } while (now.getInt("in-flight") < 3);
                assertThat(now.getInt("requests") - before.getInt("requests")).isEqualTo(3);
                assertThat(now.getInt("bytes-in") - before.getInt("bytes-in")).isEqualTo((HOLD + PING + PING).length());
                assertThat(now.getInt("bytes-out")).isEqualTo(before.getInt("bytes-out"));
                peer.send("{'exec-oob': 'release'}");
                peer.line();
                for (int i = 0; i < 3; i++) {
                    assertThat(busy.line()).isEqualTo("{\"return\": {}}");
                }
                JsonObject after = session(peer, "m0");
                assertThat(after.getInt("bytes-out") - before.getInt("bytes-out"))
                        .isEqualTo(3 * "{\"return\": {}}\r\n".length());
                assertThat(after.getInt("events-dropped")).isZero();
                peer.send("{'exec-oob': 'x-close-session', 'arguments': {'id': 'm0'}}");
                assertThat(peer.line()).isEqualTo("{\"return\": {}}");
                assertThat(busy.line()).isEqualTo("<end>");
            }
        }
    }

    @Test
    void eventsThatARoleKeepsBackAreCounted() {
        Policy policy = Policy.builder()
                .otherwise(Role.builder("deaf").allow("*").build())
                .build();
        try (TestHost host = new TestHost(
                Monitors.builder().provider(new TestProvider()).policy(policy).sessionCommands())) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer peer = QmpPeer.negotiated(socket, true)) {
                peer.send("{'execute': 'burst', 'arguments': {'count': 3}}");
                assertThat(peer.line()).isEqualTo("{\"return\": {}}");
                assertThat(session(peer, "m0").getInt("events-dropped")).isEqualTo(3);
                assertThat(session(peer, "m0").getString("role")).isEqualTo("deaf");
            }
        }
    }
}
