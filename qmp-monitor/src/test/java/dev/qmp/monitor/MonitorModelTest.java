package dev.qmp.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.monitor.peers.QmpPeer;
import dev.qmp.monitor.peers.TestHost;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Random conversations on several monitors at once, against a simple model of the replies that are due. */
class MonitorModelTest {
    /** What a client sends, and on which path it is answered. */
    enum Step {
        ECHO(false),
        PING(false),
        NO_JSON(false),
        BAD_ENVELOPE(false),
        UNKNOWN(false),
        OOB_PING(true),
        OOB_UNKNOWN(true),
        OOB_NOT_ALLOWED(true),
        OOB_BAD_ENVELOPE(true);

        final boolean outOfBand;

        Step(boolean outOfBand) {
            this.outOfBand = outOfBand;
        }
    }

    private static final int BURST = 3;

    /** A client can negotiate in the midst of a burst that another has asked for. Specification: {@code qmp-negotiate-early}. */
    private static final int ANY_TICK = -1;

    record Request(String text, String reply) {}

    static Request request(Step step, int number) {
        String id = (step.outOfBand ? "o" : "i") + number;
        String done = "{\"return\": {}, \"id\": \"" + id + "\"}";
        return switch (step) {
            case ECHO ->
                new Request(
                        "{'execute':'echo','arguments':{'text':'t" + number + "'},'id':'" + id + "'}",
                        "{\"return\": {\"text\": \"t" + number + "\"}, \"id\": \"" + id + "\"}");
            case PING -> new Request("{'execute':'ping','id':'" + id + "'}", done);
            case NO_JSON ->
                new Request(
                        "[}\n",
                        "{\"error\": {\"class\": \"GenericError\", \"desc\": \"JSON parse error, expecting value\"}}");
            case BAD_ENVELOPE ->
                new Request(
                        "{'execute':1,'id':'" + id + "'}",
                        error(id, "GenericError", "QMP input member 'execute' must be a string"));
            case UNKNOWN ->
                new Request(
                        "{'execute':'nosuch','id':'" + id + "'}",
                        error(id, "CommandNotFound", "The command nosuch has not been found"));
            case OOB_PING -> new Request("{'exec-oob':'ping','id':'" + id + "'}", done);
            case OOB_UNKNOWN ->
                new Request(
                        "{'exec-oob':'nosuch','id':'" + id + "'}",
                        error(id, "CommandNotFound", "The command nosuch has not been found"));
            case OOB_NOT_ALLOWED ->
                new Request(
                        "{'exec-oob':'echo','id':'" + id + "'}",
                        error(id, "GenericError", "The command echo does not support OOB"));
            case OOB_BAD_ENVELOPE ->
                new Request(
                        "{'exec-oob':[],'id':'" + id + "'}",
                        error(id, "GenericError", "QMP input member 'exec-oob' must be a string"));
        };
    }

    static String error(String id, String errorClass, String description) {
        return "{\"id\": \"" + id + "\", \"error\": {\"class\": \"" + errorClass + "\", \"desc\": \"" + description
                + "\"}}";
    }

    /** Makes what is tested. */
    TestHost host(TestProvider provider) {
        return new TestHost(Monitors.builder().provider(provider));
    }

    @Provide
    Arbitrary<List<Step>> conversation() {
        return Arbitraries.of(Step.class).list().ofMaxSize(60);
    }

    /** A client with its part of the model: the replies due on each path, in order. */
    private static final class Client implements AutoCloseable {
        private final QmpPeer peer;
        private final List<String> inBand = new ArrayList<>();
        private final List<String> outOfBand = new ArrayList<>();
        private final List<String> seenInBand = new ArrayList<>();
        private final List<String> seenOutOfBand = new ArrayList<>();

        Client(QmpPeer peer) {
            this.peer = peer;
        }

        String plan(Step step, int number) {
            Request request = request(step, number);
            (step.outOfBand ? outOfBand : inBand).add(request.reply());
            return request.text();
        }

