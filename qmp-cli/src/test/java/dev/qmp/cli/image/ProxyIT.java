package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.monitor.peers.QmpPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

    @Test
    void sharesSeveralServersEachForItself() throws Exception {
        Path one = directory.resolve("one.sock");
        Path two = directory.resolve("two.sock");
        try (RunningQmp first = RunningQmp.serve(List.of("-name", "one"), one);
                RunningQmp second = RunningQmp.serve(List.of("-name", "two"), two);
                RunningQmp proxy = RunningQmp.start(
                                "proxy",
                                "--upstream",
                                "one=" + one,
                                "--upstream",
                                "two=" + two,
                                "-qmp",
                                "unix:" + directory + "/{name}-shared.sock,server=on,wait=off")
                        .listeningOn(directory.resolve("one-shared.sock"), directory.resolve("two-shared.sock"));
                QmpPeer toFirst = QmpPeer.negotiated(directory.resolve("one-shared.sock"), true);
                QmpPeer toSecond = QmpPeer.negotiated(directory.resolve("two-shared.sock"), true)) {
            toFirst.send("{'execute': 'x-hold'}");
            assertThat(toFirst.event()).isEqualTo("\"event\": \"X_HELD\"}");
            toSecond.send("{'execute': 'query-name'}");
            assertThat(toSecond.line()).isEqualTo("{\"return\": {\"name\": \"two\"}}");
            first.process().destroyForcibly();
            assertThat(toFirst.line()).isEqualTo("<end>");
            proxy.awaitStderr("qmp proxy: one: the connection to unix:" + one + " has ended\n");
            toSecond.send("{'execute': 'query-name'}");
            assertThat(toSecond.line()).isEqualTo("{\"return\": {\"name\": \"two\"}}");
            toSecond.send("{'execute': 'quit'}");
            assertThat(toSecond.event()).contains("SHUTDOWN");
            assertThat(proxy.process().waitFor()).isEqualTo(1);
            assertThat(second.process().waitFor()).isZero();
        }
    }

    @Test
    void sharesTheSocketsOfAFolderAsTheyComeAndGo() throws Exception {
        Path folder = Files.createDirectory(directory.resolve("vms"));
        Path vm = folder.resolve("a.sock");
        Path mine = directory.resolve("a.shared");
        Files.createFile(folder.resolve("file.sock"));
        try (RunningQmp proxy = RunningQmp.start(
                "proxy",
                "--upstreams",
                folder + "/*.sock",
                "-qmp",
                "unix:" + directory + "/{name}.shared,server=on,wait=off")) {
            for (int round = 0; round < 2; round++) {
                try (RunningQmp server = RunningQmp.serve(vm)) {
                    proxy.awaitStderr("qmp proxy: listening on unix:" + mine + "\n");
                    proxy.listeningOn(mine);
                    try (QmpPeer peer = QmpPeer.negotiated(mine, true)) {
                        peer.send("{'execute': 'quit'}");
                        assertThat(peer.event()).contains("SHUTDOWN");
                        assertThat(peer.line()).isEqualTo("{\"return\": {}}");
                        assertThat(peer.line()).isEqualTo("<end>");
                    }
                    assertThat(server.process().waitFor()).isZero();
                }
                awaitAbsence(mine);
            }
            proxy.process().destroy();
            assertThat(proxy.process().waitFor()).isZero();
        }
    }

    private static void awaitAbsence(Path file) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (Files.exists(file)) {
            assertThat(System.nanoTime()).as("%s is still there", file).isLessThan(deadline);
            Thread.sleep(5);
        }
    }

    @Test
    void descriptorsNeedAUnixSocket() {
        try (RunningQmp proxy = RunningQmp.start("proxy", "tcp:127.0.0.1:4444", "--descriptors")) {
            assertThat(proxy.status()).isEqualTo(2);
            assertThat(proxy.stderr())
                    .startsWith("qmp proxy: --descriptors: tcp:127.0.0.1:4444 is not a unix socket")
                    .hasLineCount(1);
        }
    }

    @Test
    void severalServersNeedPathsOfTheirOwn() {
        try (RunningQmp proxy = RunningQmp.start(
                "proxy",
                "--upstream",
                "a=a.sock",
                "--upstream",
                "b=b.sock",
                "-qmp",
                "unix:x.sock,server=on,wait=off")) {
            assertThat(proxy.status()).isEqualTo(1);
            assertThat(proxy.stderr())
                    .isEqualTo("qmp proxy: -qmp unix:x.sock,server=on,wait=off: "
                            + "the devices of several servers need {name} in their paths\n");
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
