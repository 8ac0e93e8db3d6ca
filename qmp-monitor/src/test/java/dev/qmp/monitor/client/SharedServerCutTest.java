package dev.qmp.monitor.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.monitor.MonitorOptions;
import dev.qmp.monitor.Monitors;
import dev.qmp.monitor.peers.QmpPeer;
import dev.qmp.monitor.peers.TestHost;
import dev.qmp.monitor.proxy.Upstream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The connections of a shared server, cut after any byte. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class SharedServerCutTest {
    private static final String EVENT = "{\"timestamp\": {\"seconds\": 1, \"microseconds\": 2}, \"event\": \"E\"}";
    private static final int PARTS = 16;
    private static final String REPLY = "{\"return\": [1, \"}\\\"\"], \"id\": 1}";

    private static TestHost share(ScriptedServer server) {
        return new TestHost(Monitors.builder()
                .upstream(Upstream.builder(server.address()).reconnect(true).build()));
    }

    private static QmpPeer join(Path socket) {
        QmpPeer peer = QmpPeer.connect(socket);
        assertThat(peer.line() + "\r\n").isEqualTo(ScriptedServer.GREETING);
        peer.send("{'execute': 'qmp_capabilities', 'arguments': {'enable': ['oob']}}");
        assertThat(peer.line()).isEqualTo("{\"return\": {}}");
        return peer;
    }

    /** Many at a time, because each proxy waits for a moment before it connects again. */
    @Test
    void aServerThatDiesAfterAnyByteLeavesWholeMessagesOnly() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Callable<Void>> parts = new ArrayList<>();
            for (int i = 0; i < PARTS; i++) {
                int first = i;
                parts.add(() -> {
                    theServerDies(first);
                    return null;
                });
            }
            for (Future<Void> part : threads.invokeAll(parts)) {
                part.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    private static void theServerDies(int first) throws Exception {
        String stream = EVENT + "\r\n" + REPLY + "\r\n" + EVENT + "\r\n";
        int[] cut = {first};
        try (ScriptedServer server = ScriptedServer.tcp(peer -> {
                    peer.begin();
                    if (peer.line() == null) {
                        return; // the end of the test
                    }
                    peer.write(stream.substring(0, cut[0]).getBytes(ISO_8859_1));
                    peer.close();
                });
                TestHost host = share(server)) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer peer = join(socket)) {
                for (; cut[0] <= stream.length(); cut[0] += PARTS) {
                    peer.send("{'execute': 'query', 'id': 'q'}");
                    List<String> seen = new ArrayList<>();
                    for (String line = peer.line(); !line.contains("\"connected\": true"); line = peer.line()) {
                        seen.add(line);
                    }
                    List<String> expected = new ArrayList<>();
                    boolean replied = cut[0] >= stream.indexOf(REPLY) + REPLY.length();
                    Stream.of(EVENT, REPLY.replace("\"id\": 1", "\"id\": \"q\""))
                            .forEach(expected::add);
                    if (cut[0] < EVENT.length()) {
                        expected.remove(EVENT);
                    }
                    if (!replied) {
                        expected.remove(expected.size() - 1);
                    }
                    if (cut[0] >= stream.length() - 2) {
                        expected.add(EVENT);
                    }
                    List<String> messages = seen.stream()
                            .filter(one -> !one.contains("X_UPSTREAM") && !one.contains("was lost"))
                            .toList();
                    assertThat(messages).as("cut after byte %d", cut[0]).isEqualTo(expected);
                    assertThat(seen.stream().filter(one -> one.contains("was lost")))
                            .as("cut after byte %d", cut[0])
                            .hasSize(replied ? 0 : 1);
                }
            }
        }
    }

    @Test
    void aClientThatDiesAfterAnyByteHarmsNobody() throws Exception {
        try (ScriptedServer server = ScriptedServer.tcp(peer -> {
                    peer.begin();
                    for (String line; (line = peer.line()) != null; ) {
                        peer.reply(
                                ScriptedServer.Peer.id(line), "\"" + (line.contains("gone") ? "gone" : "stays") + "\"");
                    }
                });
                TestHost host = share(server)) {
            Path one = host.listen(MonitorOptions.DEFAULT);
            Path other = host.listen(MonitorOptions.DEFAULT);
            host.start();
            String script = "{'execute': 'qmp_capabilities', 'arguments': {'enable': ['oob']}}"
                    + "{'execute': 'gone', 'id': 1}{'exec-oob': 'gone', 'id': 2}";
            try (QmpPeer stays = join(other)) {
                for (int cut = 0; cut <= script.length(); cut++) {
                    try (QmpPeer gone = QmpPeer.connect(one)) {
                        gone.line();
                        gone.send(script.substring(0, cut));
                    }
                    stays.send("{'execute': 'query', 'id': " + cut + "}");
                    assertThat(stays.line()).isEqualTo("{\"return\": \"stays\", \"id\": " + cut + "}");
                }
            }
        }
    }
}
