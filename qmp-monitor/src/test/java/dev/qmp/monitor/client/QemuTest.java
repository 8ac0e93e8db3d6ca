package dev.qmp.monitor.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.qmp.json.JsonValues;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a QEMU with an empty machine, where one is installed. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class QemuTest {
    @TempDir
    Path directory;

    private RealServer qemu(Path socket) throws IOException {
        return RealServer.qemu(directory, "-qmp", "unix:" + socket + ",server=on,wait=off");
    }

    @Test
    void speaksWithQemu() throws Exception {
        Path socket = directory.resolve("q.sock");
        List<String> events = new CopyOnWriteArrayList<>();
        QmpClientOptions options = QmpClientOptions.builder()
                .listener(event -> events.add(event.name()))
                .build();
        try (RealServer server = qemu(socket);
                QmpClient client = QmpClient.connect(server.listening(socket), options)) {
            QmpGreeting greeting = client.greeting().orElseThrow();
            JsonObject version = Await.value(client.execute("query-version")).asJsonObject();

            assertThat(version.getJsonObject("qemu").getInt("major"))
                    .isEqualTo(greeting.version().major());
            assertThat(version.getString("package"))
                    .isEqualTo(greeting.version().packageName());
            assertThat(client.outOfBandEnabled()).isTrue();

            Await.value(client.execute("stop"));
            Await.until("STOP", () -> events.contains("STOP"));
            assertThat(Await.failure(client.execute("nosuch"), QmpCommandException.class)
                            .errorClass())
                    .isEqualTo("CommandNotFound");
            assertThat(Await.failure(client.executeOob("query-name"), QmpCommandException.class))
                    .hasMessageEndingWith(": The command query-name does not support OOB");

            assertThat(Await.value(client.execute("query-qmp-schema")).asJsonArray())
                    .hasSizeGreaterThan(500);

            CompletableFuture<JsonValue> quit = client.execute("quit");
            Await.until("an answer", quit::isDone);
            Await.until("SHUTDOWN", () -> events.contains("SHUTDOWN"));
            assertThat(server.waitForEnd()).isTrue();
            Await.until("the end", () -> !client.isConnected());
        }
    }

    @Test
    void answersManyRequestsInOrderInFlightAtOnce() throws IOException {
        Path socket = directory.resolve("q.sock");
        try (RealServer server = qemu(socket);
                QmpClient client = QmpClient.connect(server.listening(socket))) {
            List<CompletableFuture<JsonValue>> futures = new ArrayList<>();
            List<CompletableFuture<Void>> stages = new ArrayList<>();
            List<Integer> order = new CopyOnWriteArrayList<>();
            for (int i = 0; i < 300; i++) {
                int number = i;
                CompletableFuture<JsonValue> future = client.execute("query-status");
                futures.add(future);
                stages.add(future.thenRun(() -> order.add(number)));
            }
            stages.forEach(Await::value);

            assertThat(order).hasSize(300).isSorted();
            assertThat(Await.value(client.execute("query-status"))).isEqualTo(Await.value(futures.get(0)));
        }
    }

    @Test
    void reachesAServerWhoseMainThreadIsBlocked() throws Exception {
        Path socket = directory.resolve("q.sock");
        Path fifo = directory.resolve("fifo");
        Process mkfifo = new ProcessBuilder("mkfifo", fifo.toString()).start();
        assumeTrue(mkfifo.waitFor() == 0, "skipped: mkfifo made no FIFO");
        JsonObject node = JsonValues.object()
                .add("driver", "blkdebug")
                .add("node-name", "blocked")
                .add("config", fifo.toString())
                .add("image", JsonValues.object().add("driver", "null-co"))
                .build();
        try (RealServer server = qemu(socket);
                QmpClient client = QmpClient.connect(server.listening(socket))) {
            List<CompletableFuture<JsonValue>> inBand = new ArrayList<>();
            inBand.add(client.execute("blockdev-add", node));
            for (int i = 0; i < 20; i++) {
                inBand.add(client.execute("query-status"));
            }
            // More are in flight than the server's queue holds, and still the out-of-band one is heard.
            JsonValue instances = Await.value(client.executeOob("query-yank"));

            assertThat(instances.asJsonArray()).isNotNull();
            assertThat(inBand).noneMatch(CompletableFuture::isDone);

            try (OutputStream unblock = Files.newOutputStream(fifo)) {
                unblock.flush();
            }
            for (CompletableFuture<JsonValue> future : inBand) {
                Await.until("a reply", future::isDone);
            }
            assertThat(Await.value(inBand.get(20)).asJsonObject()).containsKey("status");
        }
    }

    @Test
    void saysThatAnotherClientIsAttached() throws IOException {
        Path socket = directory.resolve("q.sock");
        try (RealServer server = qemu(socket);
                QmpClient client = QmpClient.connect(server.listening(socket))) {
            Await.timeEnough(time -> assertThatExceptionOfType(QmpConnectionException.class)
                    .isThrownBy(() -> QmpClient.connect(
                            client.address(),
                            QmpClientOptions.builder().timeout(time).build()))
                    .withMessage(
                            "connected to " + client.address() + " but got no greeting: is another client attached?"));
            assertThat(Await.value(client.execute("query-name"))).isEqualTo(JsonValues.EMPTY_OBJECT);
        }
    }
}
