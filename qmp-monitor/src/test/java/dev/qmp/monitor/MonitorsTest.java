package dev.qmp.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.dispatch.Dialect;
import dev.qmp.json.JsonText;
import dev.qmp.monitor.testing.QmpPeer;
import dev.qmp.monitor.testing.TestHost;
import dev.qmp.qapi.SchemaException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MonitorsTest {
    private final TestProvider provider = new TestProvider();

    private TestHost host() {
        return new TestHost(Monitors.builder().provider(provider));
    }

    @Test
    void runsInBandCommandsInTheDispatcherAndOutOfBandOnesInTheIoThread() {
        try (TestHost host = host()) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer peer = QmpPeer.negotiated(socket, true)) {
                peer.send("{'execute':'whoami'}");
                assertThat(peer.line()).isEqualTo("{\"return\": {\"text\": \"m0 test-dispatcher\"}}");
                peer.send("{'exec-oob':'whoami'}");
                assertThat(peer.line()).isEqualTo("{\"return\": {\"text\": \"m0 qmp-io\"}}");
            }
        }
    }

    @Test
    void servesMonitorsInTurn() {
        try (TestHost host = host()) {
            Path[] sockets = {
                host.listen(MonitorOptions.DEFAULT),
                host.listen(MonitorOptions.DEFAULT),
                host.listen(MonitorOptions.DEFAULT)
            };
            host.start();
            try (QmpPeer observer = QmpPeer.negotiated(host.listen(MonitorOptions.DEFAULT), true);
                    QmpPeer a = QmpPeer.negotiated(sockets[0], true);
                    QmpPeer b = QmpPeer.negotiated(sockets[1], true);
                    QmpPeer d = QmpPeer.negotiated(sockets[2], true)) {
                a.send("{'execute':'hold'}");
                provider.held.join();
                // Each burst of one event tells its number to the observer; an OOB ping tells that they are all queued.
                queue(a, 8, 100);
                queue(b, 3, 200);
                queue(d, 5, 300);
                b.send("{'exec-oob':'ping'}");
                assertThat(b.line()).isEqualTo("{\"return\": {}}");
                d.send("{'exec-oob':'ping'}");
                assertThat(d.line()).isEqualTo("{\"return\": {}}");
                observer.send("{'exec-oob':'release'}");
                assertThat(observer.line()).isEqualTo("{\"return\": {}}");
                List<Integer> order = new ArrayList<>();
                while (order.size() < 16) {
                    String event = observer.event();
                    order.add(JsonText.parse(event.substring(event.indexOf("\"data\": ") + 8, event.length() - 1))
                            .asJsonObject()
                            .getInt("number"));
                }
                assertThat(order)
                        .containsExactly(
                                200, 300, 100, 201, 301, 101, 202, 302, 102, 303, 103, 304, 104, 105, 106, 107);
            }
        }
    }

    private static void queue(QmpPeer peer, int count, int first) {
        for (int i = 0; i < count; i++) {
            peer.send("{'execute':'limited','arguments':{'key':'" + (first + i) + "','number':" + (first + i) + "}}");
        }
    }

    @Test
    void waitsForAHandlerThatCompletesLater() {
        try (TestHost host = host()) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer peer = QmpPeer.negotiated(socket, false)) {
                for (int i = 0; i < 50; i++) {
                    peer.send("{'execute':'later','id':" + i + "}{'execute':'ping','id':'p" + i + "'}");
                }
                for (int i = 0; i < 50; i++) {
                    assertThat(peer.line()).isEqualTo("{\"return\": {\"text\": \"none\"}, \"id\": " + i + "}");
                    assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": \"p" + i + "\"}");
                }
            }
        }
    }

    @Test
    void speaksTheRfcDialectOnAMonitorThatWasMadeForIt() {
        try (TestHost host = host()) {
            Path socket = host.listen(MonitorOptions.DEFAULT.withDialect(Dialect.RFC));
            host.start();
            try (QmpPeer peer = QmpPeer.connect(socket)) {
                assertThat(peer.line()).endsWith("\"capabilities\": []}}");
                peer.send("{'execute':'qmp_capabilities','arguments':{'enable':['oob']}}");
                assertThat(peer.line()).contains("\"Capability oob not available\"");
                peer.send("{'execute':'qmp_capabilities','control':{'run-oob':true},'id':1}");
                assertThat(peer.line()).contains("\"The command qmp_capabilities does not support OOB\"");
                peer.send("{'execute':'qmp_capabilities'}");
                assertThat(peer.line()).isEqualTo("{\"return\": {}}");
                peer.send("{'execute':'hold','id':'h'}");
                provider.held.join();
                peer.send("{'execute':'echo','arguments':{'text':'x'},'id':'q'}"
                        + "{'execute':'ping','control':{'run-oob':true},'id':'now'}"
                        + "{'execute':'echo','control':{'run-oob':true},'id':'not'}"
                        + "{'execute':'ping','control':true,'id':'in turn'}"
                        + "{'exec-oob':'ping','id':'no'}");
                assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": \"now\"}");
                assertThat(peer.line()).contains("\"The command echo does not support OOB\"");
                peer.send("{'execute':'release','control':{'run-oob':true}}");
                assertThat(peer.line()).isEqualTo("{\"return\": {}}");
                assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": \"h\"}");
                assertThat(peer.line()).isEqualTo("{\"return\": {\"text\": \"x\"}, \"id\": \"q\"}");
                assertThat(peer.line()).contains("\"QMP input member 'control' must be a dict\"");
                assertThat(peer.line()).contains("\"QMP input member 'exec-oob' is unexpected\"");
            }
        }
    }

    @Test
    void stopsReadingAPeerThatDoesNotReadAndLosesNothing() {
        try (TestHost host = host()) {
            Path slow = host.listen(MonitorOptions.DEFAULT.withOutputBounds(1 << 16, 64 << 20));
            Path other = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer peer = QmpPeer.negotiated(slow, false);
                    QmpPeer lively = QmpPeer.negotiated(other, false)) {
                int requests = 300;
                for (int i = 0; i < requests; i++) {
                    peer.send("{'execute':'large','arguments':{'size':100000},'id':" + i + "}");
                    lively.send("{'execute':'ping','id':" + i + "}");
                    assertThat(lively.line()).isEqualTo("{\"return\": {}, \"id\": " + i + "}");
                }
                for (int i = 0; i < requests; i++) {
                    assertThat(peer.line()).hasSizeGreaterThan(100_000).endsWith("\"id\": " + i + "}");
                }
            }
        }
    }

    @Test
    void closesASessionThatLeavesTooMuchUnread() {
        try (TestHost host = host()) {
            Path slow = host.listen(MonitorOptions.DEFAULT.withOutputBounds(1 << 16, 1 << 20));
            host.start();
            try (QmpPeer peer = QmpPeer.negotiated(slow, false);
                    QmpPeer other = QmpPeer.negotiated(host.listen(MonitorOptions.DEFAULT), false)) {
                other.send("{'execute':'burst','arguments':{'count':40000}}");
                String last = "";
                for (String line = other.line(); !line.startsWith("{\"return\""); line = other.line()) {
                    last = line;
                }
                assertThat(last).contains("\"number\": 39999");
                int events = 0;
                while (!peer.lineOrPart().equals("<end>")) {
                    events++;
                }
                assertThat(events).isBetween(1, 39_999);
                try (QmpPeer next = QmpPeer.negotiated(slow, false)) {
                    next.send("{'execute':'ping'}");
                    assertThat(next.line()).isEqualTo("{\"return\": {}}");
                }
            }
        }
    }

    @Test
    void keepsTheLastOfEventsThatComeTooFastForEachKey() {
        Instant time = Instant.ofEpochSecond(1_000_000, 123_456_000);
        try (TestHost host = new TestHost(Monitors.builder().provider(provider).clock(() -> time))) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer peer = QmpPeer.negotiated(socket, false)) {
                for (String key : new String[] {"a", "b"}) {
                    for (int i = 0; i < 5; i++) {
                        peer.send("{'execute':'limited','arguments':{'key':'" + key + "','number':" + i + "}}");
                    }
                }
                List<String> events = new ArrayList<>();
                int replies = 0;
                while (events.size() < 4 || replies < 10) {
                    String line = peer.line();
                    if (line.startsWith("{\"return\"")) {
                        replies++;
                    } else {
                        events.add(line);
                    }
                }
                String start =
                        "{\"timestamp\": {\"seconds\": 1000000, \"microseconds\": 123456}, \"event\": \"LIMITED\", ";
                assertThat(events)
                        .containsExactly(
                                start + "\"data\": {\"key\": \"a\", \"number\": 0}}",
                                start + "\"data\": {\"key\": \"b\", \"number\": 0}}",
                                start + "\"data\": {\"key\": \"a\", \"number\": 4}}",
                                start + "\"data\": {\"key\": \"b\", \"number\": 4}}");
            }
        }
    }

    @Test
    void refusesADeviceThatIsInUse() {
        try (TestHost host = host()) {
            host.listen(MonitorOptions.DEFAULT);
            host.start();
            assertThatThrownBy(() -> host.monitors().add(host.device("m0"), MonitorOptions.DEFAULT))
                    .hasMessage("Device 'm0' is in use");
        }
    }

    @Test
    void endsAMonitorThatIsClosedWhileOthersGoOn() {
        try (TestHost host = host()) {
            Path first = host.listen(MonitorOptions.DEFAULT);
            Path second = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer peer = QmpPeer.negotiated(first, false);
                    QmpPeer other = QmpPeer.negotiated(second, false)) {
                host.monitor(0).close();
                assertThat(peer.line()).isEqualTo("<end>");
                assertThat(first).doesNotExist();
                other.send("{'execute':'ping'}");
                assertThat(other.line()).isEqualTo("{\"return\": {}}");
            }
        }
    }

    @Test
    void servesWhatIsComposedInTheBackground() {
        try (TestHost host = new TestHost(Monitors.builder().provider(provider).composeInBackground(true))) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer peer = QmpPeer.negotiated(socket, true)) {
                peer.send("{'execute':'whoami'}");
                assertThat(peer.line()).isEqualTo("{\"return\": {\"text\": \"m0 test-dispatcher\"}}");
            }
        }
    }

    @Test
    void runTellsWhatCouldNotBeComposedInTheBackground() {
        try (Monitors monitors = Monitors.builder()
                .provider(provider)
                .provider(new TestProvider())
                .composeInBackground(true)
                .build()) {
            assertThatThrownBy(monitors::run)
                    .isInstanceOf(SchemaException.class)
                    .hasMessageContaining("is already defined");
        }
    }
}
