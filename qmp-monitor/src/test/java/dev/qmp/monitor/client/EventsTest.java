package dev.qmp.monitor.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.json.JsonValues;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // some tests close before the end
class EventsTest {
    private static final String STOP =
            "{\"timestamp\": {\"seconds\": 1795425665, \"microseconds\": 186017}, \"event\": \"STOP\"}\r\n";

    @TempDir
    Path directory;

    /** Remembers what it is told; holds the first call until released. */
    private static final class Recorder implements QmpListener, Flow.Subscriber<QmpEvent> {
        final CopyOnWriteArrayList<String> heard = new CopyOnWriteArrayList<>();
        final CopyOnWriteArrayList<QmpEvent> events = new CopyOnWriteArrayList<>();
        final CountDownLatch gate;
        final CompletableFuture<String> end = new CompletableFuture<>();
        final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

        Recorder(boolean open) {
            gate = new CountDownLatch(open ? 0 : 1);
        }

        @Override
        public void onEvent(QmpEvent event) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            events.add(event);
            heard.add(event.name());
        }

        @Override
        public void onLost(long count) {
            heard.add("lost " + count);
        }

        long kept() {
            return heard.stream().filter(text -> text.startsWith("E")).count();
        }

        long lost() {
            return heard.stream()
                    .filter(text -> text.startsWith("lost "))
                    .mapToLong(text -> Long.parseLong(text.substring(5)))
                    .sum();
        }

        @Override
        public void onClosed(@Nullable QmpConnectionException cause) {
            end.complete(cause == null ? "closed" : cause.getMessage());
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription.complete(given);
        }

        @Override
        public void onNext(QmpEvent event) {
            onEvent(event);
        }

        @Override
        public void onError(Throwable failure) {
            end.complete(failure.toString());
        }

