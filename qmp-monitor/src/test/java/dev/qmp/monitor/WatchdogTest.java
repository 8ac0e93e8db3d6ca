package dev.qmp.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.monitor.client.Await;
import dev.qmp.monitor.peers.HumanPeer;
import dev.qmp.monitor.peers.QmpPeer;
import dev.qmp.monitor.peers.TestHost;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class WatchdogTest {
    private static final Duration SHORT = Duration.ofMillis(200);

    private final TestProvider provider = new TestProvider();
    private final CountDownLatch release = new CountDownLatch(1);

    private TestHost host(Duration outOfBand, Duration inBand) {
        return new TestHost(Monitors.builder().provider(provider).slowCommandThresholds(outOfBand, inBand));
    }

    private void releaseAll() {
        release.countDown();
        provider.endless.complete(null);
    }

    /** The lines about a command: a slow machine may have others named as well. */
    private static List<String> about(LogCapture log, String what) {
        return log.lines().stream().filter(line -> line.contains(what)).toList();
    }

    private void blockHere() {
        try {
            release.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void namesAnOutOfBandCommandThatKeepsTheIoThread() throws Exception {
        provider.hook = this::blockHere;
        try (LogCapture log = new LogCapture(" ke");
                TestHost host = host(SHORT, Duration.ZERO);
                QmpPeer peer = peer(host);
                AutoCloseable always = release::countDown) {
            peer.send("{'exec-oob':'ping','id':1}{'exec-oob':'hook','id':{'a':'b'}}");
            assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": 1}");
            Await.until("a warning", () -> !about(log, "'hook'").isEmpty());
            assertThat(about(log, "'hook'").get(0))
                    .startsWith(
                            "WARNING monitor m0: out-of-band command 'hook' (id {\"a\": \"b\"}) has kept the I/O thread for"
                                    + " more than 200 ms, at ")
                    .contains("WatchdogTest.blockHere(WatchdogTest.java:");
            release.countDown();
            assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": {\"a\": \"b\"}}");
            Await.until("the all-clear", () -> about(log, "'hook'").size() > 1);
            assertThat(about(log, "'hook'").get(1))
                    .isEqualTo(
                            "INFO monitor m0: out-of-band command 'hook' (id {\"a\": \"b\"}) no longer keeps the I/O thread");
        }
    }

    @Test
    void namesTheSameCommandAgainAfterAQuietTime() throws Exception {
        provider.hook = this::blockHere;
        try (LogCapture log = new LogCapture(" ke");
                TestHost host = host(Duration.ofMillis(4), Duration.ZERO);
                QmpPeer peer = peer(host);
                AutoCloseable always = release::countDown) {
            peer.send("{'exec-oob':'ping','id':1}");
            assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": 1}");
            Thread watcher = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("qmp-watchdog"))
                    .findFirst()
                    .orElseThrow();
            Await.until("an idle watchdog that sleeps", () -> watcher.getState() == Thread.State.WAITING);
            peer.send("{'exec-oob':'hook','id':2}");
            Await.until(
                    "a warning",
                    () -> !about(log, "'hook' (id 2) has kept the I/O thread").isEmpty());
            release.countDown();
        }
    }

    @Test
    void namesAnInBandCommandAndOneThatCompletesLater() throws Exception {
        provider.hook = this::blockHere;
        try (LogCapture log = new LogCapture(" ke");
                TestHost host = host(Duration.ZERO, SHORT);
                QmpPeer peer = peer(host);
                AutoCloseable always = this::releaseAll) {
            peer.send("{'execute':'hook'}{'execute':'never','id':'n'}");
            Await.until("a warning", () -> !about(log, "'hook'").isEmpty());
            assertThat(about(log, "'hook'").get(0))
                    .startsWith("WARNING monitor m0: command 'hook' has kept the dispatcher for more than 200 ms, at ");
            release.countDown();
            assertThat(peer.line()).isEqualTo("{\"return\": {}}");
            Await.until("another warning", () -> !about(log, "'never'").isEmpty());
            assertThat(about(log, "'never'").get(0))
                    .isEqualTo(
                            "WARNING monitor m0: command 'never' (id \"n\") has kept the dispatcher for more than 200 ms,"
                                    + " waiting for what its handler returned");
        }
    }

    @Test
    void namesAListenerThatKeepsTheIoThread() throws Exception {
        try (LogCapture log = new LogCapture(" ke");
                TestHost host = host(SHORT, Duration.ZERO);
                AutoCloseable always = release::countDown) {
            host.monitors().add(host.socket("m"), MonitorOptions.DEFAULT, this::blockHere);
            host.start();
            // Without any request, so that only the I/O thread can find the session over.
            try (QmpPeer peer = QmpPeer.connect(host.file("m"))) {
                assertThat(peer.line()).startsWith(QmpPeer.GREETING_START);
            }
            Await.until("a warning", () -> !log.lines().isEmpty());
            assertThat(log.lines().get(0))
                    .startsWith(
                            "WARNING monitor m: the listener of ended sessions has kept the I/O thread for more than 200 ms");
            release.countDown();
        }
    }

    @Test
    void namesAListenerThatKeepsTheDispatcherWhichEndsTheSession() throws Exception {
        try (LogCapture log = new LogCapture(" ke");
                TestHost host = host(Duration.ZERO, SHORT);
                AutoCloseable always = this::releaseAll) {
            host.monitors().add(host.socket("m"), MonitorOptions.DEFAULT, this::blockHere);
            host.start();
            try (QmpPeer peer = QmpPeer.negotiated(host.file("m"), false)) {
                peer.send("{'execute':'later'}{'execute':'hold'}").endOutput();
                provider.held.join();
                try (QmpPeer next = QmpPeer.connect(host.file("m"))) {
                    // The end of the first one's input has been seen, so that its last reply ends it.
                    assertThat(next.line()).startsWith(QmpPeer.GREETING_START);
                    provider.released.release();
                    Await.until("a warning", () -> log.lines().stream().anyMatch(line -> line.contains("listener")));
                    assertThat(log.lines())
                            .anyMatch(line -> line.startsWith(
                                            "WARNING monitor m: the listener of ended sessions has kept the dispatcher for"
                                                    + " more than 200 ms, at ")
                                    && line.contains("WatchdogTest.blockHere(WatchdogTest.java:"));
                    release.countDown();
                }
            }
        }
    }

    @Test
    void namesAListenerOfAHumanMonitor() throws Exception {
        try (LogCapture log = new LogCapture(" ke");
                TestHost host = host(Duration.ZERO, SHORT);
                AutoCloseable always = this::releaseAll) {
            host.monitors()
                    .add(
                            host.socket("h"),
                            MonitorOptions.builder().mode(MonitorMode.READLINE).build(),
                            this::blockHere);
            host.start();
            try (HumanPeer peer = HumanPeer.connect(host.file("h"))) {
                assertThat(peer.prompt()).endsWith("(qemu) ");
            }
            Await.until("a warning", () -> !log.lines().isEmpty());
            assertThat(log.lines().get(0))
                    .startsWith(
                            "WARNING monitor h: the listener of ended sessions has kept the dispatcher for more than");
            release.countDown();
        }
    }

    private static QmpPeer peer(TestHost host) {
        var socket = host.listen(MonitorOptions.DEFAULT);
        host.start();
        return QmpPeer.negotiated(socket, true);
    }
}
