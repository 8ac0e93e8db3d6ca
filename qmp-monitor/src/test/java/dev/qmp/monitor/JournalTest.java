package dev.qmp.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.qmp.json.JsonText;
import dev.qmp.json.JsonValues;
import dev.qmp.monitor.journal.Journal;
import dev.qmp.monitor.journal.JournalEntry;
import dev.qmp.monitor.peers.QmpPeer;
import dev.qmp.monitor.peers.TestHost;
import dev.qmp.qapi.DocsMode;
import dev.qmp.qapi.SchemaSource;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal: what it notes, what it can be asked, and what it costs a server that it cannot be written. */
class JournalTest {
    @TempDir
    private Path directory;

    private static TestHost host(Journal journal) {
        return new TestHost(Monitors.builder()
                        .standInCommands()
                        .journal(journal)
                        .commands(table -> table.docs(DocsMode.OFF)
                                .addSchema(SchemaSource.text("s.json", """
                                { 'command': 'plug', 'data': { 'driver': 'str', '*slot': 'int' } }
                                { 'command': 'ping', 'allow-oob': true }
                                { 'command': 'hang' }
                                """))
                                .replies(JsonText.parse(
                                        "{'plug': [{'return': {}}, {'error': {'class': 'GenericError', 'desc': 'full'}}],"
                                                + " 'ping': [{'return': {}}, {'fault': 'no-reply'}, {'fault': 'twice'}],"
                                                + " 'hang': {'return': {}, 'delay': 86400000}}"))))
                .start();
    }

    private static String plug(String driver) {
        return "{\"execute\":\"plug\",\"arguments\":{\"driver\":\"" + driver + "\"},\"id\":\"" + driver + "\"}";
    }

    @Test
    void notesEachRequestWithItsReply() throws IOException {
        Path file = directory.resolve("journal");
        Instant before = Instant.now();
        try (Journal journal = Journal.writingTo(file, line -> {});
                TestHost host = host(journal)) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            try (QmpPeer peer = QmpPeer.negotiated(socket, true)) {
                for (String request : new String[] {
                    plug("a"),
                    plug("b"),
                    "{\"exec-oob\":\"ping\"}",
                    "{\"exec-oob\":\"ping\"}{\"execute\":\"x\"}",
                    "nonsense\n"
                }) {
                    peer.send(request);
                    peer.line();
                }
                peer.send("{\"exec-oob\":\"ping\"}");
                peer.line();
                peer.line();
                peer.send("{\"execute\":\"hang\"}{\"execute\":\"query-version\"}");
                peer.send("{\"exec-oob\":\"x\"}");
                peer.line();
            }
            QmpPeer.negotiated(socket, false).close();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        List<JsonObject> lines = Files.readAllLines(file).stream()
                .map(line -> JsonText.parse(line).asJsonObject())
                .toList();
        assertThat(lines).extracting(line -> line.getInt("number")).isSorted();
        assertThat(lines.get(1).keySet())
                .containsExactly("number", "time", "monitor", "session", "peer", "request", "reply", "microseconds");
        assertThat(Instant.parse(lines.get(1).getString("time"))).isBetween(before, Instant.now());
        assertThat(lines.get(1).getString("monitor")).isEqualTo("m0");
        assertThat(lines.get(1).getString("peer")).startsWith("unix:");
        assertThat(lines.get(1).getJsonNumber("microseconds").longValue()).isNotNegative();
        assertThat(lines)
                .extracting(JournalTest::text)
                .contains(
                        "1 {'execute': 'plug', 'arguments': {'driver': 'a'}, 'id': 'a'} {'return': {}, 'id': 'a'} null",
                        "1 {'execute': 'plug', 'arguments': {'driver': 'b'}, 'id': 'b'} {'id': 'b', 'error': {'class': 'GenericError', 'desc': 'full'}} null",
                        "1 {'exec-oob': 'ping'} {'return': {}} null",
                        "1 {'exec-oob': 'ping'} null no-reply",
                        "1 {'exec-oob': 'ping'} {'return': {}} twice",
                        "1 {'execute': 'x'} {'error': {'class': 'CommandNotFound', 'desc': 'The command x has not been found'}} null",
                        "1 {'execute': 'query-version'} null the session ended first")
                .anyMatch(line -> line.startsWith("1 'JSON parse error"))
                .anyMatch(line -> line.startsWith("2 {'execute': 'qmp_capabilities'"));
    }

    private static String text(JsonObject line) {
        return (line.getInt("session") + " " + JsonValues.toText(line.get("request")) + " "
                        + (line.get("reply") == null ? "null" : JsonValues.toText(line.get("reply"))) + " "
                        + JsonValues.stringOrNull(line, "fault"))
                .replace('"', '\'');
    }

