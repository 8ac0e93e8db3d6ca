package dev.qmp.monitor.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.dispatch.spi.Dialect;
import dev.qmp.json.JsonValues;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversationTest {
    @TempDir
    Path directory;

    private ScriptedServer server(ScriptedServer.Script script) throws IOException {
        return ScriptedServer.unix(directory, peer -> {
            peer.begin();
            script.run(peer);
        });
    }

    private static JsonObject arguments(String name, String value) {
        return JsonValues.object().add(name, value).build();
    }

    @Test
    void sendsCommandAndArgumentsAndReturnsAnyValue() throws IOException {
        List<String> lines = new ArrayList<>();
        ScriptedServer.Script script = peer -> {
            for (String value : List.of("{}", "\"a\\r\\n\\u00E9\"", "[1, 2.5]", "null")) {
                String line = peer.line();
                lines.add(line);
                peer.reply(ScriptedServer.Peer.id(line), value);
            }
            peer.untilClosed();
        };
        try (ScriptedServer server = server(script);
                QmpClient client = QmpClient.connect(server.address())) {
            assertThat(Await.value(client.execute("stop"))).isEqualTo(JsonValue.EMPTY_JSON_OBJECT);
            assertThat(Await.value(client.execute("human-monitor-command", arguments("command-line", "\u00E9"))))
                    .isEqualTo(JsonValues.string("a\r\n\u00E9"));
            assertThat(Await.value(client.execute("query-commands", JsonValues.EMPTY_OBJECT))
                            .asJsonArray())
                    .hasSize(2);
            assertThat(Await.value(client.execute("nothing"))).isEqualTo(JsonValue.NULL);
            assertThat(lines.get(0)).startsWith("{\"execute\": \"stop\", \"id\": ");
            assertThat(lines.get(1))
                    .startsWith("{\"execute\": \"human-monitor-command\", \"arguments\": "
                            + "{\"command-line\": \"\\u00E9\"}, \"id\": ");
            assertThat(lines.get(2)).contains("\"arguments\": {}");
        }
    }

    @Test
    void failsWithClassAndDescriptionOfTheServer() throws IOException {
        ScriptedServer.Script script = peer -> {
            peer.fail(peer.expect("nosuch"), "CommandNotFound", "The command nosuch has not been found");
            peer.untilClosed();
        };
        try (ScriptedServer server = server(script);
                QmpClient client = QmpClient.connect(server.address())) {
            QmpCommandException error = Await.failure(client.execute("nosuch"), QmpCommandException.class);

            assertThat(error.errorClass()).isEqualTo("CommandNotFound");
            assertThat(error.description()).isEqualTo("The command nosuch has not been found");
            assertThat(error).hasMessage("nosuch at " + server.address() + ": " + error.description());
        }
    }

    @Test
    void findsTheRequestOfAReplyThatOvertook() throws IOException {
        List<String> lines = new ArrayList<>();
        CountDownLatch chained = new CountDownLatch(1);
        ScriptedServer.Script script = peer -> {
            long slow = peer.expect("x-hold");
            long next = peer.expect("query-status");
            String rescue = peer.line();
            lines.add(rescue);
            await(chained);
            peer.reply(ScriptedServer.Peer.id(rescue), "\"rescue\"");
            peer.reply(slow, "\"slow\"");
            peer.reply(next, "\"next\"");
            peer.untilClosed();
        };
        try (ScriptedServer server = server(script);
                QmpClient client = QmpClient.connect(server.address())) {
            List<String> order = new ArrayList<>();
            CompletableFuture<Void> slow = client.execute("x-hold").thenAccept(v -> order.add("slow"));
            CompletableFuture<Void> next = client.execute("query-status").thenAccept(v -> order.add("next"));
            CompletableFuture<Void> rescue =
                    client.executeOob("x-release", arguments("a", "b")).thenAccept(v -> order.add(JsonValues.text(v)));
            chained.countDown();
            Await.value(CompletableFuture.allOf(slow, next, rescue));

            assertThat(order).containsExactly("rescue", "slow", "next");
            assertThat(lines.get(0))
                    .startsWith("{\"exec-oob\": \"x-release\", \"arguments\": {\"a\": \"b\"}, \"id\": ");
        }
    }

    @Test
    void asksForOutOfBandExecutionInTheOldDialect() throws IOException {
        List<String> lines = new ArrayList<>();
        ScriptedServer.Script script = peer -> {
            peer.write(ScriptedServer.GREETING.replace("\"oob\"", ""));
            lines.add(peer.line());
            peer.reply(ScriptedServer.Peer.id(lines.get(0)), "{}");
            lines.add(peer.line());
            peer.reply(ScriptedServer.Peer.id(lines.get(1)), "{}");
            peer.untilClosed();
        };
        QmpClientOptions options =
                QmpClientOptions.builder().dialect(Dialect.RFC).build();
        try (ScriptedServer server = ScriptedServer.tcp(script);
                QmpClient client = QmpClient.connect(server.address(), options)) {
            Await.value(client.executeOob("migrate-incoming", arguments("uri", "tcp:0:4444")));

            assertThat(lines.get(0)).doesNotContain("oob");
            assertThat(lines.get(1))
                    .startsWith("{\"execute\": \"migrate-incoming\"")
                    .endsWith("\"control\": {\"run-oob\": true}}");
        }
    }

    @Test
    void failsWhatIsInFlightWhenTheStreamEnds() throws IOException {
        ScriptedServer.Script script = peer -> {
            peer.expect("one");
            peer.expect("two");
            peer.expect("three");
            peer.write("{\"return\": {\"half\": ");
        };
        try (ScriptedServer server = server(script);
                QmpClient client = QmpClient.connect(server.address())) {
            List<CompletableFuture<JsonValue>> futures =
                    List.of(client.execute("one"), client.executeOob("two"), client.execute("three"));

            String reason = server.address() + " closed the connection";
            for (CompletableFuture<JsonValue> future : futures) {
                assertThat(Await.failure(future, QmpConnectionException.class)).hasMessageEndingWith(": " + reason);
            }
            assertThat(client.isConnected()).isFalse();
            assertThat(Await.failure(client.execute("four"), QmpConnectionException.class))
                    .hasMessage("four: " + reason);
        }
    }

    @Test
    void endsWhenTheServerSendsWhatIsNoJson() throws IOException {
        ScriptedServer.Script script = peer -> {
            peer.reply(peer.expect("one"), "inf");
            peer.untilClosed();
        };
        try (ScriptedServer server = server(script);
                QmpClient client = QmpClient.connect(server.address())) {
            assertThat(Await.failure(client.execute("one"), QmpProtocolException.class))
                    .hasMessage("one: " + server.address()
                            + " sent something that is not a message: JSON parse error, invalid keyword 'inf'");
        }
    }

    @Test
    void ignoresMessagesThatItDoesNotKnow() throws IOException {
        ScriptedServer.Script script = peer -> {
            long id = peer.expect("one");
            peer.write("42 []\r\n{\"future\": {}}\r\n{\"return\": {}, \"id\": {\"a\": 1}}\r\n{\"event\": 1}\r\n");
            peer.reply(id - 1, "{}");
            peer.reply(id, "true");
            peer.reply(id, "false");
            peer.reply(peer.expect("two"), "1");
            peer.untilClosed();
        };
        try (ScriptedServer server = server(script);
                QmpClient client = QmpClient.connect(server.address())) {
            assertThat(Await.value(client.execute("one"))).isEqualTo(JsonValue.TRUE);
            assertThat(Await.value(client.execute("two"))).isEqualTo(JsonValues.number(1));
        }
    }

    @Test
    void givesAnErrorWithoutNumberToTheOldestRequest() throws IOException {
        ScriptedServer.Script script = peer -> {
            peer.expect("one");
            long two = peer.expect("two");
            peer.write(
                    "{\"error\": {\"class\": \"GenericError\", \"desc\": \"JSON nesting depth limit exceeded\"}}\r\n");
            peer.reply(two, "2");
            peer.untilClosed();
        };
        try (ScriptedServer server = server(script);
                QmpClient client = QmpClient.connect(server.address())) {
            CompletableFuture<JsonValue> one = client.execute("one");
            CompletableFuture<JsonValue> two = client.execute("two");

            assertThat(Await.failure(one, QmpCommandException.class))
                    .hasMessageEndingWith(": JSON nesting depth limit exceeded");
            assertThat(Await.value(two)).isEqualTo(JsonValues.number(2));
        }
    }

    @Test
    void keepsInBandRequestsBackSoThatOutOfBandOnesAreRead() throws IOException {
        List<String> lines = new ArrayList<>();
        ScriptedServer.Script script = peer -> {
            for (int i = 0; i < 9; i++) {
                lines.add(peer.line()); // eight in band, and then the one out of band although 20 were asked before it
            }
            for (String line : List.copyOf(lines)) {
                peer.reply(ScriptedServer.Peer.id(line), "{}");
            }
            for (int i = 8; i < 20; i++) {
                peer.reply(peer.expect("\"c" + i + "\""), "{}");
            }
            peer.untilClosed();
        };
        try (ScriptedServer server = server(script);
                QmpClient client = QmpClient.connect(server.address())) {
            List<CompletableFuture<JsonValue>> futures = new ArrayList<>();
            IntStream.range(0, 20).forEach(i -> futures.add(client.execute("c" + i)));
            futures.add(client.executeOob("rescue"));
            futures.forEach(Await::value);

            assertThat(lines.subList(0, 8)).allMatch(line -> line.contains("execute"));
            assertThat(lines.get(8)).contains("{\"exec-oob\": \"rescue\"");
        }
    }

    @Test
    void sendsEverythingAtOnceWithoutALimit() throws IOException {
        ScriptedServer.Script script = peer -> {
            List<Long> ids = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                ids.add(peer.expect("\"c" + i + "\""));
            }
            for (long id : ids) {
                peer.reply(id, "{}");
            }
            peer.untilClosed();
        };
        QmpClientOptions options =
                QmpClientOptions.builder().inBandLimit(Integer.MAX_VALUE).build();
        try (ScriptedServer server = server(script);
                QmpClient client = QmpClient.connect(server.address(), options)) {
            List<CompletableFuture<JsonValue>> futures = new ArrayList<>();
            IntStream.range(0, 100).forEach(i -> futures.add(client.execute("c" + i)));
            futures.forEach(Await::value);
            assertThat(futures).allMatch(CompletableFuture::isDone);
        }
    }

    @Test
    void neverWaitsForAServerThatDoesNotRead() throws IOException {
        CountDownLatch read = new CountDownLatch(1);
        String large = "x".repeat(100_000);
        ScriptedServer.Script script = peer -> {
            try {
                read.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            for (int i = 0; i < 40; i++) {
                peer.reply(peer.expect(large), Integer.toString(i));
            }
            peer.untilClosed();
        };
        QmpClientOptions options = QmpClientOptions.builder()
                .outOfBand(false)
                .unsentLimit(10_000_000)
                .build();
        try (ScriptedServer server = server(script);
                QmpClient client = QmpClient.connect(server.address(), options)) {
            List<CompletableFuture<JsonValue>> futures = new ArrayList<>();
            IntStream.range(0, 40).forEach(i -> futures.add(client.execute("c", arguments("large", large))));
            assertThat(futures).noneMatch(CompletableFuture::isDone);
            read.countDown();

            for (int i = 0; i < 40; i++) {
                assertThat(Await.value(futures.get(i))).isEqualTo(JsonValues.number(i));
            }
        }
    }

    @Test
    void refusesRequestsThatWouldFillTheMemory() throws IOException {
        ScriptedServer.Script script = peer -> {
            peer.expect("c");
            peer.untilClosed();
        };
        QmpClientOptions options =
                QmpClientOptions.builder().inBandLimit(1).unsentLimit(1000).build();
        try (ScriptedServer server = server(script);
                QmpClient client = QmpClient.connect(server.address(), options)) {
            CompletableFuture<JsonValue> running = client.execute("c");
            CompletableFuture<JsonValue> waiting = client.execute("c", arguments("a", "x".repeat(2000)));

            assertThat(Await.failure(client.execute("c"), RejectedExecutionException.class))
                    .hasMessageContaining("too many requests wait for the server: 2");
            assertThat(running).isNotDone();
            assertThat(waiting).isNotDone();
        }
    }

    @Test
    void refusesToWaitForAReplyInTheThreadThatReadsIt() throws IOException {
        CountDownLatch chained = new CountDownLatch(1);
        ScriptedServer.Script script = peer -> {
            long one = peer.expect("one");
            await(chained);
            peer.reply(one, "{}");
            peer.reply(peer.expect("two"), "{}");
            peer.reply(peer.expect("three"), "3");
            peer.untilClosed();
        };
        try (ScriptedServer server = server(script);
                QmpClient client = QmpClient.connect(server.address())) {
            CompletableFuture<JsonValue> one = client.execute("one");
            CompletableFuture<JsonValue> wrong =
                    one.thenApply(v -> client.execute("two").join());
            CompletableFuture<JsonValue> right = wrong.handle((v, e) -> v).thenCompose(v -> client.execute("three"));
            // The server replies only now, so that the stages run in the thread that reads.
            chained.countDown();

            assertThat(Await.value(right)).isEqualTo(JsonValues.number(3));
            assertThat(Await.failure(wrong, IllegalStateException.class))
                    .hasMessageContaining("in the thread that reads replies");
        }
    }

    @Test
    void dropsTheReplyToARequestThatWasCancelled() throws IOException {
        CountDownLatch cancelled = new CountDownLatch(1);
        ScriptedServer.Script script = peer -> {
            long id = peer.expect("one");
            try {
                cancelled.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            peer.reply(id, "1");
            peer.reply(peer.expect("two"), "2");
            peer.untilClosed();
        };
        try (ScriptedServer server = server(script);
                QmpClient client = QmpClient.connect(server.address())) {
            CompletableFuture<JsonValue> one = client.execute("one");
            one.cancel(true);
            cancelled.countDown();

            assertThat(Await.value(client.execute("two"))).isEqualTo(JsonValues.number(2));
            assertThat(one).isCancelled();
        }
    }

    @Test
    void failsWhatIsInFlightWhenItIsClosed() throws IOException {
        ScriptedServer.Script script = peer -> {
            peer.expect("one");
            peer.untilClosed();
        };
        try (ScriptedServer server = server(script)) {
            QmpClient client = QmpClient.connect(server.address());
            CompletableFuture<JsonValue> one = client.execute("one");
            client.close();
            client.close();

            String reason = "the client of " + server.address() + " was closed";
            assertThat(Await.failure(one, QmpConnectionException.class)).hasMessage("one: " + reason);
            assertThat(Await.failure(client.execute("two"), QmpConnectionException.class))
                    .hasMessage("two: " + reason);
            assertThat(client.isConnected()).isFalse();
        }
    }

    @Test
    void survivesInterruptsOfTheThreadsThatUseIt() throws IOException {
        ScriptedServer.Script script = peer -> {
            peer.reply(peer.expect("one"), "1");
            peer.reply(peer.expect("two"), "2");
            peer.untilClosed();
        };
        try (ScriptedServer server = server(script);
                QmpClient client = QmpClient.connect(server.address())) {
            Thread.currentThread().interrupt();
            CompletableFuture<JsonValue> one = client.execute("one");
            assertThat(Thread.interrupted()).isTrue();

            assertThat(Await.value(one)).isEqualTo(JsonValues.number(1));
            assertThat(Await.value(client.execute("two"))).isEqualTo(JsonValues.number(2));
        }
    }

    @Test
    void printsTextThatNoServerRefuses() throws IOException {
        List<String> lines = new ArrayList<>();
        ScriptedServer.Script script = peer -> {
            lines.add(peer.line());
            peer.reply(ScriptedServer.Peer.id(lines.get(0)), "{}");
            peer.untilClosed();
        };
        try (ScriptedServer server = server(script);
                QmpClient client = QmpClient.connect(server.address())) {
            Await.value(client.execute("a", arguments("text", "\uD800\uFFFF\n\u0000\uD83D\uDE00")));

            assertThat(lines.get(0)).contains("\"\\uFFFD\\uFFFD\\n\\u0000\\uD83D\\uDE00\"");
            assertThat(lines.get(0).getBytes(StandardCharsets.UTF_8))
                    .hasSameSizeAs(lines.get(0).toCharArray());
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
