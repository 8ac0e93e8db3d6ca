package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.monitor.peers.QmpPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The image as a proxy in front of another one. */
class ProxyIT {
    private final Path directory = QmpImage.shortDirectory();
    private final Path upstream = directory.resolve("up.sock");
    private final Path shared = directory.resolve("shared.sock");

    private RunningQmp proxy(String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("proxy", "--quiet", upstream.toString(), "-qmp", "unix:" + shared + ",server=on,wait=off"));
        arguments.addAll(List.of(more));
        return RunningQmp.start(arguments.toArray(String[]::new)).listeningOn(shared);
    }

    @Test
    void aNewClientRescuesAServerThatManyWaitFor() throws Exception {
        try (RunningQmp server = RunningQmp.serve(upstream);
                RunningQmp proxy = proxy()) {
            List<QmpPeer> waiting = new ArrayList<>();
            try {
                QmpPeer holder = QmpPeer.negotiated(shared, true);
                waiting.add(holder);
                holder.send("{'execute': 'x-hold', 'id': 1}");
                assertThat(holder.event()).isEqualTo("\"event\": \"X_HELD\"}");
                for (int i = 0; i < 49; i++) {
                    QmpPeer peer = QmpPeer.negotiated(shared, false);
                    waiting.add(peer);
                    peer.send("{'execute': 'query-name', 'id': 1}");
                }
                try (QmpPeer rescuer = QmpPeer.negotiated(shared, true)) {
                    rescuer.send("{'exec-oob': 'x-release', 'id': 'now'}");
                    assertThat(rescuer.line()).isEqualTo("{\"return\": {}, \"id\": \"now\"}");
                }
                for (QmpPeer peer : waiting) {
                    assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": 1}");
                }
                holder.send("{'execute': 'quit'}");
                assertThat(holder.event()).contains("SHUTDOWN", "host-qmp-quit");
                assertThat(holder.line()).isEqualTo("{\"return\": {}}");
                assertThat(holder.line()).isEqualTo("<end>");
            } finally {
                waiting.forEach(QmpPeer::close);
            }
            assertThat(server.process().waitFor()).isZero();
            assertThat(proxy.process().waitFor()).isZero();
            assertThat(proxy.stderr()).isEmpty();
        }
    }

    @Test
    void endsWithALineWhenTheServerIsKilled() throws Exception {
        try (RunningQmp server = RunningQmp.serve(upstream);
                RunningQmp proxy = proxy();
                QmpPeer peer = QmpPeer.negotiated(shared, true)) {
            server.process().destroyForcibly();
            assertThat(peer.line()).isEqualTo("<end>");
            assertThat(proxy.process().waitFor()).isEqualTo(1);
            assertThat(proxy.stderr()).isEqualTo("qmp proxy: the connection to unix:" + upstream + " has ended\n");
        }
    }

    @Test
    void leavesTheServerAloneAtASignal() throws Exception {
        try (RunningQmp server = RunningQmp.serve(upstream)) {
            try (RunningQmp proxy = proxy();
                    QmpPeer peer = QmpPeer.negotiated(shared, true)) {
                proxy.process().destroy();
                assertThat(peer.line()).isEqualTo("<end>");
                assertThat(proxy.process().waitFor()).isZero();
            }
            QmpPeer.negotiated(upstream, true).close();
            assertThat(server.process().isAlive()).isTrue();
        }
    }

    @Test
    void givesEachMonitorItsRightsAndReadsThemAgain() throws Exception {
        Path watch = directory.resolve("watch.sock");
        Path policy = directory.resolve("policy.json");
        policy(policy, "{\"roles\": {\"all\": {\"allow\": [\"*\"], \"events\": [\"*\"]}}, \"default\": \"all\"}");
        try (RunningQmp server = RunningQmp.serve(upstream);
                RunningQmp proxy = proxy(
                                "--policy",
                                policy.toString(),
                                "-chardev",
                                "socket,id=w,path=" + watch + ",server=on,wait=off",
                                "-mon",
                                "chardev=w,mode=control,role=readonly")
                        .listeningOn(watch);
                QmpPeer reader = QmpPeer.negotiated(watch, true);
                QmpPeer other = QmpPeer.negotiated(shared, true)) {
            reader.send("{'execute': 'query-name'} {'execute': 'quit', 'id': 1}");
            assertThat(reader.line()).isEqualTo("{\"return\": {}}");
            assertThat(reader.line()).isEqualTo(refused("1", "quit", "readonly"));
            other.send("{'execute': 'stop'}");
            assertThat(reader.event()).isEqualTo("\"event\": \"STOP\"}");
            assertThat(other.event()).isEqualTo("\"event\": \"STOP\"}");
            assertThat(other.line()).isEqualTo("{\"return\": {}}");

            policy(policy, "{\"roles\":\n  {\"all\": {\"allow\": 1}}}");
            RunningQmp.signal(proxy.process(), "HUP");
            proxy.awaitStderr("qmp proxy: --policy " + policy
                    + ":2:21: this is not an array; the policy read before stays in force\n");
            other.send("{'execute': 'cont'}");
            assertThat(other.event()).isEqualTo("\"event\": \"RESUME\"}");
            assertThat(other.line()).isEqualTo("{\"return\": {}}");

            policy(policy, "{\"default\": \"readonly\"}");
            RunningQmp.signal(proxy.process(), "HUP");
            proxy.awaitStderr("qmp proxy: --policy " + policy + ": read again\n");
            other.send("{'execute': 'stop', 'id': 2}");
            assertThat(other.line()).isEqualTo(refused("2", "stop", "readonly"));
        }
    }

    private static void policy(Path file, String text) throws IOException {
        Files.writeString(file, text);
    }

    private static String refused(String id, String command, String role) {
        return "{\"id\": " + id + ", \"error\": {\"class\": \"CommandNotFound\", \"desc\": \"Command " + command
                + " has been disabled: not allowed for role " + role + "\"}}";
    }
}