    @Test
    void answersWhatWasReceived() {
        Journal journal = Journal.inMemory();
        try (TestHost host = host(journal);
                QmpPeer peer = QmpPeer.negotiated(host.listen(MonitorOptions.DEFAULT), false)) {
            for (String driver : List.of("virtio-net", "e1000")) {
                peer.send(plug(driver));
                peer.line();
            }
            assertThat(ask(peer, "x-verify", "{'command':'plug'}")).isEqualTo("{'return': {}}");
            assertThat(ask(peer, "x-verify", "{'command':'plug','times':2}")).isEqualTo("{'return': {}}");
            assertThat(ask(peer, "x-verify", "{'command':'plug','arguments':{'driver':{'$matches':'^v'}},'times':1}"))
                    .isEqualTo("{'return': {}}");
            assertThat(ask(peer, "x-verify", "{'command':'ping','at-most':0}")).isEqualTo("{'return': {}}");
            assertThat(ask(peer, "x-verify", "{'command':'plug','arguments':{'driver':'e1001','slot':3}}"))
                    .contains(
                            "'plug' with arguments",
                            "was received 0 times, not at least once; the nearest of 2 is number 2")
                    .contains("'driver' is", "virtio-net", "not", "e1001", "'slot' is missing, not 3");
            assertThat(ask(peer, "x-verify", "{'command':'plug','times':3}"))
                    .contains("'plug' was received 2 times, not 3 times");
            assertThat(ask(peer, "x-verify", "{'command':'stop'}"))
                    .contains(
                            "'stop' was received 0 times, not at least once; received: plug (2), qmp_capabilities, x-verify");
            assertThat(ask(peer, "x-verify", "{'command':'plug','arguments':3}"))
                    .contains("'arguments': ");
            assertThat(ask(peer, "x-journal", "{'command':'plug'}"))
                    .contains("virtio-net", "e1000")
                    .doesNotContain("ping");
            assertThat(ask(peer, "x-journal", "{'command':'plug','limit':1}"))
                    .contains("e1000")
                    .doesNotContain("virtio");
            assertThat(ask(peer, "x-journal", "{'command':'plug','since':2}"))
                    .contains("e1000")
                    .doesNotContain("virtio");
            assertThat(ask(peer, "x-journal", "{'session':2}")).isEqualTo("{'return': []}");
            assertThat(journal.entries()).extracting(JournalEntry::command).contains("qmp_capabilities", "plug");
        }
    }

    private static String ask(QmpPeer peer, String command, String arguments) {
        peer.send(("{'execute':'" + command + "','arguments':" + arguments + "}").replace('\'', '"'));
        return peer.line().replace('"', '\'').replace("\\'", "'");
    }

    @Test
    void saysThatThereIsNone() {
        try (TestHost host = new TestHost(Monitors.builder().standInCommands()).start();
                QmpPeer peer = QmpPeer.negotiated(host.listen(MonitorOptions.DEFAULT), false)) {
            assertThat(ask(peer, "x-journal", "{}")).contains("there is no journal");
        }
    }

    @Test
    void reportsAFullDiskOnceAndGoesOn() throws InterruptedException {
        goesOnWithoutADisk(JournalTest::host);
    }

    @Test
    void reportsAFullDiskOnceAndGoesOnAsAProxy() throws InterruptedException {
        TestHost server = new TestHost(Monitors.builder().provider(new TestProvider()));
        Path upstream = server.listen(MonitorOptions.DEFAULT);
        server.start();
        goesOnWithoutADisk(journal -> new TestHost(
                        Monitors.builder()
                                .journal(journal)
                                .upstream(Proxied.upstream(upstream).build()),
                        server)
                .start());
    }

    private static void goesOnWithoutADisk(Function<Journal, TestHost> maker) throws InterruptedException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "/dev/full");
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        try (Journal journal = Journal.writingTo(full, lines::add);
                TestHost host = maker.apply(journal);
                QmpPeer peer = QmpPeer.negotiated(host.listen(MonitorOptions.DEFAULT), false)) {
            assertThat(lines.poll(60, TimeUnit.SECONDS)).contains("/dev/full", "No space left on device");
            for (int i = 0; i < 100; i++) {
                peer.send("{\"execute\":\"query-version\",\"id\":" + i + "}");
                assertThat(peer.line()).startsWith("{\"return\": ").endsWith("\"id\": " + i + "}");
            }
            assertThat(lines).isEmpty();
            assertThat(journal.entries()).hasSizeGreaterThan(99);
        }
    }
}
