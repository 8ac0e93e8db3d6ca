package dev.qmp.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.options.OptionString;
import dev.qmp.chardev.options.OptionTable;
import dev.qmp.dispatch.CurrentMonitor;
import dev.qmp.monitor.client.Await;
import dev.qmp.monitor.peers.HumanPeer;
import dev.qmp.monitor.peers.QmpPeer;
import dev.qmp.monitor.peers.TestHost;
import dev.qmp.monitor.spi.VersionInfo;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HumanMonitorTest {
    private static final MonitorOptions READLINE =
            MonitorOptions.builder().mode(MonitorMode.READLINE).build();
    private static final String BANNER = "QEMU 10.0.0 monitor - type 'help' for more information\r\n(qemu) ";

    private final TestProvider provider = new TestProvider();

    private TestHost host() {
        return new TestHost(Monitors.builder().provider(provider));
    }

    @Test
    void runsCommandsInTheDispatcherAsTheCurrentMonitor() {
        try (TestHost host = host()) {
            Path socket = host.listen(READLINE);
            host.start();
            try (HumanPeer peer = HumanPeer.connect(socket)) {
                assertThat(peer.prompt()).isEqualTo(BANNER);
                assertThat(peer.enter("whoami")).isEqualTo("text: m0 test-dispatcher\r\n(qemu) ");
                assertThat(peer.enter("echo text='a  b'")).isEqualTo("text: a  b\r\n(qemu) ");
                assertThat(peer.enter("echo \"a  b\"")).isEqualTo("text: a  b\r\n(qemu) ");
                assertThat(peer.enter("echo")).isEqualTo("Error: Parameter 'text' is missing\r\n(qemu) ");
                assertThat(peer.enter("ping")).isEqualTo("(qemu) ");
            }
        }
    }

    @Test
    void reportsTheVersionOfTheGreeting() {
        try (TestHost host = new TestHost(Monitors.builder().version(new VersionInfo(8, 1, 3, "x")))) {
            Path socket = host.listen(READLINE);
            host.start();
            try (HumanPeer peer = HumanPeer.connect(socket)) {
                assertThat(peer.prompt()).startsWith("QEMU 8.1.3 monitor - ");
                assertThat(peer.enter("info version")).isEqualTo("8.1.3x\r\n(qemu) ");
            }
        }
    }

    @Test
    void waitsItsTurnAndShowsThePromptWhenTheCommandIsDone() {
        try (TestHost host = host()) {
            Path socket = host.listen(READLINE);
            Path control = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (HumanPeer peer = HumanPeer.connect(socket);
                    QmpPeer program = QmpPeer.negotiated(control, true)) {
                assertThat(peer.prompt()).isEqualTo(BANNER);
                peer.send("hold\rping\recho x\r");
                provider.held.join();
                program.send("{'execute':'echo','arguments':{'text':'y'}}");
                program.send("{'exec-oob':'release'}");
                assertThat(program.line()).isEqualTo("{\"return\": {}}");
                assertThat(program.line()).isEqualTo("{\"return\": {\"text\": \"y\"}}");
                assertThat(peer.prompt()).endsWith("hold\u001b[K\r\n(qemu) ");
                assertThat(peer.prompt()).endsWith("ping\u001b[K\r\n(qemu) ");
                assertThat(peer.prompt()).endsWith("echo x\u001b[K\r\ntext: x\r\n(qemu) ");
            }
        }
    }

    @Test
    void aCommandMayCompleteLaterInAnotherThread() {
        try (TestHost host = host()) {
            Path socket = host.listen(READLINE);
            host.start();
            try (HumanPeer peer = HumanPeer.connect(socket)) {
                assertThat(peer.prompt()).isEqualTo(BANNER);
                for (int i = 0; i < 50; i++) {
                    assertThat(peer.enter("later")).isEqualTo("text: none\r\n(qemu) ");
                }
            }
        }
    }

    @Test
    void showsNoEvents() {
        try (TestHost host = host()) {
            Path socket = host.listen(READLINE);
            host.start();
            try (HumanPeer peer = HumanPeer.connect(socket)) {
                assertThat(peer.prompt()).isEqualTo(BANNER);
                assertThat(peer.enter("burst 100")).isEqualTo("(qemu) ");
                assertThat(peer.enter("ping")).isEqualTo("(qemu) ");
            }
        }
    }

    @Test
    void answersAllThatWasReadBeforeTheEndOfInput() {
        try (TestHost host = host()) {
            Path socket = host.listen(READLINE);
            host.start();
            try (HumanPeer peer = HumanPeer.connect(socket)) {
                peer.send("hold\necho last\nnever finished").endOutput();
                provider.held.join();
                provider.released.release();
                assertThat(peer.rest()).endsWith("text: last\r\n(qemu) " + HumanPeer.echo("never finished"));
            }
        }
    }

    @Test
    void aDepartedPeersCommandPrintsNothingToTheNext() {
        try (TestHost host = host()) {
            Path socket = host.listen(READLINE);
            host.start();
            try (HumanPeer peer = HumanPeer.connect(socket)) {
                peer.send("echo remembered\rhold\r");
                provider.held.join();
            }
            provider.released.release();
            try (HumanPeer peer = HumanPeer.connect(socket)) {
                assertThat(peer.prompt()).isEqualTo(BANNER);
                assertThat(peer.enter("echo x")).isEqualTo("text: x\r\n(qemu) ");
                peer.send("\u001b[A\u001b[A\u001b[A\r");
                assertThat(peer.prompt()).endsWith("echo remembered\u001b[K\r\ntext: remembered\r\n(qemu) ");
            }
        }
    }

    @Test
    void quitEndsEverythingWithoutAPrompt() {
        try (TestHost host = host()) {
            Path socket = host.listen(READLINE);
            host.start();
            try (HumanPeer peer = HumanPeer.connect(socket)) {
                assertThat(peer.prompt()).isEqualTo(BANNER);
                peer.send("q\r");
                assertThat(peer.rest()).isEqualTo(HumanPeer.echo("q") + "\r\n");
            }
        }
    }

    @Test
    void quitWaitsForAPeerThatReadsLate() {
        try (TestHost host = new TestHost(Monitors.builder().provider(provider).flushTime(Duration.ofMinutes(1)))) {
            Path socket = host.listen(READLINE);
            host.start();
            try (HumanPeer peer = HumanPeer.connect(socket)) {
                assertThat(peer.prompt()).isEqualTo(BANNER);
                peer.send("large 900000\rq\r");
                Await.until("the end to be asked for", () -> provider.released.availablePermits() > 0);
                assertThat(peer.rest())
                        .endsWith("xxx\r\n(qemu) " + HumanPeer.echo("q") + "\r\n")
                        .hasSizeGreaterThan(900_000);
            }
        }
    }

    @Test
    void quitDoesNotWaitLongForAPeerThatNeverReads() throws InterruptedException {
        try (TestHost host = new TestHost(Monitors.builder().provider(provider).flushTime(Duration.ofMillis(20)))) {
            Path socket = host.listen(READLINE);
            host.start();
            try (HumanPeer peer = HumanPeer.connect(socket)) {
                assertThat(peer.prompt()).isEqualTo(BANNER);
                peer.send("large 900000\rq\r");
                assertThat(host.monitors().awaitEnd(Duration.ofMinutes(1))).isTrue();
                assertThat(peer.rest()).hasSizeLessThan(900_000);
            }
        }
    }

    @Test
    void whoConnectsAgainTakesItsPlaceInTheRound() {
        List<String> order = new CopyOnWriteArrayList<>();
        provider.hook = () -> order.add(CurrentMonitor.get().orElseThrow().label());
        try (TestHost host = host()) {
            Path program = host.listen(MonitorOptions.DEFAULT);
            Path busy = host.listen(MonitorOptions.DEFAULT);
            Path people = host.listen(READLINE);
            host.start();
            try (QmpPeer first = QmpPeer.negotiated(program, false);
                    QmpPeer other = QmpPeer.negotiated(busy, false)) {
                try (HumanPeer before = HumanPeer.connect(people)) {
                    assertThat(before.prompt()).isEqualTo(BANNER);
                    assertThat(before.enter("ping")).isEqualTo("(qemu) ");
                }
                // Takes the dispatcher, whose loop goes on.
                other.send("{'execute':'never'}");
                provider.endlessBegun.join();
                other.send("{'execute':'ping'}");
                Await.until("one that waits", () -> host.monitors().waitingSize() > 0);
                long one = host.monitors().waitingSize();
                first.send("{'execute':'hook'}");
                Await.until("another one", () -> host.monitors().waitingSize() > one);
                long two = host.monitors().waitingSize();
                try (HumanPeer again = HumanPeer.connect(people)) {
                    assertThat(again.prompt()).isEqualTo(BANNER);
                    again.send("hook\r");
                    Await.until("a line", () -> host.monitors().waitingSize() > two);
                    provider.endless.complete(JsonValue.EMPTY_JSON_OBJECT);
                    assertThat(again.prompt()).endsWith("(qemu) ");
                }
                assertThat(first.line()).isEqualTo("{\"return\": {}}");
            }
            assertThat(order).containsExactly("m0", "m2");
        }
    }

    @Test
    void aPeerThatDoesNotReadIsNotRead() {
        try (TestHost host = host()) {
            Path socket = host.listen(
                    READLINE.toBuilder().outputBounds(1 << 12, 700_000).build());
            host.start();
            try (HumanPeer peer = HumanPeer.connect(socket)) {
                assertThat(peer.prompt()).isEqualTo(BANNER);
                for (int i = 0; i < 20; i++) {
                    peer.send("large 500000\r");
                }
                for (int i = 0; i < 20; i++) {
                    assertThat(peer.prompt()).endsWith("xxx\r\n(qemu) ").hasSizeGreaterThan(500_000);
                }
            }
        }
    }

    @Test
    void programsRunLinesToo() {
        try (TestHost host = host()) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer peer = QmpPeer.negotiated(socket, true)) {
                assertThat(run(peer, "nosuch")).isEqualTo("{\"return\": \"unknown command: 'nosuch'\\r\\n\"}");
                assertThat(run(peer, " ")).isEqualTo("{\"return\": \"\"}");
                assertThat(run(peer, "ping")).isEqualTo("{\"return\": \"\"}");
                assertThat(run(peer, "whoami")).isEqualTo("{\"return\": \"text: m0 test-dispatcher\\r\\n\"}");
                assertThat(run(peer, "later")).isEqualTo("{\"return\": \"text: none\\r\\n\"}");
                assertThat(run(peer, "echo")).isEqualTo("{\"return\": \"Error: Parameter 'text' is missing\\r\\n\"}");
                assertThat(run(peer, "human-monitor-command 'echo x'")).isEqualTo("{\"return\": \"text: x\\r\\n\"}");
                peer.send("{'execute':'human-monitor-command','arguments':{'command-line':'x','cpu-index':0}}");
                assertThat(peer.line()).isEqualTo("{\"return\": \"unknown command: 'x'\\r\\n\"}");
                peer.send("{'execute':'human-monitor-command','arguments':{'command-line':'x','cpu-index':1}}");
                assertThat(peer.line())
                        .isEqualTo("{\"error\": {\"class\": \"GenericError\", "
                                + "\"desc\": \"Parameter 'cpu-index' expects a CPU number\"}}");
                peer.send("{'exec-oob':'human-monitor-command','arguments':{'command-line':'x'}}");
                assertThat(peer.line()).contains("does not support OOB");
            }
        }
    }

    @Test
    void explainsFromTheDocumentationOfTheProviders() {
        try (TestHost host = new TestHost(Monitors.builder())) {
            Path socket = host.listen(READLINE);
            host.start();
            try (HumanPeer peer = HumanPeer.connect(socket)) {
                assertThat(peer.prompt()).isEqualTo(BANNER);
                assertThat(peer.enter("help query-name"))
                        .isEqualTo("query-name  -- Tell the name given to this machine\r\n(qemu) ");
                assertThat(peer.enter("help human-monitor-command"))
                        .startsWith("human-monitor-command command-line [cpu-index] -- Run a line as a human monitor"
                                + " would\r\n")
                        .contains("\r\n  command-line=str: the line\r\n");
            }
        }
    }

    @Test
    void servesEachClientOfAListenerForMany(@TempDir Path directory) {
        try (TestHost host = host()) {
            Path socket = directory.resolve("s");
            Chardev listener = host.monitors()
                    .devices()
                    .add(OptionString.parse(
                            "socket,id=many,path=" + socket + ",server=on,wait=off,max-clients=2",
                            OptionTable.CHARDEV));
            assertThat(host.monitors().add(listener, READLINE).label()).isEqualTo("many");
            host.start();
            try (HumanPeer one = HumanPeer.connect(socket);
                    HumanPeer other = HumanPeer.connect(socket)) {
                assertThat(one.prompt()).isEqualTo(BANNER);
                assertThat(other.prompt()).isEqualTo(BANNER);
                assertThat(one.enter("whoami")).isEqualTo("text: many#1 test-dispatcher\r\n(qemu) ");
                assertThat(other.enter("whoami")).isEqualTo("text: many#2 test-dispatcher\r\n(qemu) ");
            }
        }
    }

    @Test
    void answersDatagrams() throws IOException {
        try (TestHost host = host();
                DatagramSocket peer = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            int port = free.getLocalPort();
            free.close();
            Chardev device = host.monitors()
                    .devices()
                    .add(OptionString.parse(
                            "udp,id=u,host=127.0.0.1,port=" + peer.getLocalPort() + ",localaddr=127.0.0.1,localport="
                                    + port,
                            OptionTable.CHARDEV));
            assertThat(host.monitors().add(device, READLINE).label()).isEqualTo("u");
            host.start();
            byte[] line = "whoami\n".getBytes(StandardCharsets.UTF_8);
            peer.send(new DatagramPacket(line, line.length, InetAddress.getLoopbackAddress(), port));
            StringBuilder answer = new StringBuilder();
            while (answer.indexOf("(qemu) ") < 0) {
                DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
                peer.receive(packet);
                answer.append(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
            }
            assertThat(answer.toString())
                    .isEqualTo(HumanPeer.echo("whoami") + "\r\ntext: u test-dispatcher\r\n(qemu) ");
        }
    }

    private static String run(QmpPeer peer, String line) {
        peer.send("{\"execute\":\"human-monitor-command\",\"arguments\":{\"command-line\":\"" + line + "\"}}");
        return peer.line();
    }
}
