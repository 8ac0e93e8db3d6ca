package dev.qmp.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.ChardevException;
import dev.qmp.dispatch.spi.Dialect;
import dev.qmp.dispatch.spi.ShutdownCause;
import dev.qmp.json.JsonText;
import dev.qmp.monitor.client.Await;
import dev.qmp.monitor.peers.QmpPeer;
import dev.qmp.monitor.peers.TestHost;
import dev.qmp.qapi.SchemaException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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
            Path socket =
                    host.listen(MonitorOptions.builder().dialect(Dialect.RFC).build());
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
            Path slow = host.listen(
                    MonitorOptions.builder().outputBounds(1 << 16, 64 << 20).build());
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
            Path slow = host.listen(
                    MonitorOptions.builder().outputBounds(1 << 16, 1 << 20).build());
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
    void refusesADeviceThatIsInUse() {
        try (TestHost host = host()) {
            host.listen(MonitorOptions.DEFAULT);
            host.start();
            assertThatThrownBy(() -> host.monitors().add(host.device("m0"), MonitorOptions.DEFAULT))
                    .hasMessage("chardev 'm0' is already in use");
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
    void addsAndRemovesMonitorsFromHandlersWhileItServes() {
        try (TestHost host = host()) {
            Path first = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer peer = QmpPeer.negotiated(first, true)) {
                // A handler in band, and one in the I/O thread.
                for (String member : new String[] {"execute", "exec-oob"}) {
                    Chardev device = host.socket(member);
                    Monitor[] added = new Monitor[1];
                    provider.hook = () -> added[0] = host.monitors().add(device, MonitorOptions.DEFAULT);
                    peer.send("{'" + member + "':'hook','id':'add'}");
                    assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": \"add\"}");
                    try (QmpPeer other = QmpPeer.negotiated(host.file(member), true)) {
                        provider.hook = added[0]::remove;
                        peer.send("{'" + member + "':'hook','id':'remove'}");
                        assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": \"remove\"}");
                        // Its device is free again, and goes on; its present peer hears no more of the old monitor.
                        Await.until("a device that is free", () -> {
                            try {
                                Monitor unused = host.monitors().add(device, MonitorOptions.DEFAULT);
                                return true;
                            } catch (ChardevException e) {
                                return false;
                            }
                        });
                        assertThat(other.line()).startsWith(QmpPeer.GREETING_START);
                        other.send("{'execute':'ping','id':1}");
                        assertThat(other.line()).contains("Expecting capabilities negotiation");
                    }
                }
            }
        }
    }

    @Test
    void enablesAndDisablesCommandsWhileItServes() {
        try (TestHost host = host()) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer peer = QmpPeer.negotiated(socket, true)) {
                host.monitors().commands().disable("ping", "it is late");
                peer.send("{'execute':'ping','id':1}");
                String refusal =
                        "\"error\": {\"class\": \"CommandNotFound\", \"desc\": \"Command ping has been disabled: it"
                                + " is late\"}}";
                assertThat(peer.line()).isEqualTo("{\"id\": 1, " + refusal);
                peer.send("{'exec-oob':'ping','id':2}");
                assertThat(peer.line()).isEqualTo("{\"id\": 2, " + refusal);
                peer.send("{'execute':'query-commands'}");
                assertThat(peer.line()).contains("{\"name\": \"echo\"}").doesNotContain("\"ping\"");
                host.monitors().commands().enable("ping");
                peer.send("{'execute':'ping','id':3}");
                assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": 3}");
            }
        }
    }

    @Test
    void refusesTheRfcDialectOnADeviceThatStaysWithTheDispatcher() {
        try (TestHost host = host()) {
            MonitorOptions rfc = MonitorOptions.builder().dialect(Dialect.RFC).build();
            assertThatThrownBy(() -> host.add("ringbuf,id=r", rfc))
                    .hasMessage("Device 'r' stays with the dispatcher, so dialect 'rfc' cannot run out of band on it");
            assertThat(host.monitors()
                            .add(host.device("r"), MonitorOptions.DEFAULT)
                            .label())
                    .isEqualTo("r");
            host.start();
        }
    }

    @Test
    void answersOnceWhateverAHandlerDoes() {
        List<String> reported = new CopyOnWriteArrayList<>();
        try (TestHost host = new TestHost(Monitors.builder()
                .provider(provider)
                .errorHandler((what, failure) -> reported.add(what + ": " + failure)))) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer peer = QmpPeer.negotiated(socket, true)) {
                for (String member : new String[] {"execute", "exec-oob"}) {
                    peer.send("{'" + member + "':'broken','id':1}");
                    assertThat(peer.line())
                            .matches("\\{\"id\": 1, \"error\": \\{\"class\": \"GenericError\","
                                    + " \"desc\": \"The command broken failed \\(reference [0-9]+\\)\"\\}\\}");
                    provider.hook = () -> {
                        throw new NoClassDefFoundError("of/a/Plugin");
                    };
                    peer.send("{'" + member + "':'hook','id':2}");
                    assertThat(peer.line())
                            .matches("\\{\"id\": 2, \"error\": \\{\"class\": \"GenericError\","
                                    + " \"desc\": \"The command hook failed \\(reference [0-9]+\\)\"\\}\\}");
                    provider.hook = () -> {
                        throw new IllegalStateException("after the reply");
                    };
                    peer.send("{'" + member + "':'after-hook','id':3}");
                    assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": 3}");
                    peer.send("{'" + member + "':'ping','id':4}");
                    assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": 4}");
                }
            }
            assertThat(reported)
                    .hasSize(6)
                    .anyMatch(
                            line -> line.startsWith("the reply of command 'broken' cannot be written (reference 1): "))
                    .contains(
                            "the handler of command 'hook' failed (reference 2): java.lang.NoClassDefFoundError: of/a/Plugin",
                            "the after-reply action of command 'after-hook' failed: java.lang.IllegalStateException: after"
                                    + " the reply");
        }
    }

    @Test
    void servesOtherTasksOfTheDispatcherBetweenTwoRequests() {
        try (TestHost host = host()) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            host.start();
            List<String> order = new CopyOnWriteArrayList<>();
            try (QmpPeer peer = QmpPeer.negotiated(socket, true)) {
                provider.hook = () -> {
                    order.add("request");
                    host.monitors().mainLoop().execute(() -> order.add("task"));
                };
                peer.send("{'execute':'hold'}");
                provider.held.join();
                for (int i = 0; i < 5; i++) {
                    peer.send("{'execute':'hook','id':" + i + "}");
                }
                peer.send("{'exec-oob':'release'}");
                for (int i = 0; i < 7; i++) {
                    assertThat(peer.line()).contains("\"return\"");
                }
                Await.until("the last task", () -> order.size() == 10);
                assertThat(order)
                        .containsExactly(
                                "request", "task", "request", "task", "request", "task", "request", "task", "request",
                                "task");
            }
        }
    }

    @Test
    void skipsBlanksBehindARequestThatSuspendsButNotWhatEndsAnError() {
        try (TestHost host = host()) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer peer = QmpPeer.connect(socket)) {
                assertThat(peer.line()).startsWith(QmpPeer.GREETING_START);
                // Each of them suspends reading until its reply; the rest of a bad line is skipped up to its end.
                peer.send("{'execute':'qmp','id':1} \r\n\t@@@ $$$ \n{'execute':'qmp','id':2}\n");
                assertThat(peer.line()).startsWith("{\"id\": 1, ");
                assertThat(peer.line()).contains("JSON parse error, stray '@'");
                assertThat(peer.line()).startsWith("{\"id\": 2, ");
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
    void theHostHearsOnceThatTheEndIsAskedFor() {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (Monitors monitors = Monitors.builder()
                .provider(provider)
                .onShutdown(() -> heard.add("asked"))
                .build()) {
            assertThat(heard).isEmpty();
            monitors.stop();
            monitors.requestShutdown(ShutdownCause.HOST_UI);
        }
        assertThat(heard).containsExactly("asked");
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

    @Test
    void anEndWaitsForALateReaderOfADeviceThatStaysWithTheDispatcher() {
        try (TestHost host = new TestHost(Monitors.builder().provider(provider).flushTime(Duration.ofMinutes(1)))) {
            host.add("socket,id=m,path=" + host.file("mux") + ",server=on,wait=off,mux=on", MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer peer = QmpPeer.negotiated(host.file("mux"), false)) {
                peer.send("{'execute':'large','arguments':{'size':900000}}{'execute':'quit'}");
                Await.until("the end to be asked for", () -> provider.released.availablePermits() > 0);
                assertThat(peer.line()).hasSizeGreaterThan(900_000);
                assertThat(peer.event()).contains("SHUTDOWN");
                assertThat(peer.line()).isEqualTo("{\"return\": {}}");
                assertThat(peer.line()).isEqualTo("<end>");
            }
        }
    }

    @Test
    void aMonitorThatIsRemovedTakesItsHalfClosedSessionsAlong() {
        try (TestHost host = new TestHost(Monitors.builder().provider(provider))) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer first = QmpPeer.negotiated(socket, false)) {
                first.send("{'execute':'large','arguments':{'size':900000}}").endOutput();
                try (QmpPeer next = QmpPeer.connect(socket)) {
                    assertThat(next.line()).startsWith(QmpPeer.GREETING_START);
                    host.monitor(0).remove();
                    assertThat(first.lineOrPart()).isEqualTo("<end>");
                }
            }
        }
    }
}
