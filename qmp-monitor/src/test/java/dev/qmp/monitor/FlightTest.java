package dev.qmp.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.monitor.internal.watch.FlightEvents;
import dev.qmp.monitor.peers.QmpPeer;
import dev.qmp.monitor.peers.TestHost;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;

class FlightTest {
    private final TestProvider provider = new TestProvider();

    @Test
    void recordsRequestsSuspensionsAndSessions() throws IOException {
        Path file = TestHost.shortFolder().resolve("flight.jfr");
        try (Recording recording = new Recording()) {
            recording.start();
            try (TestHost host = new TestHost(Monitors.builder().provider(provider))) {
                Path socket = host.listen(MonitorOptions.DEFAULT);
                Path slow = host.listen(
                        MonitorOptions.builder().outputBounds(1 << 10, 1 << 16).build());
                host.start();
                try (QmpPeer peer = QmpPeer.connect(socket)) {
                    peer.send("{'execute':'ping','id':'early'}");
                    assertThat(peer.line()).startsWith(QmpPeer.GREETING_START);
                    assertThat(peer.line()).contains("Expecting capabilities negotiation");
                    peer.send("{'execute':'qmp_capabilities','arguments':{'enable':['oob']}}");
                    assertThat(peer.line()).isEqualTo("{\"return\": {}}");
                    peer.send("{'execute':'hold','id':'h'}");
                    provider.held.join();
                    peer.send("{'execute':'nosuch','id':7}{'exec-oob':'ping','id':'o'}");
                    assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": \"o\"}");
                    peer.send("{'exec-oob':'release'}");
                    for (int i = 0; i < 3; i++) {
                        assertThat(peer.line()).isNotEqualTo("<end>");
                    }
                    try (QmpPeer deaf = QmpPeer.negotiated(slow, false)) {
                        peer.send("{'execute':'burst','arguments':{'count':20000}}");
                        while (!peer.line().startsWith("{\"return\"")) {
                            // The events go by.
                        }
                        while (!deaf.lineOrPart().equals("<end>")) {
                            // To the end, which is the hard cap's.
                        }
                    }
                }
            }
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);

        RecordedEvent hold = only(events, "dev.qmp.Request", "hold");
        assertThat(hold.getString("monitor")).isEqualTo("m0");
        assertThat(hold.getString("id")).isEqualTo("\"h\"");
        assertThat(hold.getString("outcome")).isEqualTo("success");
        RecordedEvent refused = only(events, "dev.qmp.Request", "nosuch");
        assertThat(refused.getString("outcome")).isEqualTo("CommandNotFound");
        assertThat(refused.getString("id")).isEqualTo("7");
        RecordedEvent overtaking = only(events, "dev.qmp.OutOfBand", "ping");
        assertThat(overtaking.getString("id")).isEqualTo("\"o\"");
        // It waited while the other one was held, and the one out of band did not.
        assertThat(overtaking.getEndTime()).isBefore(hold.getEndTime());
        assertThat(refused.getDuration("queued")).isPositive();
        assertThat(refused.getEndTime()).isAfter(hold.getEndTime());
        RecordedEvent execution = only(events, "dev.qmp.Dispatch", "hold");
        assertThat(execution.getDuration()).isLessThanOrEqualTo(hold.getDuration());

        assertThat(named(events, "dev.qmp.SessionOpened")).hasSize(2);
        assertThat(named(events, "dev.qmp.Session")).hasSize(2).anySatisfy(session -> {
            assertThat(session.getString("monitor")).isEqualTo("m0");
            assertThat(session.getLong("requests")).isEqualTo(7);
        });
        assertThat(named(events, "dev.qmp.Suspension"))
                .anySatisfy(
                        suspension -> assertThat(suspension.getString("reason")).isEqualTo("NEGOTIATING"));
        // It was never read again.
        assertThat(named(events, "dev.qmp.Suspension")).anySatisfy(suspension -> {
            assertThat(suspension.getString("monitor")).isEqualTo("m1");
            assertThat(suspension.getString("reason")).isEqualTo("OUTPUT_FULL");
        });
        assertThat(named(events, "dev.qmp.HardCap")).singleElement().satisfies(cap -> {
            assertThat(cap.getString("monitor")).isEqualTo("m1");
            assertThat(cap.getLong("unread")).isGreaterThan(1 << 16);
        });
    }

    @Test
    void tellsOfEachEventWhatThePagePromises() {
        for (Class<?> type : FlightEvents.class.getDeclaredClasses()) {
            if (!Modifier.isAbstract(type.getModifiers())) {
                FlightRecorder.register(type.asSubclass(Event.class));
            }
        }
        Map<String, String> fields = new TreeMap<>();
        for (EventType type : FlightRecorder.getFlightRecorder().getEventTypes()) {
            if (type.getName().startsWith("dev.qmp.")) {
                assertThat(type.getLabel()).startsWith("QMP ");
                assertThat(type.getCategoryNames()).containsExactly("QMP");
                assertThat(type.getSettingDescriptors())
                        .anyMatch(setting -> setting.getName().equals("stackTrace")
                                && setting.getDefaultValue().equals("false"));
                fields.put(
                        type.getName(),
                        type.getFields().stream()
                                .filter(field -> !Set.of("startTime", "duration", "eventThread", "stackTrace")
                                        .contains(field.getName()))
                                .map(field -> field.getName() + ": " + field.getLabel())
                                .collect(Collectors.joining(", ")));
            }
        }
        assertThat(fields)
                .isEqualTo(Map.of(
                        "dev.qmp.Request",
                        "monitor: Monitor, command: Command, id: Id, outcome: Outcome, queued: Time in Queue",
                        "dev.qmp.Dispatch",
                        "monitor: Monitor, command: Command, id: Id",
                        "dev.qmp.OutOfBand",
                        "monitor: Monitor, command: Command, id: Id, outcome: Outcome",
                        "dev.qmp.Suspension",
                        "monitor: Monitor, reason: First Reason",
                        "dev.qmp.SessionOpened",
                        "monitor: Monitor",
                        "dev.qmp.Session",
                        "monitor: Monitor, requests: Requests",
                        "dev.qmp.HardCap",
                        "monitor: Monitor, unread: Unread"));
    }

    private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals(name))
                .toList();
    }

    private static RecordedEvent only(List<RecordedEvent> events, String name, String command) {
        List<RecordedEvent> found = named(events, name).stream()
                .filter(event -> event.getString("command").equals(command))
                .toList();
        assertThat(found).as("%s of %s", name, command).hasSize(1);
        return found.get(0);
    }
}
