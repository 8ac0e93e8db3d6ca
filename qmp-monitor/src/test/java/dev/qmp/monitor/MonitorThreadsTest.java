package dev.qmp.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.chardev.loop.LoopSettings;
import dev.qmp.monitor.peers.QmpPeer;
import dev.qmp.monitor.peers.TestHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Several hosts of monitors in one pair of threads. */
class MonitorThreadsTest {
    private static final String PING = "{\"execute\":\"ping\",\"id\":1}";
    private static final String PONG = "{\"return\": {}, \"id\": 1}";

    @Test
    void servesSeveralProxiesAndGoesOnWhenOneEnds() {
        List<TestHost> servers = new ArrayList<>();
        List<TestHost> proxies = new ArrayList<>();
        List<QmpPeer> peers = new ArrayList<>();
        try (MonitorThreads threads = MonitorThreads.start(LoopSettings.DEFAULT, Duration.ZERO, 0)) {
            for (int i = 0; i < 3; i++) {
                TestHost server = new TestHost(Monitors.builder().provider(new TestProvider()));
                servers.add(server);
                Path socket = server.listen(MonitorOptions.DEFAULT);
                server.start();
                TestHost proxy = new TestHost(Monitors.builder()
                        .threads(threads)
                        .upstream(Proxied.upstream(socket).build()));
                proxies.add(proxy);
                proxy.start();
                peers.add(QmpPeer.negotiated(proxy.listen(MonitorOptions.DEFAULT), true));
            }
            for (QmpPeer peer : peers) {
                assertPong(peer);
            }

            proxies.get(0).close();

            assertThat(peers.get(0).line()).isEqualTo("<end>");
            assertPong(peers.get(1));

            servers.get(1).close(); // whose proxy ends with it

            assertPong(peers.get(2));
        } finally {
            peers.forEach(QmpPeer::close);
            proxies.forEach(TestHost::close);
            servers.forEach(TestHost::close);
        }
    }

    @Test
    void runsTheCommandsOfAllMonitorsInOneThread() throws Exception {
        Set<Thread> dispatchers = ConcurrentHashMap.newKeySet();
        try (MonitorThreads threads = MonitorThreads.start(LoopSettings.DEFAULT, Duration.ZERO, 0)) {
            CompletableFuture<?>[] ends = new CompletableFuture<?>[2];
            for (int i = 0; i < ends.length; i++) {
                TestProvider provider = new TestProvider();
                provider.hook = () -> dispatchers.add(Thread.currentThread());
                Path socket = TestHost.shortFolder().resolve("s");
                Monitors monitors =
                        Monitors.builder().provider(provider).threads(threads).build();
                ends[i] = monitors.serve().toCompletableFuture();
                monitors.listen("unix:" + socket);
                try (QmpPeer peer = QmpPeer.negotiated(socket, false)) {
                    peer.send("{\"execute\":\"hook\",\"id\":1}");
                    assertThat(peer.line()).isEqualTo(PONG);
                }
                monitors.close();
            }
            CompletableFuture.allOf(ends).get(60, TimeUnit.SECONDS);
        }
        assertThat(dispatchers).hasSize(1);
    }

    @Test
    void monitorsWithThreadsOfTheirOwnAreRunOrStarted() {
        try (Monitors monitors = Monitors.builder().build()) {
            assertThatThrownBy(monitors::serve)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("threads of their own");
        }
    }

    private static void assertPong(QmpPeer peer) {
        peer.send(PING);
        assertThat(peer.line()).isEqualTo(PONG);
    }
}
