package dev.qmp.monitor.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.qmp.json.JsonValues;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // some tests close before the end
class ReconnectTest {
    private static final ReconnectPolicy QUICK =
            new ReconnectPolicy(Duration.ofMillis(1), Duration.ofMillis(4), Integer.MAX_VALUE);

    @TempDir
    Path directory;

    private static final class Recorder implements QmpListener {
        final List<String> heard = new CopyOnWriteArrayList<>();

        @Override
        public void onEvent(QmpEvent event) {
            heard.add(event.name());
        }

        @Override
        public void onDisconnected(QmpConnectionException cause) {
            heard.add("disconnected");
        }

        @Override
        public void onReconnected() {
            heard.add("reconnected");
        }

        @Override
        public void onClosed(@Nullable QmpConnectionException cause) {
            heard.add(cause == null ? "closed" : "ended");
        }
    }

    private static QmpClientOptions options(ReconnectPolicy policy, QmpListener listener) {
        return QmpClientOptions.builder().reconnect(policy).listener(listener).build();
    }

    @Test
    void connectsAgainAndFailsWhatWasInFlight() throws IOException {
        Recorder listener = new Recorder();
        AtomicInteger connections = new AtomicInteger();
        ScriptedServer.Script script = peer -> {
            int number = connections.incrementAndGet();
            peer.begin();
            peer.write(
                    "{\"timestamp\": {\"seconds\": 1, \"microseconds\": 2}, \"event\": \"HELLO" + number + "\"}\r\n");
            if (number == 1) {
                peer.expect("one");
            } else {
                peer.reply(peer.expect("two"), "2");
                peer.untilClosed();
            }
        };
        try (ScriptedServer server = ScriptedServer.unix(directory, script);
                QmpClient client = QmpClient.connect(server.address(), options(QUICK, listener))) {
            CompletableFuture<JsonValue> one = client.execute("one");
            assertThat(Await.failure(one, QmpConnectionException.class)).hasMessageEndingWith("closed the connection");
            Await.until("the second greeting", () -> listener.heard.contains("HELLO2"));

            assertThat(client.isConnected()).isTrue();
            assertThat(client.outOfBandEnabled()).isTrue();
            assertThat(Await.value(client.execute("two"))).isEqualTo(JsonValues.number(2));
            client.close();
            Await.until("the end", () -> listener.heard.contains("closed"));
            assertThat(listener.heard).containsExactly("HELLO1", "disconnected", "reconnected", "HELLO2", "closed");
            server.check();
        }
    }

    @Test
    void findsAServerThatIsStartedAgain() throws IOException {
        Recorder listener = new Recorder();
        QmpClient client;
        ScriptedServer first = ScriptedServer.unix(directory, peer -> {
            peer.begin();
            peer.untilClosed();
        });
        client = QmpClient.connect(first.address(), options(QUICK, listener));
        try (client) {
            first.close();
            Await.until("the end of the first", () -> listener.heard.contains("disconnected"));
            assertThat(Await.failure(client.execute("lost"), QmpConnectionException.class))
                    .isNotNull();
            Files.delete(directory.resolve("qmp.sock"));
            ScriptedServer.Script script = peer -> {
                peer.begin();
                peer.reply(peer.expect("again"), "true");
                peer.untilClosed();
            };
            try (ScriptedServer second = ScriptedServer.unix(directory, script)) {
                Await.until("the second", client::isConnected);

                assertThat(Await.value(client.execute("again"))).isEqualTo(JsonValue.TRUE);
                second.check();
            }
        }
    }

    @Test
    void givesUpAfterTheLastAttempt() throws IOException {
        Recorder listener = new Recorder();
        ScriptedServer server = ScriptedServer.unix(directory, ScriptedServer.Peer::begin);
        ReconnectPolicy policy = new ReconnectPolicy(Duration.ofMillis(1), Duration.ofMillis(1), 3);
        try (server;
                QmpClient client = QmpClient.connect(server.address(), options(policy, listener))) {
            server.close();
            Await.until("the end", () -> listener.heard.contains("ended"));

            assertThat(client.isConnected()).isFalse();
            assertThat(listener.heard).startsWith("disconnected").endsWith("ended");
        }
    }

    @Test
    void stopsTryingWhenClosed() throws IOException {
        Recorder listener = new Recorder();
        ReconnectPolicy patient = new ReconnectPolicy(Duration.ofHours(1), Duration.ofHours(1), 1);
        try (ScriptedServer server = ScriptedServer.unix(directory, ScriptedServer.Peer::begin);
                QmpClient client = QmpClient.connect(server.address(), options(patient, listener))) {
            Await.until("the end of the connection", () -> listener.heard.contains("disconnected"));
            client.close();

            Await.until("the end", () -> listener.heard.contains("closed"));
        }
    }

    @Test
    void doublesTheDelayUpToTheLongest() {
        ReconnectPolicy policy = new ReconnectPolicy(Duration.ofMillis(100), Duration.ofMillis(350), 1);

        assertThat(policy.after(Duration.ofMillis(100))).isEqualTo(Duration.ofMillis(200));
        assertThat(policy.after(Duration.ofMillis(200))).isEqualTo(Duration.ofMillis(350));
        assertThat(policy.after(Duration.ofMillis(350))).isEqualTo(Duration.ofMillis(350));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReconnectPolicy(Duration.ofMillis(2), Duration.ofMillis(1), 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReconnectPolicy(Duration.ZERO, Duration.ofMillis(1), 1));
    }
}
