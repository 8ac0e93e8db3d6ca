package dev.qmp.monitor.testing;

import static dev.qmp.monitor.testing.Answer.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.dispatch.spi.ErrorClass;
import dev.qmp.json.JsonText;
import dev.qmp.json.JsonValues;
import dev.qmp.monitor.client.QmpAddress;
import dev.qmp.monitor.client.QmpClient;
import dev.qmp.monitor.client.QmpConnectionException;
import dev.qmp.monitor.journal.JournalEntry;
import dev.qmp.monitor.journal.Verification;
import dev.qmp.monitor.peers.QmpPeer;
import dev.qmp.qapi.SchemaException;
import dev.qmp.qapi.SchemaSource;
import dev.qmp.qapi.replies.RepliesException;
import dev.qmp.qapi.replies.WireFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stand-in as tests of clients use it: answers, what was received, events, broken connections, a new beginning. */
class QmpStandInTest {
    private static final SchemaSource SCHEMA = SchemaSource.text("s.json", """
            { 'pragma': { 'command-name-exceptions': [ 'device_add' ] } }
            { 'struct': 'Job', 'data': { 'id': 'str', 'progress': 'int' } }
            { 'command': 'stop' }
            { 'command': 'device_add', 'data': { 'driver': 'str', '*id': 'str' }, 'gen': false }
            { 'command': 'query-jobs', 'returns': [ 'Job' ] }
            { 'command': 'ping', 'allow-oob': true }
            { 'event': 'STOP' }
            { 'event': 'PLUGGED', 'data': { 'id': 'str' } }
            """);

    @TempDir
    private Path directory;

    private static QmpStandInBuilder builder() {
        return QmpStandIn.withProtocol(SCHEMA);
    }

    private static String ask(QmpPeer peer, String request) {
        return peer.send(request.replace('\'', '"') + "\n").line().replace('"', '\'');
    }

    private static String ask(QmpPeer peer, String command, String arguments) {
        return ask(peer, "{'execute': '" + command + "', 'arguments': " + arguments + "}");
    }

    private static String error(String description) {
        return "{'error': {'class': 'GenericError', 'desc': "
                + JsonValues.toText(JsonValues.string(description)).replace('"', '\'') + "}}";
    }

    private static String withoutTime(String event) {
        return event.replaceFirst("'timestamp': \\{[^}]*\\}, ", "");
    }

    @Test
    void answersInTheWordsOfTheFile() {
        try (QmpStandIn server = builder()
                        .version("10.1.2")
                        .reply(
                                "device_add",
                                answer().when("{'driver': 'nosuch'}").forever().error("no '${arguments.driver}'"),
                                answer().when("{'driver': {'$matches': '^virtio-'}}")
                                        .times(2)
                                        .returns("{}")
                                        .then("plugged")
                                        .event("PLUGGED", "{'id': '${arguments.id}'}")
                                        .event("STOP", "{}", Duration.ZERO),
                                answer().error(ErrorClass.DEVICE_NOT_FOUND, "no more slots"))
                        .reply(
                                "query-jobs",
                                answer().state("plugged").returns("[{'id': '${state}', 'progress': '${count}'}]"),
                                answer().delay(Duration.ofMillis(1)).returns(JsonText.parse("[]")))
                        .reply(
                                "stop",
                                answer().fault(WireFault.Kind.TWICE),
                                answer().split(7, Duration.ZERO).returns("{}"),
                                answer().fault(WireFault.Kind.WHITE_SPACE, 3).returns("{}"))
                        .reply("$connect", answer().event("STOP", "{}"))
                        .start();
                QmpPeer peer = QmpPeer.connect(server.socket())) {
            assertThat(peer.line()).contains("{\"micro\": 2, \"minor\": 1, \"major\": 10}");
            assertThat(ask(peer, "qmp_capabilities", "{}")).isEqualTo("{'return': {}}");
            assertThat(peer.line()).contains("\"event\": \"STOP\"");

            assertThat(ask(peer, "query-jobs", "{}")).isEqualTo("{'return': []}");
            assertThat(ask(peer, "device_add", "{'driver': 'nosuch'}")).isEqualTo(error("no 'nosuch'"));
            for (String id : new String[] {"a", "b"}) {
                assertThat(withoutTime(
                                ask(peer, "device_add", "{'driver': 'virtio-net', 'id': '" + id + "', 'more': 1}")))
                        .isEqualTo("{'event': 'PLUGGED', 'data': {'id': '" + id + "'}}");
                assertThat(peer.line()).isEqualTo("{\"return\": {}}");
                assertThat(peer.line()).contains("\"event\": \"STOP\"");
            }
            assertThat(ask(peer, "device_add", "{'driver': 'virtio-net'}"))
                    .isEqualTo("{'error': {'class': 'DeviceNotFound', 'desc': 'no more slots'}}");
            assertThat(ask(peer, "query-jobs", "{}")).isEqualTo("{'return': [{'id': 'plugged', 'progress': 2}]}");
            assertThat(server.state()).isEqualTo("plugged");
            server.state("");
            assertThat(ask(peer, "query-jobs", "{}")).isEqualTo("{'return': []}");

            assertThat(ask(peer, "stop", "{}")).isEqualTo("{'return': {}}");
            assertThat(peer.line()).isEqualTo("{\"return\": {}}");
            assertThat(ask(peer, "stop", "{}")).isEqualTo("{'return': {}}");
            assertThat(ask(peer, "stop", "{}")).isEqualTo("   {'return': {}}");
            assertThat(ask(peer, "ping", "{}")).isEqualTo(error("command ping has no handler here"));
        }
    }

