package dev.qmp.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.spi.CharDevice;
import dev.qmp.chardev.spi.ChardevBackend;
import dev.qmp.chardev.spi.ChardevContext;
import dev.qmp.monitor.FaultyDevice.Fault;
import dev.qmp.monitor.MonitorModelTest.Request;
import dev.qmp.monitor.MonitorModelTest.Step;
import dev.qmp.monitor.client.Await;
import dev.qmp.monitor.peers.QmpPeer;
import dev.qmp.monitor.peers.TestHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Several monitors whose devices, handlers and listeners fail on a random schedule, against a model of the replies due. */
class FaultInjectionTest {
    private static final List<Step> STEPS = List.of(Step.values());
    private static final int SOUND = 2;
    private static final String NEGOTIATION = "{'execute':'qmp_capabilities','arguments':{'enable':['oob']},'id':'n'}";
    private static final String NEGOTIATED = "{\"return\": {}, \"id\": \"n\"}";
    private static final String REFERENCE = "(reference ";

    private final Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> reported = new ConcurrentLinkedQueue<>();
    private final AtomicInteger sessionsEnded = new AtomicInteger();
    private final AtomicInteger hooks = new AtomicInteger();
    private final List<FaultyDevice> opened = new ArrayList<>();
    private int number;

    /** Opens the devices. Thread: stateless. */
    private final class Backend implements ChardevBackend {
        @Override
        public String name() {
            return "faulty";
        }

        @Override
        public CharDevice open(ChardevOptions options, ChardevContext context) {
            FaultyDevice device = new FaultyDevice(options, context, thrown);
            opened.add(device);
            return device;
        }
    }

    /** A visit, and the replies due in it on each path, in order. */
    private record Conversation(
            String name, FaultyDevice.Visit visit, List<String> inBand, List<String> outOfBand, boolean stays) {
        boolean isOver() {
            return stays ? visit.isComplete() : visit.isOver();
        }

        void check() {
            String text = visit.text().replaceAll("\\(reference \\d+\\)", "(reference N)");
            List<String> lines = new ArrayList<>(List.of(text.split("\r\n", -1)));
            String rest = lines.remove(lines.size() - 1);
            List<String> seenInBand = new ArrayList<>();
            List<String> seenOutOfBand = new ArrayList<>();
            if (!lines.isEmpty()) {
                assertThat(lines.remove(0)).as(name).startsWith(QmpPeer.GREETING_START);
                lines.forEach(line -> (line.contains("\"id\": \"o") ? seenOutOfBand : seenInBand).add(line));
            }
            if (!visit.cut) {
                assertThat(rest).as(name).isEmpty();
                assertThat(seenInBand).as(name).isEqualTo(inBand);
                assertThat(seenOutOfBand).as(name).isEqualTo(outOfBand);
                return;
            }
            assertThat(seenInBand).as(name).isEqualTo(beginning(inBand, seenInBand.size()));
            assertThat(seenOutOfBand).as(name).isEqualTo(beginning(outOfBand, seenOutOfBand.size()));
            if (text.contains("\r\n")) {
                int reference = rest.indexOf(REFERENCE);
                String part = reference < 0 ? rest : rest.substring(0, reference);
                // It may have been cut within the line's end.
                String beginning = part.endsWith("\r") ? part.substring(0, part.length() - 1) : part;
                assertThat(List.of(next(inBand, seenInBand), next(outOfBand, seenOutOfBand)))
                        .as(name)
                        .anyMatch(due -> due.startsWith(beginning));
            }
        }

        private static List<String> beginning(List<String> due, int length) {
            return due.subList(0, Math.min(due.size(), length));
        }

        private static String next(List<String> due, List<String> seen) {
            return seen.size() < due.size() ? due.get(seen.size()) : "";
        }
    }

