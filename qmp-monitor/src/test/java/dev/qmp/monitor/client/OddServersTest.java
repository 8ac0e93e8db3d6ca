package dev.qmp.monitor.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.json.JsonText;
import dev.qmp.json.JsonValues;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that are met in the field and do something else than QEMU 7.2 does, or something that it does rarely. */
class OddServersTest {
    private static final QmpClientOptions AGENT =
            QmpClientOptions.builder().agent(true).build();
    private static final JsonObject SYNC_ID = JsonValues.object().add("id", 77).build();

    @TempDir
    Path directory;

    private static void sync(ScriptedServer.Peer peer) throws IOException {
        peer.write("\u00FF{\"return\": " + peer.expect("guest-sync-delimited") + "}\n");
    }

    @Test
    void anAgentThatEchoesNoIdAnswersInOrder() throws IOException {
        ScriptedServer.Script script = peer -> {
            sync(peer);
            peer.expect("guest-ping");
            peer.expect("guest-nosuch");
            peer.expect("guest-get-time");
            peer.write("{\"return\": {}}\n");
            peer.write("{\"error\": {\"class\": \"CommandNotFound\", \"desc\": \"none\"}}\n");
            peer.write("{\"return\": 5}\n");
            peer.untilClosed();
        };
        try (ScriptedServer server = ScriptedServer.unix(directory, script);
                QmpClient client = QmpClient.connect(server.address(), AGENT)) {
            CompletableFuture<JsonValue> ping = client.execute("guest-ping");
            CompletableFuture<JsonValue> unknown = client.execute("guest-nosuch");
            CompletableFuture<JsonValue> time = client.execute("guest-get-time");

            assertThat(Await.value(ping)).isEqualTo(JsonValues.EMPTY_OBJECT);
            assertThat(Await.failure(unknown, QmpCommandException.class).description())
                    .isEqualTo("none");
            assertThat(Await.value(time)).isEqualTo(JsonText.parse("5"));
        }
    }