    @Test
    void blocksUntilAFileIsThereButNotOutOfBandCommands() throws Exception {
        Path gate = directory.resolve("gate");
        try (QmpStandIn server = builder()
                        .reply("stop", answer().blockOn(gate).returns("{}"))
                        .reply("ping", answer().returns("{}"))
                        .start();
                QmpPeer peer = QmpPeer.negotiated(server.socket(), true)) {
            peer.send("{\"execute\": \"stop\", \"id\": 1}");
            assertThat(ask(peer, "{'exec-oob': 'ping', 'id': 2}")).isEqualTo("{'return': {}, 'id': 2}");
            Files.createFile(gate);
            assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": 1}");
        }
    }

    @Test
    void blocksUntilAFifoIsOpenedForWriting() throws Exception {
        Path fifo = directory.resolve("fifo-x");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        try (QmpStandIn server = builder()
                        .reply("ping", answer().returns("{}"))
                        .reply(
                                "device_add",
                                answer().blockOn(directory.resolve("${arguments.id}"))
                                        .returns("{}"))
                        .start();
                QmpPeer peer = QmpPeer.negotiated(server.socket(), true)) {
            peer.send(
                    "{\"execute\": \"device_add\", \"arguments\": {\"driver\": \"d\", \"id\": \"fifo-x\"}, \"id\": 1}");
            assertThat(ask(peer, "{'exec-oob': 'ping', 'id': 2}")).isEqualTo("{'return': {}, 'id': 2}");
            Files.writeString(fifo, "opens, and is read");
            assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": 1}");
            assertThat(ask(peer, "device_add", "{'driver': 'd', 'id': '\\u0000'}"))
                    .contains("Could not open");
        }
    }

    @Test
    void takesRepliesFromAFileAndNamesTheirPlaces() throws IOException {
        Path file = Files.writeString(directory.resolve("replies.json"), """
                { "stop": { "return": {} },
                  "query-jobs": { "return": [ { "id": 7, "progress": 1 } ] } }
                """);
        assertThatThrownBy(() -> builder().replies(file).start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        file
                                + ":2:19: command 'query-jobs', 'return': Invalid parameter type for '[0].id', expected: string");
        assertThatThrownBy(
                        () -> builder().reply("nosuch", answer().returns("{}")).start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("command 'nosuch': the schema has no such command");
        // What is set last counts.
        try (QmpStandIn server = builder()
                        .reply("stop", answer().error("never"))
                        .replies(file)
                        .replies("{'query-jobs': {'return': []}}")
                        .start();
                QmpPeer peer = QmpPeer.negotiated(server.socket(), false)) {
            assertThat(ask(peer, "stop", "{}")).isEqualTo("{'return': {}}");
            assertThat(ask(peer, "query-jobs", "{}")).isEqualTo("{'return': []}");
        }
        Files.writeString(file, "{ \"stop\":\n  nonsense }");
        assertThatThrownBy(() -> builder().replies(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file + ":2:");
        Files.writeString(file, "[]");
        assertThatThrownBy(() -> builder().replies(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file + ": an object");
        assertThatThrownBy(() -> builder().replies(directory.resolve("none")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("none cannot be read");
    }

    @Test
    void changesItsAnswersWhileClientsStayConnected() {
        try (QmpStandIn server = builder().reply("stop", answer().error("busy")).start();
                QmpPeer peer = QmpPeer.negotiated(server.socket(), true)) {
            assertThat(ask(peer, "stop", "{}")).isEqualTo(error("busy"));
            server.reply("stop", answer().returns("{}"));
            assertThat(ask(peer, "stop", "{}")).isEqualTo("{'return': {}}");
            server.reply("ping", answer().returns("{}"));
            assertThat(ask(peer, "{'exec-oob': 'ping'}")).isEqualTo("{'return': {}}");
            // Also those that the server answers by itself.
            assertThat(ask(peer, "query-version", "{}")).startsWith("{'return': {'qemu': {'micro': 0");
            server.reply("query-version", answer().error("secret"));
            assertThat(ask(peer, "query-version", "{}")).isEqualTo(error("secret"));
            assertThatThrownBy(() -> server.reply("stop", answer().returns("1")))
                    .isInstanceOf(RepliesException.class);
            assertThat(ask(peer, "stop", "{}")).isEqualTo("{'return': {}}");
        }
    }

    @Test
    void knowsWhatItReceivedAndExplainsTheNearestMiss() {
        try (QmpStandIn server =
                builder().reply("device_add", answer().returns("{}")).start()) {
            try (QmpPeer peer = QmpPeer.negotiated(server.socket(), false)) {
                ask(peer, "device_add", "{'driver': 'virtio-net', 'id': 'n1'}");
                ask(peer, "device_add", "{'driver': 'e1000'}");
            }
            assertThat(server.received())
                    .extracting(JournalEntry::command)
                    .containsExactly("qmp_capabilities", "device_add", "device_add");
            assertThat(server.received("device_add"))
                    .extracting(arguments -> arguments.getString("driver"))
                    .containsExactly("virtio-net", "e1000");
            assertThat(server.received("stop")).isEmpty();

            assertThatCode(() -> {
                        server.verify("device_add");
                        server.verify("device_add", 2);
                        server.verify("device_add", "{'driver': {'$matches': '^virtio'}, 'id': 'n1'}");
                        server.verify("device_add", "{'id': {'$absent': true}}", 1);
                        server.verify("stop", 0);
                    })
                    .doesNotThrowAnyException();
            assertThatThrownBy(() -> server.verify("device_add", "{'driver': 'virtio-net', 'id': 'n2'}"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("was received 0 times, not at least once; the nearest of 2 is number 2")
                    .hasMessageContaining(
                            "'id' is \"n1\", not \"n2\"\nreceived 3 requests\n  1 {\"execute\": \"qmp_capabilities\"} -> {\"return\": {}}\n  2 ");
            assertThatThrownBy(() -> server.verify("device_add", 1))
                    .hasMessageContaining("was received 2 times, not once");
            assertThatThrownBy(() -> server.verify("stop"))
                    .hasMessageContaining("'stop' was received 0 times, not at least once; received: device_add (2)");
            Verification claim = new Verification("stop", JsonValues.EMPTY_OBJECT, 1, 1);
            assertThatThrownBy(() -> server.verify(claim, Duration.ofMillis(20)))
                    .isInstanceOf(AssertionError.class);
            try (QmpPeer peer = QmpPeer.negotiated(server.socket(), false)) {
                peer.send("{\"execute\": \"stop\"}");
                server.verify(claim, Duration.ofMinutes(1));
            }
        }
    }

    @Test
    void emitsEvents() {
        try (QmpStandIn server = builder().start();
                QmpPeer peer = QmpPeer.negotiated(server.socket(), false)) {
            server.emit("STOP");
            server.emit("PLUGGED", "{'id': 'x'}");
            assertThat(peer.line()).contains("\"event\": \"STOP\"}");
            assertThat(peer.line()).endsWith("\"event\": \"PLUGGED\", \"data\": {\"id\": \"x\"}}");
            assertThatThrownBy(() -> server.emit("NOSUCH"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the schema has no event 'NOSUCH'");
            assertThatThrownBy(() -> server.emit("PLUGGED"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("event 'PLUGGED': Parameter 'id' is missing");
            assertThatThrownBy(() -> server.emit("PLUGGED", "[]")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void breaksConnections() {
        try (QmpStandIn server = builder()
                .reply("stop", answer().delay(Duration.ofDays(1)).returns("{}"))
                .start()) {
            try (QmpPeer peer = QmpPeer.negotiated(server.socket(), false)) {
                peer.send("{\"execute\": \"stop\"}");
                server.breakConnection();
                assertThat(peer.line()).isEqualTo("<end>");
            }
            try (QmpPeer peer = QmpPeer.negotiated(server.socket(), false)) {
                server.emit("STOP");
                assertThat(peer.line()).contains("STOP");
            }
        }
    }

    @Test
    void beginsAnew() throws IOException {
        Path gate = directory.resolve("gate");
        try (QmpStandIn server = builder()
                .replies("{'$state': 'first'}")
                .reply(
                        "stop",
                        answer().returns("{}").then("second").event("STOP", "{}", Duration.ofMillis(1)),
                        answer().delay(Duration.ofDays(1)).returns("{}"))
                .reply("ping", answer().error("${count} ${state}"))
                .reply("query-jobs", answer().blockOn(gate).returns("[]"))
                .start()) {
            Path socket = server.socket();
            for (String hang : new String[] {"stop", "query-jobs", "quit"}) {
                try (QmpPeer peer = QmpPeer.negotiated(socket, false)) {
                    server.reply("device_add", answer().returns("{}"));
                    assertThat(ask(peer, "stop", "{}")).isEqualTo("{'return': {}}");
                    peer.send("{\"execute\": \"" + hang + "\"}");
                    server.reset();
                    String line = peer.line();
                    while (!line.equals("<end>")) {
                        line = peer.line();
                    }
                }
                assertThat(server.state()).isEqualTo("first");
                assertThat(server.received()).isEmpty();
                assertThat(server.socket()).isEqualTo(socket);
                try (QmpPeer peer = QmpPeer.negotiated(socket, false)) {
                    assertThat(ask(peer, "ping", "{}")).isEqualTo(error("1 first"));
                    assertThat(ask(peer, "device_add", "{'driver': 'x'}"))
                            .isEqualTo(error("command device_add has no handler here"));
                }
            }
        }
    }

    @Test
    void listensOnAPort() throws Exception {
        try (QmpStandIn server =
                builder().reply("stop", answer().returns("{}")).tcp().start()) {
            int port = server.port();
            for (int i = 0; i < 2; i++) {
                assertThat(server.address()).hasToString("tcp:127.0.0.1:" + port);
                assertThat(server.socketAddress())
                        .isInstanceOfSatisfying(
                                InetSocketAddress.class,
                                to -> assertThat(to.getPort()).isEqualTo(port));
                try (QmpClient client = QmpClient.connect(server.address())) {
                    client.execute("stop").get(1, TimeUnit.MINUTES);
                }
                server.verify("stop", 1);
                server.reset();
            }
            assertThatThrownBy(server::socket).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void listensOnASocketOfItsOwnUntilTheEnd() throws Exception {
        QmpStandIn server = builder().start();
        Path socket = server.socket();
        assertThat(server.address()).isEqualTo(new QmpAddress.Unix(socket));
        SocketChannel.open(server.socketAddress()).close();
        assertThatThrownBy(server::port).isInstanceOf(IllegalStateException.class);
        server.close();
        server.close();
        assertThat(socket.getParent()).doesNotExist();
        assertThatThrownBy(() -> QmpClient.connect(server.address())).isInstanceOf(QmpConnectionException.class);
    }

    @Test
    void speaksWhatASchemaDeclaresOrAServerDescribes() throws Exception {
        Path schema = Files.writeString(directory.resolve("schema.json"), """
                { 'pragma': { 'command-name-exceptions': [ 'qmp_capabilities' ] } }
                { 'enum': 'Capability', 'data': [ 'oob' ] }
                { 'command': 'qmp_capabilities', 'data': { '*enable': [ 'Capability' ] }, 'allow-preconfig': true }
                { 'command': 'stop', 'data': { 'why': 'str' } }
                """);
        try (QmpStandIn server = QmpStandIn.ofSchema(schema)
                        .reply("stop", answer().returns("{}"))
                        .start();
                QmpPeer peer = QmpPeer.negotiated(server.socket(), false)) {
            assertThat(ask(peer, "stop", "{}")).isEqualTo(error("Parameter 'why' is missing"));
            assertThat(ask(peer, "query-version", "{}")).contains("CommandNotFound");
        }
        Path introspection = directory.resolve("introspection.json");
        try (QmpStandIn original = builder().start()) {
            try (QmpStandIn server = QmpStandIn.ofServer(original.address().toString())
                            .reply("query-jobs", answer().returns("[{'id': 'a', 'progress': 1}]"))
                            .start();
                    QmpPeer peer = QmpPeer.negotiated(server.socket(), false)) {
                assertThat(ask(peer, "query-jobs", "{}")).isEqualTo("{'return': [{'id': 'a', 'progress': 1}]}");
                assertThat(ask(peer, "device_add", "{}")).isEqualTo(error("Parameter 'driver' is missing"));
                Files.writeString(
                        introspection,
                        peer.send("{\"execute\": \"query-qmp-schema\"}").line());
            }
        }
        try (QmpStandIn server = QmpStandIn.ofIntrospection(introspection).start();
                QmpPeer peer = QmpPeer.negotiated(server.socket(), false)) {
            server.emit("PLUGGED", "{'id': 'x'}");
            assertThat(peer.line()).endsWith("\"data\": {\"id\": \"x\"}}");
        }
        assertThatThrownBy(() -> QmpStandIn.ofIntrospection(JsonText.parse("{'x': 1}")))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("introspection cannot be understood");
        assertThatThrownBy(() -> QmpStandIn.ofServer(directory.resolve("none").toString()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("none");
        assertThatThrownBy(() -> QmpStandIn.ofSchema(directory.resolve("none")).start())
                .isInstanceOf(SchemaException.class);
    }
}
