package dev.qmp.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.chardev.ChardevException;
import dev.qmp.monitor.client.QmpAddress;
import dev.qmp.monitor.client.QmpClient;
import dev.qmp.monitor.peers.HumanPeer;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListenTest {
    @TempDir
    Path directory;

    @Test
    void aLineServesUntilAClientSaysQuit() throws Exception {
        String address = "unix:" + directory.resolve("s");
        try (Monitors monitors = Monitors.builder().listen(address).start()) {
            try (QmpClient client = QmpClient.connect(QmpAddress.parse(address))) {
                assertThat(client.outOfBandEnabled()).isTrue();
                client.execute("quit").get();
            }
            assertThat(monitors.awaitEnd(Duration.ofMinutes(1))).isTrue();
        }
        assertThat(directory.resolve("s")).doesNotExist();
    }

    @Test
    void closingEndsTheThreadThatServes() throws Exception {
        Path socket = directory.resolve("s");
        Monitors monitors = Monitors.builder().listen(socket.toString()).start();
        try (QmpClient client = QmpClient.connect(new QmpAddress.Unix(socket))) {
            monitors.close();
            assertThat(monitors.awaitEnd(Duration.ofMinutes(1))).isTrue();
            assertThatThrownBy(() -> client.execute("query-version").get())
                    .hasMessageContaining("closed the connection");
        }
    }

    @Test
    void takesTheFormsOfClientsAndTheOptionsOfDevices() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (Monitors monitors = Monitors.builder()
                .listen("localhost:" + port)
                .listen("socket,id=mine,path=" + directory.resolve("a") + ",server=on,wait=off")
                .build()
                .start()) {
            Monitor people = monitors.listen(
                    "socket,path=" + directory.resolve("b") + ",server=on,wait=off",
                    MonitorOptions.builder().mode(MonitorMode.READLINE).build());
            assertThat(people.label()).isEqualTo("monitor1");
            assertThat(people.options().mode()).isEqualTo(MonitorMode.READLINE);
            assertThat(monitors.devices().find("mine")).isPresent();
            try (QmpClient client = QmpClient.connect(QmpAddress.parse("tcp:localhost:" + port))) {
                assertThat(client.isConnected()).isTrue();
            }
            try (HumanPeer peer = HumanPeer.connect(directory.resolve("b"))) {
                assertThat(peer.prompt()).endsWith("(qemu) ");
            }
        }
    }

    @Test
    void threadsThatListenAtTheSameTimeGetDevicesOfTheirOwn() throws Exception {
        int threads = 16;
        try (Monitors monitors = Monitors.builder().build().start()) {
            CyclicBarrier start = new CyclicBarrier(threads);
            ExecutorService pool = Executors.newFixedThreadPool(threads);
            try {
                List<Future<Monitor>> listening = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    String address = "unix:" + directory.resolve("s" + i);
                    listening.add(pool.submit(() -> {
                        start.await();
                        return monitors.listen(address);
                    }));
                }
                Set<String> labels = new HashSet<>();
                for (Future<Monitor> monitor : listening) {
                    labels.add(monitor.get().label());
                }
                assertThat(labels).hasSize(threads);
            } finally {
                pool.shutdown();
            }
        }
    }

    @Test
    void refusesWhatCannotBeListenedOn() {
        assertThatThrownBy(() -> Monitors.builder().listen("tls:localhost:4444").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("address 'tls:localhost:4444': to listen with TLS, give a device's options: ");
        assertThatThrownBy(() -> Monitors.builder().listen("tcp:localhost").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("address 'tcp:localhost': the port is missing");
        assertThatThrownBy(() ->
                        Monitors.builder().listen("socket,id=a,colour=red").build())
                .isInstanceOf(ChardevException.class)
                .hasMessageContaining("colour");
    }

    @Test
    void leavesNothingWhenALaterAddressIsRefused() {
        Path socket = directory.resolve("s");
        assertThatThrownBy(() -> Monitors.builder()
                        .listen("unix:" + socket)
                        .listen("unix:" + directory.resolve("not/there"))
                        .start())
                .isInstanceOf(ChardevException.class);
        assertThat(Files.exists(socket)).isFalse();
    }
}
