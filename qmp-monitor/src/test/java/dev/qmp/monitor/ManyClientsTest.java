package dev.qmp.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.options.OptionString;
import dev.qmp.chardev.options.OptionTable;
import dev.qmp.monitor.peers.QmpPeer;
import dev.qmp.monitor.peers.TestHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Monitors on listening devices of many clients. */
class ManyClientsTest {
    private static final String DONE = "{\"return\": {}}";

    @TempDir
    Path directory;

    private Monitor listening;
    private final TestProvider provider = new TestProvider();

    private Path listen(TestHost host, int most, Runnable sessionEnded) {
        Path socket = directory.resolve("s");
        String device = "socket,id=m,path=" + socket + ",server=on,wait=off,max-clients=" + most;
        listening = host.monitors()
                .add(
                        host.monitors().devices().add(OptionString.parse(device, OptionTable.CHARDEV)),
                        MonitorOptions.DEFAULT,
                        sessionEnded);
        return socket;
    }

    @Test
    void givesEachClientASessionOfItsOwn() {
        try (TestHost host = new TestHost(Monitors.builder().provider(provider))) {
            Path socket = listen(host, 3, () -> {});
            host.start();
            try (QmpPeer first = QmpPeer.negotiated(socket, true);
                    QmpPeer second = QmpPeer.negotiated(socket, false)) {
                first.send("{'exec-oob':'whoami'}");
                assertThat(first.line()).isEqualTo("{\"return\": {\"text\": \"m#1 qmp-io\"}}");
                second.send("{'execute':'whoami'}");
                assertThat(second.line()).isEqualTo("{\"return\": {\"text\": \"m#2 test-dispatcher\"}}");
                second.send("{'exec-oob':'ping'}");
                assertThat(second.line()).contains("exec-oob");
                first.send("{'execute':'hold','id':'h'}");
                provider.held.join();
                second.send("{'execute':'whoami','id':2}");
                first.send("{'exec-oob':'release'}");
                assertThat(first.line()).isEqualTo(DONE);
                assertThat(first.line()).isEqualTo("{\"return\": {}, \"id\": \"h\"}");
                assertThat(second.line()).endsWith("\"id\": 2}");
                first.send("{'execute':'burst','arguments':{'count':1}}");
                assertThat(second.event()).isEqualTo("\"event\": \"TICK\", \"data\": {\"number\": 0}}");
            }
        }
    }

    @Test
    void takesTheNextClientWhenOneHasLeft() {
        AtomicInteger ended = new AtomicInteger();
        try (TestHost host = new TestHost(Monitors.builder().provider(provider))) {
            Path socket = listen(host, 1 + 1, ended::incrementAndGet);
            host.start();
            try (QmpPeer stays = QmpPeer.negotiated(socket, true)) {
                QmpPeer leaves = QmpPeer.negotiated(socket, true);
                try (QmpPeer waits = QmpPeer.connect(socket)) {
                    stays.send("{'execute':'ping'}");
                    assertThat(stays.line()).isEqualTo(DONE);
                    assertThat(ended).hasValue(0);
                    leaves.close();
                    assertThat(waits.line()).startsWith(QmpPeer.GREETING_START);
                    assertThat(ended).hasValue(1);
                }
            }
        }
        assertThat(ended).hasValue(3);
    }

    @Test
    void servesAThousandClientsInOneLoop() {
        int count = 1000;
        try (TestHost host = new TestHost(Monitors.builder().provider(provider))) {
            Path socket = listen(host, count, () -> {});
            host.start();
            List<QmpPeer> peers = new ArrayList<>();
            try {
                for (int i = 0; i < count; i++) {
                    peers.add(QmpPeer.negotiated(socket, true));
                }
                for (QmpPeer peer : peers) {
                    peer.send("{'execute':'ping','id':1}{'exec-oob':'ping','id':2}");
                }
                for (QmpPeer peer : peers) {
                    assertThat(List.of(peer.line(), peer.line()))
                            .containsExactlyInAnyOrder("{\"return\": {}, \"id\": 1}", "{\"return\": {}, \"id\": 2}");
                }
                peers.get(0).send("{'execute':'burst','arguments':{'count':1}}");
                for (QmpPeer peer : peers) {
                    assertThat(peer.event()).contains("TICK");
                }
            } finally {
                peers.forEach(QmpPeer::close);
            }
        }
    }

    @Test
    void refusesDatagrams() {
        try (TestHost host = new TestHost(Monitors.builder().provider(provider))) {
            host.start();
            assertThatThrownBy(() -> host.monitors()
                            .add(
                                    host.monitors()
                                            .devices()
                                            .add(OptionString.parse(
                                                    "udp,id=u,host=127.0.0.1,port=9", OptionTable.CHARDEV)),
                                    MonitorOptions.DEFAULT))
                    .isInstanceOf(ChardevException.class)
                    .hasMessage("QMP needs a stream: device 'u' carries datagrams");
        }
    }

    @Test
    void aHandlerMayAddAndRemoveOne() {
        try (TestHost host = new TestHost(Monitors.builder().provider(provider))) {
            Path control = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer peer = QmpPeer.negotiated(control, false)) {
                provider.hook = () -> listen(host, 2, () -> {});
                peer.send("{'execute':'hook'}");
                assertThat(peer.line()).isEqualTo(DONE);
                try (QmpPeer client = QmpPeer.negotiated(directory.resolve("s"), true)) {
                    client.send("{'exec-oob':'whoami'}");
                    assertThat(client.line()).isEqualTo("{\"return\": {\"text\": \"m#1 qmp-io\"}}");
                    provider.hook = () -> listening.close();
                    peer.send("{'execute':'hook'}");
                    assertThat(peer.line()).isEqualTo(DONE);
                    assertThat(client.line()).isEqualTo("<end>");
                }
            }
        }
    }

    @Test
    void aClientThatComesWhileTheListenerEndsDoesNotStay() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(1);
        Deque<Runnable> hooks = new ConcurrentLinkedDeque<>();
        provider.hook = () -> hooks.remove().run();
        try (TestHost host = new TestHost(
                Monitors.builder().provider(provider).slowCommandThresholds(Duration.ZERO, Duration.ZERO))) {
            Path socket = listen(host, 3, () -> {});
            Monitor listener = listening;
            host.start();
            try (QmpPeer first = QmpPeer.negotiated(socket, true);
                    QmpPeer second = QmpPeer.negotiated(socket, true)) {
                hooks.add(() -> {
                    blocked.countDown();
                    awaitQuietly(go);
                });
                hooks.add(listener::close);
                first.send("{'exec-oob':'hook'}");
                blocked.await();
                // The loop finds both in the same turn, the end of the listener and one more client.
                second.send("{'exec-oob':'hook'}");
                try (QmpPeer late = QmpPeer.connect(socket)) {
                    go.countDown();
                    String line = late.line();
                    assertThat(line).matches(text -> text.equals("<end>") || text.startsWith(QmpPeer.GREETING_START));
                    while (!line.equals("<end>")) {
                        line = late.line();
                    }
                }
            }
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
