package dev.qmp.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.chardev.loop.LoopFailedException;
import dev.qmp.chardev.options.OptionString;
import dev.qmp.chardev.options.OptionTable;
import dev.qmp.monitor.client.Await;
import dev.qmp.monitor.peers.QmpPeer;
import dev.qmp.monitor.peers.TestHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One thing fails, and the others do not notice. */
class ContainmentTest {
    private final TestProvider provider = new TestProvider();
    private final List<Throwable> reported = new CopyOnWriteArrayList<>();

    private static final class Unforeseen extends Error {
        private static final long serialVersionUID = 1L;
    }

    static Stream<Runnable> failing() {
        return Stream.of(
                () -> {
                    throw new IllegalStateException("on purpose");
                },
                () -> {
                    throw new Unforeseen();
                },
                () -> {
                    throw new OutOfMemoryError("on purpose");
                });
    }

    private MonitorsBuilder builder() {
        return Monitors.builder().provider(provider).errorHandler((what, failure) -> reported.add(failure));
    }

    private static void answers(QmpPeer peer) {
        assertThat(peer.send("{'execute':'ping','id':'in band'}").line())
                .isEqualTo("{\"return\": {}, \"id\": \"in band\"}");
        assertThat(peer.send("{'exec-oob':'ping','id':'out of band'}").line())
                .isEqualTo("{\"return\": {}, \"id\": \"out of band\"}");
    }

    @ParameterizedTest
    @MethodSource("failing")
    void aListenerOfEndedSessionsThatThrowsStopsNobody(Runnable failing) {
        try (TestHost host = new TestHost(builder())) {
            Path careful = host.listen(MonitorOptions.DEFAULT);
            host.monitors().add(host.socket("careless"), MonitorOptions.DEFAULT, failing);
            host.start();
            try (QmpPeer other = QmpPeer.negotiated(careful, true)) {
                try (QmpPeer peer = QmpPeer.negotiated(host.file("careless"), true)) {
                    peer.send("{'execute':'ping'}{'execute':'ping'}").endOutput();
                    assertThat(peer.line()).isEqualTo("{\"return\": {}}");
                    assertThat(peer.line()).isEqualTo("{\"return\": {}}");
                    assertThat(peer.line()).isEqualTo("<end>");
                }
                answers(other);
            }
        }
        assertThat(reported).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("failing")
    void whatACommandLeavesForAfterItsReplyStopsNobody(Runnable failing) {
        provider.hook = failing;
        try (TestHost host = new TestHost(builder())) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer peer = QmpPeer.negotiated(socket, true)) {
                assertThat(peer.send("{'exec-oob':'after-hook'}").line()).isEqualTo("{\"return\": {}}");
                answers(peer);
                provider.hook = () -> {
                    throw new Unforeseen();
                };
                assertThat(peer.send("{'execute':'after-hook'}").line()).isEqualTo("{\"return\": {}}");
                answers(peer);
            }
        }
        assertThat(reported).hasSize(2);
    }

    @Test
    void aTaskOfTheDispatchersLoopThatThrowsStopsNobody() {
        try (TestHost host = new TestHost(builder())) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer peer = QmpPeer.negotiated(socket, true)) {
                failing().forEach(failing -> {
                    host.monitors().mainLoop().execute(failing);
                    answers(peer);
                });
            }
        }
        assertThat(reported).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"execute", "exec-oob"})
    void whenMemoryIsExhaustedAgainEverythingEndsAndRunTellsWhy(String member) {
        provider.hook = () -> {
            throw new OutOfMemoryError("on purpose");
        };
        TestHost host = new TestHost(builder());
        Path socket = host.listen(MonitorOptions.DEFAULT);
        CompletableFuture<Void> run = CompletableFuture.runAsync(host.monitors()::run);
        try (QmpPeer peer = QmpPeer.negotiated(socket, true)) {
            assertThat(peer.send("{'" + member + "':'hook','id':1}").line())
                    .isEqualTo("{\"id\": 1, \"error\": {\"class\": \"GenericError\","
                            + " \"desc\": \"The command hook failed (reference 1)\"}}");
            peer.send("{'" + member + "':'hook','id':2}");
            assertThatThrownBy(run::join)
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(LoopFailedException.class)
                    .hasRootCauseInstanceOf(OutOfMemoryError.class);
            String line = peer.line();
            while (!line.equals("<end>")) {
                line = peer.line();
            }
        }
        assertThat(Files.exists(socket)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"execute", "exec-oob"})
    void closingReturnsWhileAHandlerKeepsItsThread(String member) throws Exception {
        CountDownLatch kept = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        provider.hook = () -> {
            kept.countDown();
            try {
                free.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        };
        Monitors monitors = builder().closeTime(Duration.ofMillis(50)).build();
        Path folder = TestHost.shortFolder();
        Path socket = folder.resolve("s");
        monitors.add(
                monitors.devices()
                        .add(OptionString.parse(
                                "socket,id=q,path=" + socket + ",server=on,wait=off", OptionTable.CHARDEV)),
                MonitorOptions.DEFAULT);
        monitors.add(
                monitors.devices()
                        .add(OptionString.parse(
                                "socket,id=h,path=" + folder.resolve("h") + ",server=on,wait=off",
                                OptionTable.CHARDEV)),
                MonitorOptions.builder().mode(MonitorMode.READLINE).build());
        Thread dispatcher = new Thread(monitors::run, "dispatcher");
        dispatcher.start();
        try (QmpPeer peer = QmpPeer.negotiated(socket, true)) {
            peer.send("{'" + member + "':'hook'}");
            kept.await();
            monitors.close();
            monitors.close();
            free.countDown();
            dispatcher.join();
            String line = peer.line();
            while (!line.equals("<end>")) {
                line = peer.line();
            }
        }
        Await.until("no socket is left", () -> !Files.exists(socket) && !Files.exists(folder.resolve("h")));
    }

    @Test
    void whatIsClosedWithoutHavingRunLeavesNothingOpen() throws IOException {
        long before = 0;
        for (int i = 0; i < 50; i++) {
            try (Monitors monitors = builder().build()) {
                Path folder = TestHost.shortFolder();
                monitors.add(
                        monitors.devices()
                                .add(OptionString.parse(
                                        "socket,id=q,path=" + folder.resolve("s") + ",server=on,wait=off",
                                        OptionTable.CHARDEV)),
                        MonitorOptions.DEFAULT);
            }
            if (i == 9) {
                before = descriptors();
            }
        }
        assertThat(descriptors()).isLessThan(before + 10);
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }
}