        void readOne() {
            String line = peer.line();
            (line.contains("\"id\": \"o") ? seenOutOfBand : seenInBand).add(line);
        }

        void readAll() {
            while (seenInBand.size() + seenOutOfBand.size() < inBand.size() + outOfBand.size()) {
                readOne();
            }
            assertThat(seenInBand).isEqualTo(inBand);
            assertThat(seenOutOfBand).isEqualTo(outOfBand);
        }

        @Override
        public void close() {
            peer.close();
        }
    }

    @Property(tries = 60)
    void everyRequestGetsItsReplyInOrder(
            @ForAll("conversation") List<Step> first,
            @ForAll("conversation") List<Step> second,
            @ForAll Random random) {
        try (TestHost host = host(new TestProvider())) {
            var one = host.listen(MonitorOptions.DEFAULT);
            var other = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (Client a = new Client(QmpPeer.negotiated(one, true));
                    Client b = new Client(QmpPeer.negotiated(other, true))) {
                byte[] forA = script(a, first);
                byte[] forB = script(b, second);
                int sentA = 0;
                int sentB = 0;
                while (sentA < forA.length || sentB < forB.length) {
                    int chunk = 1 + random.nextInt(200);
                    sentA = sendPart(a, forA, sentA, chunk);
                    sentB = sendPart(b, forB, sentB, 1 + random.nextInt(200));
                }
                a.readAll();
                b.readAll();
            }
        }
    }

    @Property(tries = 30)
    void outOfBandRequestsAreAnsweredWhileTheDispatcherIsHeld(
            @ForAll("conversation") List<Step> steps, @ForAll Random random) {
        TestProvider provider = new TestProvider();
        try (TestHost host = host(provider)) {
            var one = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (Client client = new Client(QmpPeer.negotiated(one, true))) {
                client.peer.send("{'execute':'hold','id':'i-hold'}");
                client.inBand.add("{\"return\": {}, \"id\": \"i-hold\"}");
                provider.held.join();
                int waiting = 0;
                List<Step> fitting = new ArrayList<>();
                for (Step step : steps) {
                    // The eighth waiting request would suspend reading.
                    if (step.outOfBand || waiting++ < 7) {
                        fitting.add(step);
                    }
                }
                byte[] script = script(client, fitting);
                for (int sent = 0; sent < script.length; ) {
                    sent = sendPart(client, script, sent, 1 + random.nextInt(100));
                }
                for (int i = 0; i < client.outOfBand.size(); i++) {
                    client.readOne();
                }
                assertThat(client.seenOutOfBand).isEqualTo(client.outOfBand);
                assertThat(client.seenInBand).isEmpty();
                client.outOfBand.add("{\"return\": {}, \"id\": \"o-release\"}");
                client.peer.send("{'exec-oob':'release','id':'o-release'}");
                client.readAll();
            }
        }
    }

    /** What happens to the monitors besides requests. */
    private enum Move {
        SEND,
        READ,
        EVENTS,
        OUT_OF_BAND,
        HOLD,
        RELEASE,
        LEAVE
    }

    private record Turn(Move move, boolean second) {}

    @Provide
    Arbitrary<List<Turn>> turns() {
        return Arbitraries.of(Move.class)
                .flatMap(move -> Arbitraries.of(true, false).map(second -> new Turn(move, second)))
                .list()
                .ofMinSize(10)
                .ofMaxSize(60);
    }