        @Override
        public void onComplete() {
            end.complete("complete");
        }
    }

    private static String event(int i) {
        return STOP.replace("STOP", "E" + i);
    }

    /** Sends {@code count} events, then answers the request, for each request. */
    private ScriptedServer server(int count) throws IOException {
        return ScriptedServer.unix(directory, peer -> {
            peer.begin();
            for (String line = peer.line(); line != null && !line.contains("leave"); line = peer.line()) {
                for (int i = 0; i < count; i++) {
                    peer.write(event(i));
                }
                peer.reply(ScriptedServer.Peer.id(line), "{}");
            }
        });
    }

    @Test
    void readsNameDataAndTime() throws IOException {
        Recorder listener = new Recorder(true);
        ScriptedServer.Script script = peer -> {
            peer.write(ScriptedServer.GREETING);
            // Right behind the reply that ends the negotiation.
            peer.write(
                    "{\"return\": {}, \"id\": " + peer.expect("qmp_capabilities") + "}\r\n" + STOP
                            + "{\"timestamp\": {\"seconds\": -1, \"microseconds\": -1}, \"event\": \"X\", \"data\": {\"a\": 1}}\r\n");
            peer.untilClosed();
        };
        try (ScriptedServer server = ScriptedServer.tcp(script);
                QmpClient client = QmpClient.connect(
                        server.address(),
                        QmpClientOptions.builder().listener(listener).build())) {
            Await.until("two events", () -> listener.events.size() == 2);
            QmpEvent stop = listener.events.get(0);
            QmpEvent other = listener.events.get(1);

            assertThat(stop.name()).isEqualTo("STOP");
            assertThat(stop.data()).isEmpty();
            assertThat(stop.timestamp()).contains(Instant.ofEpochSecond(1795425665, 186_017_000));
            assertThat(stop.message()).containsKey("event");
            assertThat(other.timestamp()).isEmpty();
            assertThat(other.data()).containsEntry("a", JsonValues.number(1));
            assertThat(client.isConnected()).isTrue();
        }
    }

    @Test
    void tellsListenersInOrderBetweenReplies() throws IOException {
        Recorder listener = new Recorder(true);
        try (ScriptedServer server = server(50);
                QmpClient client = QmpClient.connect(server.address())) {
            client.addListener(listener);
            Await.value(client.execute("go"));
            Await.value(client.execute("go"));
            Await.until("100 events", () -> listener.heard.size() == 100);

            List<String> expected = new ArrayList<>();
            for (int round = 0; round < 2; round++) {
                IntStream.range(0, 50).forEach(i -> expected.add("E" + i));
            }
            assertThat(listener.heard).containsExactlyElementsOf(expected);

            client.removeListener(listener);
            Await.value(client.execute("go"));
            client.close();
            assertThat(listener.heard).hasSize(100);
            assertThat(listener.end).isNotDone();
        }
    }

    @Test
    void tellsASlowListenerHowManyItMissedAndDelaysNobodyElse() throws IOException {
        Recorder slow = new Recorder(false);
        Recorder quick = new Recorder(true);
        QmpClientOptions options = QmpClientOptions.builder().eventBuffer(1000).build();
        QmpClientOptions small =
                options.toBuilder().eventBuffer(10).listener(slow).build();
        try (ScriptedServer server = server(100);
                QmpClient client = QmpClient.connect(server.address(), small);
                QmpClient other = QmpClient.connect(server.address(), options)) {
            other.addListener(quick);
            Await.value(client.execute("go"));
            Await.value(other.execute("go"));
            Await.until("all at the quick one", () -> quick.heard.size() == 100);
            assertThat(slow.heard).isEmpty();
            slow.gate.countDown();
            Await.until("an account of all events", () -> slow.kept() + slow.lost() == 100);

            assertThat(slow.kept()).isBetween(10L, 11L); // ten in the buffer, perhaps one in the listener's hands
            assertThat(slow.heard).startsWith("E0", "E1", "E2");
            assertThat(slow.heard.get(slow.heard.size() - 1)).startsWith("lost ");

            Await.value(client.execute("leave").handle((v, e) -> v == null));
            assertThat(Await.value(slow.end)).isEqualTo(server.address() + " closed the connection");
        }
    }

    @Test
    void goesOnAfterAListenerFailed() throws IOException {
        Recorder healthy = new Recorder(true);
        List<String> heard = new CopyOnWriteArrayList<>();
        try (ScriptedServer server = server(2);
                QmpClient client = QmpClient.connect(server.address())) {
            client.addListener(event -> {
                heard.add(event.name());
                throw new IllegalStateException("on purpose");
            });
            client.addListener(healthy);
            Await.value(client.execute("go"));

            Await.until("all events", () -> heard.size() == 2 && healthy.heard.size() == 2);
            assertThat(heard).containsExactly("E0", "E1");
        }
    }

    @Test
    void givesSubscribersWhatTheyAskFor() throws IOException {
        Recorder subscriber = new Recorder(true);
        try (ScriptedServer server = server(5);
                QmpClient client = QmpClient.connect(server.address())) {
            client.events().subscribe(subscriber);
            Flow.Subscription subscription = Await.value(subscriber.subscription);
            subscription.request(2);
            Await.value(client.execute("go"));
            Await.until("two events", () -> subscriber.heard.size() == 2);
            subscription.request(1);
            Await.until("one more", () -> subscriber.heard.size() == 3);
            assertThat(subscriber.heard).containsExactly("E0", "E1", "E2");
            subscription.request(Long.MAX_VALUE);
            subscription.request(Long.MAX_VALUE);
            Await.until("the rest", () -> subscriber.heard.size() == 5);

            client.close();
            assertThat(Await.value(subscriber.end)).isEqualTo("complete");
        }
    }

    @Test
    void endsASubscriptionThatFellBehind() throws IOException {
        Recorder subscriber = new Recorder(true);
        QmpClientOptions options = QmpClientOptions.builder().eventBuffer(3).build();
        try (ScriptedServer server = server(5);
                QmpClient client = QmpClient.connect(server.address(), options)) {
            client.events().subscribe(subscriber);
            Await.value(client.execute("go"));
            Await.value(subscriber.subscription).request(100);

            assertThat(Await.value(subscriber.end))
                    .isEqualTo(new QmpEventOverflowException(3).toString())
                    .contains("3 events behind");
            assertThat(subscriber.heard).containsExactly("E0", "E1", "E2");
        }
    }

    @Test
    void keepsABoundedAmountOfLargeEvents() throws IOException {
        Recorder subscriber = new Recorder(true);
        Recorder slow = new Recorder(false);
        String large = STOP.replace("}\r\n", ", \"data\": {\"text\": \"" + "x".repeat(100_000) + "\"}}\r\n");
        QmpClientOptions options =
                QmpClientOptions.builder().eventBytes(350_000).listener(slow).build();
        try (ScriptedServer server = ScriptedServer.unix(directory, peer -> {
                    peer.begin();
                    String line = peer.line();
                    StringBuilder events = new StringBuilder();
                    for (int i = 0; i < 20; i++) {
                        events.append(large.replace("STOP", "E" + i));
                    }
                    peer.write(events.toString()); // arrives in pieces with the end of one event and the beginning of
                    // the next
                    peer.reply(ScriptedServer.Peer.id(line), "{}");
                    peer.line();
                });
                QmpClient client = QmpClient.connect(server.address(), options)) {
            client.events().subscribe(subscriber);
            Await.value(client.execute("go"));
            Await.value(subscriber.subscription).request(100);

            assertThat(Await.value(subscriber.end))
                    .endsWith("the subscriber was more than 350000 bytes of events behind");
            assertThat(subscriber.heard).containsExactly("E0", "E1", "E2");
            slow.gate.countDown();
            Await.until("an account of all events", () -> slow.kept() + slow.lost() == 20);
            assertThat(slow.kept()).isBetween(3L, 4L); // three in the buffer, perhaps one in the listener's hands
        }
    }

    @Test
    void tellsSubscribersWhyTheConnectionEnded() throws IOException {
        Recorder subscriber = new Recorder(true);
        try (ScriptedServer server = server(1);
                QmpClient client = QmpClient.connect(server.address())) {
            client.events().subscribe(subscriber);
            Await.failure(client.execute("leave"), QmpConnectionException.class);

            assertThat(Await.value(subscriber.end)).endsWith("closed the connection");

            Recorder late = new Recorder(true);
            client.events().subscribe(late);
            assertThat(Await.value(late.end)).endsWith("closed the connection");
        }
    }

    @Test
    void sendsNothingAfterCancellationOrToAWrongDemand() throws IOException {
        Recorder cancelled = new Recorder(true);
        Recorder wrong = new Recorder(true);
        Recorder healthy = new Recorder(true);
        try (ScriptedServer server = server(5);
                QmpClient client = QmpClient.connect(server.address())) {
            client.events().subscribe(cancelled);
            client.events().subscribe(wrong);
            client.events().subscribe(healthy);
            Await.value(cancelled.subscription).request(100);
            Await.value(cancelled.subscription).cancel();
            Await.value(wrong.subscription).request(0);
            Await.value(healthy.subscription).request(100);
            Await.value(client.execute("go"));
            Await.until("events", () -> healthy.heard.size() == 5);

            assertThat(Await.value(wrong.end)).contains("IllegalArgumentException");
            assertThat(wrong.heard).isEmpty();
            assertThat(cancelled.heard).isEmpty();
            assertThat(cancelled.end).isNotDone();
        }
    }
}
