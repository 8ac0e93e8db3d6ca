package dev.qmp.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.json.JsonText;
import dev.qmp.monitor.peers.QmpPeer;
import dev.qmp.monitor.peers.TestHost;
import dev.qmp.qapi.DocsMode;
import dev.qmp.qapi.SchemaSource;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a script has go wrong on the wire, byte by byte. */
class WireFaultTest {
    private static final String PING = "{\"execute\":\"ping\",\"id\":1}";
    private static final String REPLY = "{\"return\": {}, \"id\": 1}";

    private static TestHost host(String replies) {
        return new TestHost(Monitors.builder()
                        .standInCommands()
                        .commands(table -> table.docs(DocsMode.OFF)
                                .addSchema(SchemaSource.text("s.json", """
                                { 'command': 'ping', 'allow-oob': true }
                                { 'command': 'pong' }
                                { 'event': 'RANG', 'data': { 'n': 'int' } }
                                """))
                                .replies(JsonText.parse(replies.replace('\'', '"')))))
                .start();
    }

    private static void assertFault(String fault, Conversation conversation) {
        try (TestHost host = host("{'ping': [{'fault': " + fault + "}, {'return': {}}], 'pong': {'return': {}}}")) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            try (QmpPeer peer = QmpPeer.negotiated(socket, true)) {
                peer.send(PING);
                conversation.with(peer);
            }
            assertServes(socket);
        }
    }

    /** A new session is not touched by what happened to another one. */
    private static void assertServes(Path socket) {
        try (QmpPeer next = QmpPeer.negotiated(socket, false)) {
            next.send("{\"execute\":\"pong\",\"id\":\"next\"}");
            assertThat(next.line()).isEqualTo("{\"return\": {}, \"id\": \"next\"}");
        }
    }

    private interface Conversation {
        void with(QmpPeer peer);
    }

    @Test
    void sendsNoReply() {
        assertFault("'no-reply'", peer -> {
            peer.send(PING.replace('1', '2'));
            assertThat(peer.line()).isEqualTo(REPLY.replace('1', '2'));
        });
    }

    @Test
    void closesInsteadOfTheReply() {
        assertFault("'close'", peer -> assertThat(peer.line()).isEqualTo("<end>"));
    }

    @Test
    void closesAfterTheReply() {
        assertFault("'close-after'", peer -> {
            assertThat(peer.line()).isEqualTo(REPLY);
            assertThat(peer.line()).isEqualTo("<end>");
        });
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {"{'cut': 5}|5", "{'cut': 0}|0", "'cut'|12", "{'reset': 5}|5", "{'cut': 99999}|25"})
    void cutsTheReply(String fault, int bytes) {
        assertFault(fault, peer -> assertThat(peer.rest()).isEqualTo((REPLY + "\r\n").substring(0, bytes)));
    }

    @Test
    void sendsGarbageInstead() {
        assertFault("'garbage'", peer -> assertThat(peer.line()).contains("this is not JSON"));
    }

    @Test
    void sendsBytesThatAreNotUtf8() {
        assertFault(
                "'invalid-utf8'",
                peer -> assertThat(peer.line())
                        .startsWith("{\"return\": {}, \"id\": 1, \"x-fault\": \"")
                        .contains("\uFFFD")
                        .endsWith("\"}"));
    }

    @Test
    void sendsAnotherId() {
        assertFault(
                "'wrong-id'",
                peer -> assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": \"the id of no request\"}"));
    }

    @Test
    void sendsNoId() {
        assertFault("'no-id'", peer -> assertThat(peer.line()).isEqualTo("{\"return\": {}}"));
    }

    @Test
    void sendsTheReplyTwice() {
        assertFault("'twice'", peer -> {
            assertThat(peer.line()).isEqualTo(REPLY);
            assertThat(peer.line()).isEqualTo(REPLY);
        });
    }

    @Test
    void sendsTheReplyAfterTheNextOne() {
        assertFault("'out-of-order'", peer -> {
            peer.send(PING.replace('1', '2'));
            assertThat(peer.line()).isEqualTo(REPLY.replace('1', '2'));
            assertThat(peer.line()).isEqualTo(REPLY);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'split': 3, 'every': 1}", "{'split': 1}", "'split'", "{'split': 9999, 'every': 99999}"})
    void sendsTheReplyInPieces(String fault) {
        assertFault(fault, peer -> {
            peer.send("{\"execute\":\"pong\"}");
            assertThat(peer.line()).isEqualTo(REPLY);
            assertThat(peer.line()).isEqualTo("{\"return\": {}}");
        });
    }

    @Test
    void finishesThePiecesOfAPeerThatSendsNoMore() {
        assertFault("{'split': 2, 'every': 1}", peer -> {
            peer.endOutput();
            assertThat(peer.rest()).isEqualTo(REPLY + "\r\n");
        });
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {"'white-space'|1048576", "{'white-space': 7}|7"})
    void sendsWhiteSpaceFirst(String fault, int blanks) {
        assertFault(
                fault,
                peer -> assertThat(peer.line()).hasSize(blanks + REPLY.length()).endsWith(" " + REPLY));
    }

    @Test
    void alsoFailsOutOfBand() {
        try (TestHost host = host("{'ping': [{'fault': 'no-reply'}, {'return': {}}]}")) {
            try (QmpPeer peer = QmpPeer.negotiated(host.listen(MonitorOptions.DEFAULT), true)) {
                peer.send("{\"exec-oob\":\"ping\",\"id\":1}{\"exec-oob\":\"ping\",\"id\":2}");
                assertThat(peer.line()).isEqualTo(REPLY.replace('1', '2'));
            }
        }
    }

    @Test
    void greetsWithoutAGreeting() {
        try (TestHost host = host("{'$connect': [{'fault': 'no-greeting'}, {}], 'pong': {'return': {}}}")) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            try (QmpPeer peer = QmpPeer.connect(socket)) {
                peer.send("{\"execute\":\"qmp_capabilities\"}");
                assertThat(peer.line()).isEqualTo("{\"return\": {}}");
            }
            assertServes(socket);
        }
    }

    @Test
    void greetsHalf() {
        try (TestHost host = host("{'$connect': [{'fault': 'half-greeting'}, {}], 'pong': {'return': {}}}")) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            try (QmpPeer peer = QmpPeer.connect(socket)) {
                peer.send("{\"execute\":\"qmp_capabilities\"}");
                assertThat(peer.line())
                        .startsWith("{\"QMP\": {\"version\"")
                        .endsWith("{\"return\": {}}")
                        .doesNotContain("[\"oob\"]");
            }
            assertServes(socket);
        }
    }

    @Test
    void greetsWithAnEventFirst() {
        String file =
                "{'$connect': [{'fault': 'event-before-greeting', 'events': [{'event': 'RANG', 'data': {'n': 1}}]}, {}],"
                        + " 'pong': {'return': {}}}";
        try (TestHost host = host(file)) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            try (QmpPeer peer = QmpPeer.connect(socket)) {
                assertThat(peer.line()).contains("\"event\": \"RANG\", \"data\": {\"n\": 1}");
                assertThat(peer.line()).startsWith(QmpPeer.GREETING_START);
                peer.send("{\"execute\":\"qmp_capabilities\"}");
                assertThat(peer.line()).isEqualTo("{\"return\": {}}");
            }
            assertServes(socket);
        }
    }

    @Test
    void greetsTwice() {
        try (TestHost host = host("{'$connect': [{'fault': 'two-greetings'}, {}], 'pong': {'return': {}}}")) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            try (QmpPeer peer = QmpPeer.connect(socket)) {
                assertThat(peer.line()).startsWith(QmpPeer.GREETING_START).isEqualTo(peer.line());
            }
            assertServes(socket);
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {"'close'|0", "{'cut': 9}|9", "'close-after'|-1", "{'reset': 4}|4"})
    void closesAtTheGreeting(String fault, int bytes) {
        try (TestHost host = host("{'$connect': [{'times': 2, 'fault': " + fault + "}, {}], 'pong': {'return': {}}}")) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            for (int i = 0; i < 2; i++) {
                try (QmpPeer peer = QmpPeer.connect(socket)) {
                    String rest = peer.rest();
                    if (bytes < 0) {
                        assertThat(rest).startsWith(QmpPeer.GREETING_START).endsWith("}\r\n");
                    } else {
                        assertThat(rest).isEqualTo(QmpPeer.GREETING_START.substring(0, bytes));
                    }
                }
            }
            assertServes(socket);
        }
    }

    @Test
    void greetsInPiecesAndLate() {
        try (TestHost host = host("{'$connect': {'delay': 1, 'fault': {'split': 10}}, 'pong': {'return': {}}}")) {
            assertServes(host.listen(MonitorOptions.DEFAULT));
        }
    }

    @Test
    void sendsEventsToANewSessionOnly() {
        String file = "{'$connect': [{'events': [{'event': 'RANG', 'data': {'n': 0}},"
                + " {'event': 'RANG', 'data': {'n': 2}, 'after': 1}]}, {}], 'pong': {'return': {}}}";
        try (TestHost host = host(file)) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            try (QmpPeer peer = QmpPeer.negotiated(socket, false)) {
                assertThat(peer.line()).contains("{\"n\": 0}");
                assertThat(peer.line()).contains("{\"n\": 2}");
            }
            assertServes(socket);
        }
    }

    @Test
    void emitsAnyEventBesideTheSchema() {
        try (TestHost host = host("{}")) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            try (QmpPeer peer = QmpPeer.negotiated(socket, true)) {
                peer.send("{\"exec-oob\":\"x-emit\",\"arguments\":{\"event\":\"RANG\",\"data\":{\"n\":3}}}");
                assertThat(peer.line()).contains("\"event\": \"RANG\", \"data\": {\"n\": 3}}");
                assertThat(peer.line()).isEqualTo("{\"return\": {}}");
                peer.send("{\"execute\":\"x-emit\",\"arguments\":{\"event\":\"RANG\"}}");
                assertThat(peer.line()).contains("event 'RANG': Parameter 'n' is missing");
                peer.send("{\"execute\":\"x-emit\",\"arguments\":{\"event\":\"NONE\"}}");
                assertThat(peer.line()).contains("the schema has no event 'NONE'");
                peer.send("{\"execute\":\"x-emit\",\"arguments\":{\"event\":\"RANG\",\"data\":3}}");
                assertThat(peer.line()).contains("Invalid parameter type for 'data', expected: object");
                peer.send("{\"execute\":\"x-emit\",\"arguments\":{}}");
                assertThat(peer.line()).contains("Parameter 'event' is missing");
                peer.send("{\"execute\":\"query-commands\"}{\"execute\":\"query-qmp-schema\"}");
                assertThat(peer.line()).contains("\"ping\"").doesNotContain("x-emit");
                assertThat(peer.line()).contains("\"ping\"").doesNotContain("x-emit");
            }
        }
    }

    @Test
    void answersTheHumanMonitor() {
        String file = "{'$hmp': {'info version': ['1.0', {'error': {'class': 'GenericError', 'desc': 'gone'}}]}}";
        try (TestHost host = host(file)) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            try (QmpPeer peer = QmpPeer.negotiated(socket, false)) {
                String line =
                        "{\"execute\":\"human-monitor-command\",\"arguments\":{\"command-line\":\"info  version\"}}";
                peer.send(line);
                assertThat(peer.line()).isEqualTo("{\"return\": \"1.0\\r\\n\"}");
                peer.send(line);
                assertThat(peer.line()).isEqualTo("{\"return\": \"Error: gone\\r\\n\"}");
            }
        }
    }
}
