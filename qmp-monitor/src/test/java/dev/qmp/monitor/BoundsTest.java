package dev.qmp.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.monitor.client.Await;
import dev.qmp.monitor.internal.queue.InBandQueue;
import dev.qmp.monitor.peers.QmpPeer;
import dev.qmp.monitor.peers.TestHost;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a peer that does not read, or sends more than can be executed, costs: counted, not timed. */
class BoundsTest {
    /** As large as the introspection of a whole QEMU. */
    private static final int SCHEMA_SIZE = 207_000;

    private final TestProvider provider = new TestProvider();

    @Test
    void fourHundredLargeRepliesThatNobodyReadsCostAFewOfThem() throws Exception {
        int requests = 400;
        int highWater = MonitorOptions.DEFAULT.outputHighWater();
        try (TestHost host = new TestHost(Monitors.builder().provider(provider))) {
            Path deaf = host.listen(MonitorOptions.DEFAULT);
            Path other = host.listen(MonitorOptions.DEFAULT);
            host.start();
            for (boolean outOfBand : new boolean[] {false, true}) {
                provider.larges.set(0);
                try (QmpPeer peer = QmpPeer.negotiated(deaf, outOfBand);
                        QmpPeer lively = QmpPeer.negotiated(other, outOfBand)) {
                    Thread sender = new Thread(() -> {
                        for (int i = 0; i < requests; i++) {
                            peer.send("{'execute':'large','arguments':{'size':" + SCHEMA_SIZE + "},'id':" + i + "}");
                        }
                    });
                    sender.start();
                    // What was read before the mark is executed, nothing more: the mark, the queue, and what the kernel
                    // holds.
                    int most = highWater / SCHEMA_SIZE + 1 + InBandQueue.CAPACITY + 1 + (2 << 20) / SCHEMA_SIZE;
                    int before = -1;
                    while (provider.larges.get() == 0 || provider.larges.get() != before) {
                        before = provider.larges.get();
                        // Each answer is a turn of both loops.
                        for (int i = 0; i < 50; i++) {
                            lively.send("{'execute':'ping','id':" + i + "}");
                            assertThat(lively.line()).isEqualTo("{\"return\": {}, \"id\": " + i + "}");
                        }
                    }
                    assertThat(provider.larges.get()).isBetween(1, most);
                    for (int i = 0; i < requests; i++) {
                        assertThat(peer.line()).hasSizeGreaterThan(SCHEMA_SIZE).endsWith("\"id\": " + i + "}");
                    }
                    sender.join();
                    assertThat(provider.larges.get()).isEqualTo(requests);
                }
            }
        }
    }

