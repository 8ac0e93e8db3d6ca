package dev.qmp.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.chardev.loop.LoopSettings;
import dev.qmp.dispatch.spi.CommandBinder;
import dev.qmp.dispatch.spi.CommandProvider;
import dev.qmp.dispatch.spi.EventEmitter;
import dev.qmp.dispatch.spi.EventLimit;
import dev.qmp.dispatch.spi.ProviderContext;
import dev.qmp.json.JsonText;
import dev.qmp.json.JsonValues;
import dev.qmp.monitor.client.Await;
import dev.qmp.monitor.peers.QmpPeer;
import dev.qmp.monitor.peers.TestHost;
import dev.qmp.qapi.SchemaSource;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Events that come faster than they may: the first at once, then the last of each series, with its own time. */
class EventRateTest {
    /** Nodes of a quorum that read wrongly, all in a moment. The clock goes on by a microsecond each time it is asked. */
    private static final class Quorum implements CommandProvider {
        private final Duration period;

        Quorum(Duration period) {
            this.period = period;
        }

        @Override
        public String name() {
            return "quorum";
        }

        @Override
        public SchemaSource schema() {
            return SchemaSource.text("quorum.json", """
                    { 'command': 'read-badly' }
                    { 'command': 'ping' }
                    { 'event': 'BAD', 'data': { 'node-name': 'str', 'sector': 'int' } }
                    { 'event': 'FAILURE', 'data': { 'node-name': 'str', 'sector': 'int' } }
                    """);
        }

        @Override
        public List<EventLimit> eventLimits() {
            return List.of(
                    new EventLimit("BAD", period, List.of("node-name")),
                    new EventLimit("FAILURE", period, List.of("node-name")));
        }

        @Override
        public void bind(CommandBinder commands, ProviderContext context) {
            commands.action("ping", (request, arguments) -> {});
            commands.action("read-badly", (request, arguments) -> {
                for (int i = 0; i < 5; i++) {
                    emit(context.events(), "BAD", "q1", i);
                }
                for (int i = 0; i < 2; i++) {
                    emit(context.events(), "BAD", "q2", 10 + i);
                }
                for (int i = 0; i < 3; i++) {
                    emit(context.events(), "FAILURE", "q2", 20 + i);
                }
            });
        }
    }

    private static void emit(EventEmitter events, String event, String node, long sector) {
        events.emit(
                event,
                JsonValues.object().add("node-name", node).add("sector", sector).build());
    }

    @Test
    void givesTheFirstAtOnceAndTheLastOfEachSeriesLater() {
        AtomicLong micros = new AtomicLong(122);
        InstantSource clock = () -> Instant.ofEpochSecond(1000, micros.incrementAndGet() * 1000);
        Duration period = Duration.ofSeconds(2);
        AtomicLong time = new AtomicLong(); // passes only here, so that the period lasts as long as the test needs
        try (TestHost host = new TestHost(Monitors.builder()
                .provider(new Quorum(period))
                .clock(clock)
                .loops(LoopSettings.DEFAULT.withNanoClock(time::get)))) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            Path lateSocket = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer peer = QmpPeer.negotiated(socket, false)) {
                peer.send("{'execute':'read-badly','id':1}");
                assertThat(peer.line()).isEqualTo(event(123, "BAD", "q1", 0));
                assertThat(peer.line()).isEqualTo(event(128, "BAD", "q2", 10));
                assertThat(peer.line()).isEqualTo(event(130, "FAILURE", "q2", 20));
                assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": 1}");

                // One that negotiates only now is told what is still due.
                try (QmpPeer late = QmpPeer.negotiated(lateSocket, false)) {
                    time.addAndGet(period.toNanos());
                    peer.send(" "); // wakes the loop, which looks at the clock

                    for (QmpPeer told : List.of(peer, late)) {
                        assertThat(told.line()).isEqualTo(event(127, "BAD", "q1", 4));
                        assertThat(told.line()).isEqualTo(event(129, "BAD", "q2", 11));
                        assertThat(told.line()).isEqualTo(event(132, "FAILURE", "q2", 22));
                        told.send("{'execute':'ping','id':2}");
                        assertThat(told.line()).as("nothing else").isEqualTo("{\"return\": {}, \"id\": 2}");
                    }
                }
            }
        }
    }

    private static String event(int micros, String name, String node, int sector) {
        return "{\"timestamp\": {\"seconds\": 1000, \"microseconds\": " + micros + "}, \"event\": \"" + name
                + "\", \"data\": {\"node-name\": \"" + node + "\", \"sector\": " + sector + "}}";
    }

    @Test
    void thinsOutASteadyStreamToOneAPeriod() {
        Duration period = Duration.ofMillis(100);
        try (TestHost host = new TestHost(Monitors.builder().provider(new Quorum(period)))) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer peer = QmpPeer.negotiated(socket, false)) {
                long start = System.nanoTime();
                long emitted = 0;
                do {
                    emit(host.monitors().events(), "BAD", "q1", emitted++);
                    Thread.onSpinWait();
                } while (System.nanoTime() - start < 8 * period.toNanos());
                long last = -1;
                int told = 0;
                while (last < emitted - 1) {
                    JsonObject event = JsonText.parse(peer.line()).asJsonObject();
                    long sector =
                            event.getJsonObject("data").getJsonNumber("sector").longValueExact();
                    assertThat(sector).isGreaterThan(last);
                    assertThat(told > 0 || sector == 0)
                            .as("the first one at once")
                            .isTrue();
                    last = sector;
                    told++;
                }
                long periods = (System.nanoTime() - start) / period.toNanos();
                assertThat((long) told).isBetween(2L, periods + 2);
                assertThat(emitted).isGreaterThan(told);
            }
        }
    }

    @Test
    void anEventThatCannotBeWrittenDoesNotEndItsSeries() throws Exception {
        Duration period = Duration.ofMillis(20);
        List<String> reported = new CopyOnWriteArrayList<>();
        try (TestHost host = new TestHost(
                Monitors.builder().provider(new Quorum(period)).errorHandler((what, failure) -> reported.add(what)))) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            host.start();
            EventEmitter events = host.monitors().events();
            try (QmpPeer peer = QmpPeer.negotiated(socket, false)) {
                JsonValue lying = () -> JsonValue.ValueType.OBJECT;
                JsonObject bad = JsonValues.object()
                        .add("node-name", "q1")
                        .add("sector", lying)
                        .build();
                Await.until("a report", () -> {
                    emit(events, "BAD", "q1", 1);
                    try {
                        events.emit("BAD", bad);
                    } catch (IllegalArgumentException e) {
                        // A period has just ended, so it was not kept; its emitter is told.
                        assertThat(e).hasMessageContaining("no JSON structure");
                    }
                    return reported.contains("event BAD cannot be written");
                });
                emit(events, "BAD", "q1", 2);
                while (!peer.event().contains("\"sector\": 2}")) {
                    // Those before it go by.
                }
            }
        }
    }
}