    @Test
    void aMonitorsReplyWithoutIdIsNotTakenForAnything() throws IOException {
        ScriptedServer.Script script = peer -> {
            peer.begin();
            long id = peer.expect("query-name");
            peer.write("{\"return\": \"of the client before\"}\n");
            peer.reply(id, "{}");
            peer.untilClosed();
        };
        try (ScriptedServer server = ScriptedServer.unix(directory, script);
                QmpClient client = QmpClient.connect(server.address())) {
            assertThat(Await.value(client.execute("query-name"))).isEqualTo(JsonValues.EMPTY_OBJECT);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAgentsSilenceIsSuccessOnceItAnswersTheNextRequest(boolean echoes) throws IOException {
        ScriptedServer.Script script = peer -> {
            sync(peer);
            peer.expect("guest-shutdown");
            long id = peer.expect("guest-ping");
            peer.write(echoes ? "{\"return\": {}, \"id\": " + id + "}\n" : "{\"return\": {}}\n");
            peer.reply(peer.expect("guest-get-time"), "5");
            peer.untilClosed();
        };
        try (ScriptedServer server = ScriptedServer.unix(directory, script);
                QmpClient client = QmpClient.connect(server.address(), AGENT)) {
            assertThat(Await.value(client.execute("guest-shutdown"))).isEqualTo(JsonValues.EMPTY_OBJECT);
            assertThat(Await.value(client.execute("guest-get-time"))).isEqualTo(JsonText.parse("5"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAgentsErrorIsNotSilence(boolean echoes) throws IOException {
        ScriptedServer.Script script = peer -> {
            sync(peer);
            long id = peer.expect("guest-suspend-ram");
            peer.write("{\"error\": {\"class\": \"GenericError\", \"desc\": \"no RAM\"}"
                    + (echoes ? ", \"id\": " + id : "") + "}\n");
            peer.untilClosed();
        };
        try (ScriptedServer server = ScriptedServer.unix(directory, script);
                QmpClient client = QmpClient.connect(server.address(), AGENT)) {
            assertThat(Await.failure(client.execute("guest-suspend-ram"), QmpCommandException.class))
                    .hasMessage("guest-suspend-ram at " + server.address() + ": no RAM");
        }
    }

    @Test
    void anAgentThatGoesWithItsGuestHasShutItDown() throws IOException {
        ScriptedServer.Script script = peer -> {
            sync(peer);
            peer.expect("guest-shutdown");
            peer.expect("guest-ping");
            peer.close();
        };
        try (ScriptedServer server = ScriptedServer.unix(directory, script);
                QmpClient client = QmpClient.connect(server.address(), AGENT)) {
            assertThat(client.call("guest-shutdown", Duration.ofMinutes(1))).isEqualTo(JsonValues.EMPTY_OBJECT);
            assertThat(Await.failure(client.execute("guest-shutdown"), QmpConnectionException.class))
                    .hasMessage("guest-shutdown: " + server.address() + " closed the connection");
        }
    }

    @Test
    void anAgentThatSleepsHasSucceededWhenTheTimeIsOver() throws IOException {
        ScriptedServer.Script script = peer -> {
            sync(peer);
            peer.untilClosed();
        };
        QmpClientOptions options =
                AGENT.toBuilder().replyTimeout(Duration.ofMillis(50)).build();
        try (ScriptedServer server = ScriptedServer.unix(directory, script);
                QmpClient client = QmpClient.connect(server.address(), options)) {
            assertThat(client.call("guest-suspend-disk", Duration.ofMillis(1))).isEqualTo(JsonValues.EMPTY_OBJECT);
            assertThat(Await.value(client.execute("guest-suspend-ram"))).isEqualTo(JsonValues.EMPTY_OBJECT);
            assertThat(Await.failure(client.execute("guest-ping"), QmpTimeoutException.class))
                    .hasMessage("guest-ping at " + server.address() + ": no reply within 50 ms");
        }
    }

    @Test
    void anAgentsMarkMayComeBeforeAnyReply() throws IOException {
        ScriptedServer.Script script = peer -> {
            sync(peer);
            long id = peer.expect("\"arguments\": {\"id\": 77}");
            peer.write("\u00FF{\"return\": 77, \"id\": " + id + "}\n");
            peer.reply(peer.expect("guest-ping"), "{}");
            peer.untilClosed();
        };
        try (ScriptedServer server = ScriptedServer.unix(directory, script);
                QmpClient client = QmpClient.connect(server.address(), AGENT)) {
            assertThat(Await.value(client.execute("guest-sync-delimited", SYNC_ID)))
                    .isEqualTo(JsonText.parse("77"));
            assertThat(Await.value(client.execute("guest-ping"))).isEqualTo(JsonValues.EMPTY_OBJECT);
        }
    }

    @Test
    void eventsMayComeBeforeTheGreetingAndBeforeTheEndOfTheNegotiation() throws IOException {
        ScriptedServer.Script script = peer -> {
            peer.write("{\"event\": \"ONE\"}\r\n{\"event\": \"TWO\"}\r\n" + ScriptedServer.GREETING);
            long id = peer.expect("qmp_capabilities");
            peer.write("{\"event\": \"THREE\"}\r\n");
            peer.reply(id, "{}");
            peer.reply(peer.expect("query-name"), "{}");
            peer.untilClosed();
        };
        List<String> names = new CopyOnWriteArrayList<>();
        QmpClientOptions options = QmpClientOptions.builder()
                .listener(event -> names.add(event.name()))
                .build();
        try (ScriptedServer server = ScriptedServer.unix(directory, script);
                QmpClient client = QmpClient.connect(server.address(), options)) {
            assertThat(client.greeting()).isPresent();
            Await.value(client.execute("query-name"));
            Await.until("three events", () -> names.size() == 3);
            assertThat(names).containsExactly("ONE", "TWO", "THREE");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "QEMU 7.2.22 monitor - type 'help' for more information"
                        + "|it is a human monitor; the server needs another one with mode=control",
                "HTTP/1.0 400 Bad Request|it is an HTTP server",
                "SSH-2.0-OpenSSH_9.2p1|it is an SSH server",
                "RFB 003.008|it is a VNC server"
            })
    void whatAnotherServerSpeaksIsSaid(String greeting, String what) throws IOException {
        ScriptedServer.Script script = peer -> {
            peer.write(greeting + "\r\n");
            peer.untilClosed();
        };
        try (ScriptedServer server = ScriptedServer.unix(directory, script)) {
            assertThatExceptionOfType(QmpProtocolException.class)
                    .isThrownBy(() -> QmpClient.connect(server.address()))
                    .withMessage(server.address() + " does not speak QMP: " + what);
        }
    }

    @Test
    void aServerThatNeverEndsItsGreetingIsLeft() throws IOException {
        ScriptedServer.Script script = peer -> {
            peer.write("{\"QMP\": [");
            while (true) {
                peer.write("1, ".repeat(1000));
            }
        };
        try (ScriptedServer server = ScriptedServer.unix(directory, script)) {
            assertThatExceptionOfType(QmpProtocolException.class)
                    .isThrownBy(() -> QmpClient.connect(server.address()))
                    .withMessage(server.address() + " does not speak QMP: no greeting in its first 65536 bytes");
        }
    }

    @Test
    void filesAndDirectoriesAreNotServers() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> QmpClient.connect(new QmpAddress.Unix(directory)))
                .hasMessage("cannot connect to unix:" + directory + ": it is a directory");
        assertThatThrownBy(() -> QmpClient.connect(new QmpAddress.Unix(file)))
                .hasMessage("cannot connect to unix:" + file + ": it is a file, not a socket");
    }

    @ParameterizedTest
    @ValueSource(ints = {99, 100, 101, 106, 107, 108})
    void pathsMayBeAsLongAsTheSystemAllows(int length) throws IOException {
        Path folder = Files.createDirectories(directory.resolve(
                "d".repeat(length - directory.toString().length() - "/".length() - "/qmp.sock".length())));
        Path shortcut = Files.createSymbolicLink(directory.resolve("s"), folder);
        ScriptedServer.Script script = peer -> {
            peer.begin();
            peer.untilClosed();
        };
        QmpAddress address = new QmpAddress.Unix(folder.resolve("qmp.sock"));
        assertThat(((QmpAddress.Unix) address).path().toString()).hasSize(length);
        try (ScriptedServer server = ScriptedServer.unix(shortcut, script);
                QmpClient client = QmpClient.connect(address)) {
            assertThat(client.address()).isEqualTo(address);
            server.check();
        }
        Files.delete(folder.resolve("qmp.sock"));
        assertThatThrownBy(() -> QmpClient.connect(address))
                .hasMessage("cannot connect to " + address + ": No such file or directory");
    }

    @Test
    void aServerIsAwaited() throws IOException {
        AtomicInteger attempts = new AtomicInteger();
        ScriptedServer.Script script = peer -> {
            if (attempts.incrementAndGet() < 3) {
                peer.close();
                return;
            }
            peer.begin();
            peer.untilClosed();
        };
        QmpClientOptions options =
                QmpClientOptions.builder().awaitServer(Duration.ofMinutes(1)).build();
        try (ScriptedServer server = ScriptedServer.unix(directory, script);
                QmpClient client = QmpClient.connect(server.address(), options)) {
            assertThat(client.isConnected()).isTrue();
            assertThat(attempts).hasValue(3);
        }
    }

    @Test
    void aServerThatNeverComesIsNotAwaitedForEver() {
        QmpClientOptions options =
                QmpClientOptions.builder().awaitServer(Duration.ofMillis(120)).build();
        assertThatThrownBy(() -> QmpClient.connect(new QmpAddress.Unix(directory.resolve("none")), options))
                .isInstanceOf(QmpConnectionException.class)
                .hasMessageEndingWith("No such file or directory");
    }

    @Test
    void aServerOfAnotherKindIsNotAwaited() throws IOException {
        AtomicInteger attempts = new AtomicInteger();
        ScriptedServer.Script script = peer -> {
            attempts.incrementAndGet();
            peer.write("SSH-2.0-x\r\n");
            peer.untilClosed();
        };
        QmpClientOptions options =
                QmpClientOptions.builder().awaitServer(Duration.ofMinutes(1)).build();
        try (ScriptedServer server = ScriptedServer.unix(directory, script)) {
            assertThatExceptionOfType(QmpProtocolException.class)
                    .isThrownBy(() -> QmpClient.connect(server.address(), options));
            assertThat(attempts).hasValue(1);
        }
    }

    @Test
    void aReplyThatIsLateFailsItsRequestAndNothingElse() throws IOException {
        CompletableFuture<Void> expired = new CompletableFuture<>();
        ScriptedServer.Script script = peer -> {
            peer.begin();
            long late = peer.expect("x-hold");
            expired.join();
            peer.reply(late, "{}");
            peer.reply(peer.expect("query-name"), "{\"name\": \"vm\"}");
            peer.untilClosed();
        };
        QmpClientOptions options =
                QmpClientOptions.builder().replyTimeout(Duration.ofMillis(100)).build();
        try (ScriptedServer server = ScriptedServer.unix(directory, script);
                QmpClient client = QmpClient.connect(server.address(), options)) {
            assertThat(Await.failure(client.execute("x-hold"), QmpTimeoutException.class))
                    .hasMessage("x-hold at " + server.address() + ": no reply within 100 ms");
            expired.complete(null);
            assertThat(client.call("query-name", Duration.ofMinutes(1)).asJsonObject())
                    .containsKey("name");
        }
    }
}