    @Test
    void twentyThousandEventsThatNobodyReadsAreKeptAndDelivered() {
        int events = 20_000;
        try (TestHost host = new TestHost(Monitors.builder().provider(provider))) {
            Path deaf = host.listen(MonitorOptions.DEFAULT);
            Path other = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer peer = QmpPeer.negotiated(deaf, false);
                    QmpPeer lively = QmpPeer.negotiated(other, false)) {
                lively.send("{'execute':'burst','arguments':{'count':" + events + "},'id':'b'}");
                for (int i = 0; i < events; i++) {
                    assertThat(lively.event()).endsWith("{\"number\": " + i + "}}");
                }
                assertThat(lively.line()).isEqualTo("{\"return\": {}, \"id\": \"b\"}");
                for (int i = 0; i < events; i++) {
                    assertThat(peer.event()).endsWith("{\"number\": " + i + "}}");
                }
                peer.send("{'execute':'ping','id':1}");
                assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": 1}");
            }
        }
    }

    @Test
    void readsNoMoreOfMonitorsThatWaitWhenTheBudgetIsUsedUp() {
        long budget = 1 << 20;
        int monitors = 10;
        int size = 200_000;
        String filler = "x".repeat(size);
        try (TestHost host = new TestHost(Monitors.builder().provider(provider).inputBudget(budget))) {
            List<Path> sockets = new ArrayList<>();
            for (int i = 0; i < monitors; i++) {
                sockets.add(host.listen(MonitorOptions.DEFAULT));
            }
            Path free = host.listen(MonitorOptions.DEFAULT);
            host.start();
            List<QmpPeer> peers = new ArrayList<>();
            List<Thread> senders = new ArrayList<>();
            try (QmpPeer rescuer = QmpPeer.negotiated(free, true)) {
                sockets.forEach(socket -> peers.add(QmpPeer.negotiated(socket, true)));
                rescuer.send("{'execute':'hold'}");
                provider.held.join();
                for (QmpPeer peer : peers) {
                    Thread sender = new Thread(() -> {
                        for (int i = 0; i < 7; i++) {
                            peer.send(("{'execute':'echo','arguments':{'text':'" + filler + "'},'id':" + i + "}")
                                    .getBytes(UTF_8));
                        }
                    });
                    sender.start();
                    senders.add(sender);
                }
                Await.until("a budget that is used up", () -> host.monitors().waitingSize() >= budget);
                // One request for each may have been under way, or be the first of its monitor.
                for (int i = 0; i < 200; i++) {
                    rescuer.send("{'exec-oob':'ping','id':" + i + "}");
                    assertThat(rescuer.line()).isEqualTo("{\"return\": {}, \"id\": " + i + "}");
                    assertThat(host.monitors().waitingSize()).isLessThan(budget + (monitors + 1L) * (size + 1000));
                }
                rescuer.send("{'exec-oob':'release'}");
                for (int i = 0; i < 7; i++) {
                    for (QmpPeer peer : peers) {
                        assertThat(peer.line()).hasSizeGreaterThan(size).endsWith("\"id\": " + i + "}");
                    }
                }
                Await.until("an empty queue", () -> host.monitors().waitingSize() == 0);
                assertThat(senders).allSatisfy(Thread::join);
            } finally {
                peers.forEach(QmpPeer::close);
            }
        }
    }

    @Test
    void sendsAwayAClientThatDoesNotNegotiateInTime() {
        // A busy machine may need longer than that for the client's one request.
        int seconds = 1;
        while (!sendsAwayAfter(Duration.ofSeconds(seconds))) {
            seconds *= 4;
            assertThat(seconds).isLessThan(100);
        }
    }

    /** Returns false if the client was sent away before its request was answered. */
    private boolean sendsAwayAfter(Duration timeout) {
        MonitorOptions options =
                MonitorOptions.builder().negotiationTimeout(timeout).build();
        try (LogCapture log = new LogCapture("session closed");
                TestHost host = new TestHost(Monitors.builder().provider(provider))) {
            Path socket = host.listen(options);
            host.start();
            try (QmpPeer peer = QmpPeer.connect(socket)) {
                assertThat(peer.line()).startsWith(QmpPeer.GREETING_START);
                try {
                    peer.send("{'execute':'query-version','id':1}");
                } catch (UncheckedIOException e) {
                    return false;
                }
                String answer = peer.line();
                if (answer.equals("<end>")) {
                    return false;
                }
                assertThat(answer).contains("Expecting capabilities negotiation");
                assertThat(peer.line()).isEqualTo("<end>");
            }
            assertThat(log.lines())
                    .containsExactly("INFO monitor m0: session closed: no capabilities negotiated within "
                            + timeout.toMillis() + " ms");
            // Those before it leave by themselves, the last one is still timed.
            for (int i = 0; i < 3; i++) {
                QmpPeer.connect(socket).close();
            }
            try (QmpPeer peer = QmpPeer.connect(socket)) {
                assertThat(peer.line()).startsWith(QmpPeer.GREETING_START);
                assertThat(peer.line()).isEqualTo("<end>");
            }
            return true;
        }
    }
}