    @Provide
    Arbitrary<List<List<Fault>>> faults() {
        return Arbitraries.of(Fault.class)
                .list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    @Property(tries = 100)
    void aFaultEndsWhatItBelongsToAndNothingElse(@ForAll("faults") List<List<Fault>> faults, @ForAll Random random) {
        thrown.clear();
        opened.clear();
        reported.clear();
        sessionsEnded.set(0);
        Set<Thread> before = threads();
        TestProvider provider = new TestProvider();
        provider.hook = this::fail;
        List<Conversation> conversations = new ArrayList<>();
        MonitorsBuilder builder = Monitors.builder()
                .provider(provider)
                .devices(registry -> registry.backend(new Backend()))
                .errorHandler((what, failure) -> reported.add(failure));
        try (LogCapture log = new LogCapture("session closed");
                TestHost host = new TestHost(builder)) {
            Monitors monitors = host.monitors();
            for (int i = 0; i < faults.size() + SOUND; i++) {
                boolean sound = i >= faults.size();
                String id = (sound ? "sound" : "faulty") + i;
                Chardev handle = monitors.devices().add("faulty,id=" + id);
                FaultyDevice device = opened.get(i);
                List<Fault> visits = new ArrayList<>(sound ? List.of(Fault.NONE, Fault.HALF_CLOSE) : faults.get(i));
                visits.add(sound || random.nextBoolean() ? Fault.NONE : Fault.FLUSH_THROWS);
                for (int j = 0; j < visits.size(); j++) {
                    conversations.add(conversation(device, visits.get(j), j == visits.size() - 1, random));
                }
                Random listener = new Random(random.nextLong());
                MonitorOptions options = random.nextBoolean()
                        ? MonitorOptions.DEFAULT
                        : MonitorOptions.builder()
                                .outputBounds(1 + random.nextInt(500), 64 << 20)
                                .build();
                Monitor unused = monitors.add(handle, options, () -> sessionEnded(!sound, listener));
            }
            opened.forEach(FaultyDevice::begin);
            host.start();
            for (Conversation conversation : conversations) {
                Await.until(conversation.name(), conversation::isOver);
            }
            Await.until("nothing waits", () -> monitors.waitingSize() == 0);
            assertThat(log.lines()).as("peers blamed for what is not theirs").isEmpty();
        }
        conversations.forEach(Conversation::check);
        assertThat(reported).containsExactlyInAnyOrderElementsOf(thrown);
        long sessions = conversations.stream()
                .filter(conversation -> conversation.visit().fault != Fault.CONNECTION_THROWS)
                .count();
        assertThat(sessionsEnded).hasValue((int) sessions);
        assertThat(opened).allSatisfy(device -> assertThat(device.closings).hasValue(1));
        Await.until("no thread is left", () -> before.containsAll(threads()));
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("qmp-"))
                .collect(Collectors.toSet());
    }

    private Conversation conversation(FaultyDevice device, Fault fault, boolean stays, Random random) {
        StringBuilder input = new StringBuilder(NEGOTIATION);
        List<String> inBand = new ArrayList<>(List.of(NEGOTIATED));
        List<String> outOfBand = new ArrayList<>();
        int output = 2 * QmpPeer.GREETING_START.length();
        for (int i = random.nextInt(20); i > 0; i--) {
            int kind = random.nextInt(STEPS.size() + 4);
            boolean overtaking = kind < STEPS.size() ? STEPS.get(kind).outOfBand : (kind - STEPS.size()) % 2 == 1;
            Request request = request(kind, overtaking, device.handle().id(), number++);
            input.append(request.text());
            (overtaking ? outOfBand : inBand).add(request.reply());
            output += request.reply().length();
        }
        if (fault.endsInput() && random.nextBoolean()) {
            input.append("{'execute':'pi");
        }
        byte[] bytes = input.toString().getBytes(UTF_8);
        int at = 1 + random.nextInt(fault == Fault.HANG_UP_READING ? bytes.length : output);
        int due = 1 + inBand.size() + outOfBand.size();
        String name = device.handle().id() + " " + fault + " at " + at + " of " + input;
        return new Conversation(name, device.expect(fault, bytes, due, stays, at, random), inBand, outOfBand, stays);
    }

    private static Request request(int kind, boolean overtaking, String label, int number) {
        int steps = STEPS.size();
        if (kind < steps) {
            return MonitorModelTest.request(STEPS.get(kind), number);
        }
        String id = (overtaking ? "o" : "i") + number;
        String member = overtaking ? "exec-oob" : "execute";
        if (kind - steps < 2) {
            String thread = overtaking ? "qmp-io" : "test-dispatcher";
            return new Request(
                    "{'" + member + "':'whoami','id':'" + id + "'}",
                    "{\"return\": {\"text\": \"" + label + " " + thread + "\"}, \"id\": \"" + id + "\"}");
        }
        return new Request(
                "{'" + member + "':'hook','id':'" + id + "'}",
                MonitorModelTest.error(id, "GenericError", "The command hook failed " + REFERENCE + "N)"));
    }

    /** What a handler does. */
    private void fail() {
        if (hooks.getAndIncrement() % 2 == 0) {
            IllegalStateException failure = new IllegalStateException("a handler on purpose");
            thrown.add(failure);
            throw failure;
        }
        LinkageError failure = new LinkageError("a handler on purpose");
        thrown.add(failure);
        throw failure;
    }

    /** Hears of the end of a session, by any thread. */
    private void sessionEnded(boolean mayFail, Random random) {
        sessionsEnded.incrementAndGet();
        if (mayFail && random.nextInt(3) == 0) {
            fail();
        }
    }
}
