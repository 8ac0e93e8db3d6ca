package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.monitor.peers.QmpPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** How a server ends. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EndIT {
    private static final String SHUTDOWN = "\"event\": \"SHUTDOWN\", \"data\": {\"guest\": false, \"reason\": \"%s\"}}";

    private final Path directory = QmpImage.shortDirectory();
    private final Path first = directory.resolve("first.sock");
    private final Path second = directory.resolve("second.sock");

    @Test
    void endsOnSigtermWithTheEventAndStatusZero() {
        try (RunningQmp qmp = RunningQmp.serve(first, second);
                QmpPeer peer = QmpPeer.negotiated(first, true);
                QmpPeer silent = QmpPeer.connect(second)) {
            assertThat(silent.line()).startsWith(QmpPeer.GREETING_START);
            qmp.process().destroy();
            assertThat(peer.event()).isEqualTo(SHUTDOWN.formatted("host-signal"));
            assertThat(peer.line()).isEqualTo("<end>");
            assertThat(silent.line()).as("nothing before negotiation").isEqualTo("<end>");
            assertThat(qmp.status()).isZero();
            assertThat(first).doesNotExist();
            assertThat(second).doesNotExist();
        }
    }

    @Test
    void answersQuitAndDropsWhatIsQueuedBehindIt() {
        try (RunningQmp qmp = RunningQmp.serve(first);
                QmpPeer peer = QmpPeer.negotiated(first, true)) {
            peer.send("{\"execute\":\"quit\",\"id\":\"bye\"}{\"execute\":\"query-name\",\"id\":\"after\"}");
            assertThat(peer.event()).isEqualTo(SHUTDOWN.formatted("host-qmp-quit"));
            assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": \"bye\"}");
            assertThat(peer.line()).isEqualTo("<end>");
            assertThat(qmp.status()).isZero();
            assertThat(first).doesNotExist();
        }
    }

    @Test
    void endsOnSigtermWhileTheDispatcherIsHeld() {
        try (RunningQmp qmp = RunningQmp.serve(first);
                QmpPeer peer = QmpPeer.negotiated(first, true)) {
            peer.send("{\"execute\":\"x-hold\",\"id\":1}{\"execute\":\"query-name\",\"id\":2}");
            assertThat(peer.event()).isEqualTo("\"event\": \"X_HELD\"}");
            qmp.process().destroy();
            assertThat(peer.event()).isEqualTo(SHUTDOWN.formatted("host-signal"));
            assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": 1}");
            assertThat(peer.line()).isEqualTo("<end>");
            assertThat(qmp.status()).isZero();
        }
    }

    /** Those that something keeps from ending; they need their ten seconds while the other tests run. */
    private static final List<Ending> BLOCKED = new ArrayList<>();

    private static final Path INCOMING = QmpImage.shortDirectory().resolve("incoming");

    @BeforeAll
    static void askThoseThatAreBlocked() {
        BLOCKED.add(new Ending("{'execute':'block'}", "TERM"));
        BLOCKED.add(new Ending("{'exec-oob':'block-oob'}", "INT", "-incoming", "unix:" + INCOMING));
        BLOCKED.add(new Ending("{'execute':'never'}", "HUP"));
        BLOCKED.add(new Ending("{'execute':'quit'}", "", "-chardev", "stuck,id=stuck"));
        assertThat(INCOMING).exists();
        BLOCKED.forEach(Ending::ask);
    }

    @AfterAll
    static void closeThoseThatAreBlocked() {
        BLOCKED.forEach(Ending::close);
    }

    /** Whatever blocks, and whoever asked: the event first, then ten seconds at most. */
    @Test
    @Order(Integer.MAX_VALUE)
    void nothingExceedsTheLimit() {
        BLOCKED.forEach(Ending::assertEnded);
        assertThat(INCOMING).doesNotExist();
    }

    @Test
    void aSecondSignalEndsAtOnce() throws Exception {
        try (Ending ending = new Ending("{'execute':'block'}", "TERM")) {
            ending.ask();
            assertThat(ending.peer.event()).isEqualTo(SHUTDOWN.formatted("host-signal"));
            // The first one has been taken when its event is there; the second is not taken for it a moment later.
            while (ending.server.process().isAlive()) {
                ending.server.process().destroy();
                if (ending.server.process().waitFor(100, TimeUnit.MILLISECONDS)) {
                    break;
                }
            }
            assertThat(ending.server.status()).isEqualTo(128 + 15);
            assertThat(ending.server.stderr()).contains("qmp serve: a second signal: ending without what still runs\n");
            assertThat(ending.socket).doesNotExist();
        }
    }

    @Test
    void aHandlerThatCompletesLaterIsWaitedForAndAScriptedDelayIsNot() throws IOException {
        Path schema = Files.writeString(directory.resolve("s.json"), "{ 'command': 'slow' }\n");
        Path replies =
                Files.writeString(directory.resolve("r.json"), "{\"slow\": {\"return\": {}, \"delay\": 86400000}}");
        List<String> options = new ArrayList<>(FaultyPlugin.options());
        options.addAll(List.of("--schema-add", schema.toString(), "--docs", "off", "--replies", replies.toString()));
        for (String request : new String[] {"{'execute':'later','id':1}", "{'execute':'slow','id':1}"}) {
            try (RunningQmp server = RunningQmp.serve(options, first);
                    QmpPeer peer = QmpPeer.negotiated(first, true)) {
                peer.send(request + "{'execute':'query-name','id':2}{'exec-oob':'x-release','id':3}");
                String line = peer.line();
                while (!line.contains("nothing is held")) {
                    assertThat(line).contains("BLOCKED");
                    line = peer.line();
                }
                server.process().destroy();
                line = peer.line();
                while (line.contains("BLOCKED")) {
                    line = peer.line();
                }
                assertThat(line).contains("SHUTDOWN");
                assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": 1}");
                assertThat(peer.line()).isEqualTo("<end>");
                assertThat(server.status()).isZero();
                assertThat(server.stderr()).isEmpty();
            }
        }
    }

    /** A server with a request that does not end, and how its end is asked for. */
    private static final class Ending implements AutoCloseable {
        private final Path socket = QmpImage.shortDirectory().resolve("s");
        private final String signal;
        private final RunningQmp server;
        private final QmpPeer peer;

        Ending(String requests, String signal, String... options) {
            this.signal = signal;
            List<String> all = new ArrayList<>(FaultyPlugin.options());
            all.addAll(List.of(options));
            server = RunningQmp.serve(all, socket);
            peer = QmpPeer.negotiated(socket, true);
            peer.send(requests);
        }

        void ask() {
            if (!signal.isEmpty()) {
                assertThat(peer.event()).isEqualTo("\"event\": \"BLOCKED\"}");
                RunningQmp.signal(server.process(), signal);
            }
        }

        void assertEnded() {
            assertThat(server.status()).as(server::stderr).isZero();
            if (!signal.isEmpty()) {
                assertThat(server.stderr()).containsAnyOf("it takes too long", "keeps its thread beyond the end");
            }
            assertThat(socket).doesNotExist();
        }

        @Override
        public void close() {
            peer.close();
            server.close();
        }
    }
}
