package dev.qmp.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.chardev.ChardevException;
import dev.qmp.monitor.client.Await;
import dev.qmp.monitor.peers.QmpPeer;
import dev.qmp.monitor.peers.TestHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What a life of monitors takes of the system, descriptors and threads, is given back, however that life ends. */
@EnabledOnOs(OS.LINUX)
class OwnershipTest {
    private static final int ROUNDS = 30;

    @Test
    void neverRun() {
        leavesNothing(() -> {
            try (TestHost host = new TestHost(Monitors.builder().provider(new TestProvider()))) {
                host.listen(MonitorOptions.DEFAULT);
                host.monitors().close();
            }
        });
    }

    @Test
    void neverRunBecauseADeviceFailed() {
        leavesNothing(() -> {
            try (TestHost host = new TestHost(Monitors.builder().provider(new TestProvider()))) {
                Path socket = host.listen(MonitorOptions.DEFAULT);
                assertThatThrownBy(() -> host.add(
                                "socket,id=second,path=" + socket + ",server=on,wait=off", MonitorOptions.DEFAULT))
                        .isInstanceOf(ChardevException.class);
                assertThatThrownBy(() -> host.add("file,id=third,path=/nowhere/at/all", MonitorOptions.DEFAULT))
                        .isInstanceOf(ChardevException.class);
                host.monitors().close();
            }
        });
    }

    @Test
    void runAndStopped() {
        leavesNothing(() -> {
            try (TestHost host = new TestHost(Monitors.builder().provider(new TestProvider()))) {
                Path socket = host.listen(MonitorOptions.DEFAULT);
                host.start();
                try (QmpPeer peer = QmpPeer.negotiated(socket, true)) {
                    peer.send("{'execute':'ping'}");
                    assertThat(peer.line()).isEqualTo("{\"return\": {}}");
                }
            }
        });
    }

    @Test
    void runAndQuit() {
        leavesNothing(() -> {
            try (TestHost host = new TestHost(Monitors.builder().provider(new TestProvider()))) {
                Path socket = host.listen(MonitorOptions.DEFAULT);
                host.start();
                try (QmpPeer peer = QmpPeer.negotiated(socket, false)) {
                    peer.send("{'execute':'quit'}");
                    assertThat(peer.line()).isNotEmpty();
                }
            }
        });
    }

    @Test
    void runWithPeersThatLeaveInTheMiddle() {
        leavesNothing(() -> {
            try (TestHost host = new TestHost(Monitors.builder().provider(new TestProvider()))) {
                Path socket = host.listen(MonitorOptions.DEFAULT);
                host.start();
                QmpPeer.negotiated(socket, true)
                        .send("{'execute':'large','arguments':{'size':1000000}}{'exec")
                        .close();
                QmpPeer.negotiated(socket, true).close();
                QmpPeer.connect(socket).close();
            }
        });
    }

    @Test
    void closedWhileAHandlerHangs() {
        leavesNothing(() -> {
            TestProvider provider = new TestProvider();
            try (TestHost host = new TestHost(Monitors.builder().provider(provider))) {
                Path socket = host.listen(MonitorOptions.DEFAULT);
                host.start();
                try (QmpPeer peer = QmpPeer.negotiated(socket, false)) {
                    peer.send("{'execute':'hold'}");
                    provider.held.join();
                }
            }
        });
    }

    private static void leavesNothing(Runnable life) {
        life.run(); // loads what is loaded once
        Set<String> threads = threads();
        long descriptors = descriptors();
        for (int i = 0; i < ROUNDS; i++) {
            life.run();
        }
        Await.until("descriptors as before", () -> descriptors() <= descriptors);
        Await.until("threads as before", () -> threads.containsAll(threads()));
    }

    /** The names of the threads that belong to monitors. */
    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("qmp-"))
                .collect(Collectors.toSet());
    }

    private static long descriptors() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