    /**
     * Two monitors with little room for output, clients that read when it suits them, leave with requests under way, emit
     * events and hold the dispatcher: each sees its own replies, whole and in order, each event once and in order after it
     * negotiated, and nothing of the session before.
     */
    @Property(tries = 40)
    void eachSessionSeesItsOwnRepliesAndAllEventsWhateverHappens(
            @ForAll("turns") List<Turn> turns, @ForAll Random random) {
        TestProvider provider = new TestProvider();
        try (TestHost host = host(provider)) {
            // A mark of a few replies: it is reached often.
            MonitorOptions narrow =
                    MonitorOptions.builder().outputBounds(1 << 10, 64 << 20).build();
            var sockets = List.of(host.listen(narrow), host.listen(narrow));
            host.start();
            SlowClient[] clients = {new SlowClient(sockets.get(0)), new SlowClient(sockets.get(1))};
            int number = 0;
            boolean held = false;
            for (Turn turn : turns) {
                SlowClient client = clients[turn.second() ? 1 : 0];
                number++;
                switch (turn.move()) {
                    case SEND ->
                        client.ask("large','arguments':{'size':" + random.nextInt(30_000) + "}", number, false);
                    case READ -> {
                        if (!held) {
                            client.readReplies();
                        }
                    }
                    case EVENTS -> client.ask("burst','arguments':{'count':" + BURST + "}", number, false);
                    case OUT_OF_BAND -> client.ask("ping'", number, true);
                    case HOLD -> {
                        if (!held) {
                            held = true;
                            client.ask("hold'", number, false);
                        }
                    }
                    case RELEASE -> {
                        if (held) {
                            held = false;
                            provider.released.release();
                        }
                    }
                    case LEAVE -> {
                        if (!held) {
                            client.peer.close();
                            clients[turn.second() ? 1 : 0] = new SlowClient(sockets.get(turn.second() ? 1 : 0));
                        }
                    }
                }
            }
            if (held) {
                provider.released.release();
            }
            for (SlowClient client : clients) {
                client.readReplies();
                client.peer.close();
            }
        }
    }

    /** A client that has at most seven requests under way, and may leave its replies unread for long. */
    private static final class SlowClient {
        private final QmpPeer peer;
        private final List<String> inBand = new ArrayList<>();
        private final List<String> outOfBand = new ArrayList<>();
        private int nextTick = ANY_TICK;

        SlowClient(java.nio.file.Path socket) {
            peer = QmpPeer.connect(socket);
            assertThat(peer.line()).startsWith(QmpPeer.GREETING_START);
            peer.send("{'execute':'qmp_capabilities','arguments':{'enable':['oob']},'id':'n'}");
            assertThat(nextReply()).isEqualTo("{\"return\": {}, \"id\": \"n\"}");
        }

        void ask(String command, int number, boolean overtaking) {
            List<String> due = overtaking ? outOfBand : inBand;
            if (due.size() < 7) {
                String id = (overtaking ? "o" : "i") + number;
                String member = overtaking ? "exec-oob" : "execute";
                peer.send("{'" + member + "':'" + command + ",'id':'" + id + "'}");
                due.add(id);
            }
        }

        /** Reads on to the next reply; checks the events before it. */
        private String nextReply() {
            String line = peer.line();
            while (line.startsWith("{\"timestamp\"")) {
                int tick = Integer.parseInt(line.replaceAll(".*\"number\": (\\d+).*", "$1"));
                assertThat(tick).as("events come in order, and each").isEqualTo(nextTick == ANY_TICK ? tick : nextTick);
                nextTick = (tick + 1) % BURST;
                line = peer.line();
            }
            return line;
        }

        void readReplies() {
            while (!inBand.isEmpty() || !outOfBand.isEmpty()) {
                String line = nextReply();
                List<String> due = line.contains("\"id\": \"o") ? outOfBand : inBand;
                assertThat(due).as("replies due when '%.80s' came", line).isNotEmpty();
                assertThat(line).startsWith("{\"return\": {").endsWith("\"id\": \"" + due.remove(0) + "\"}");
            }
        }
    }

    private static byte[] script(Client client, List<Step> steps) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < steps.size(); i++) {
            text.append(client.plan(steps.get(i), i));
        }
        return text.toString().getBytes(UTF_8);
    }

    private static int sendPart(Client client, byte[] script, int from, int length) {
        int to = Math.min(script.length, from + length);
        client.peer.send(Arrays.copyOfRange(script, from, to));
        return to;
    }
}
