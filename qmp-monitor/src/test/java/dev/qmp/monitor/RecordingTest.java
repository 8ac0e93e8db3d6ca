package dev.qmp.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.dispatch.spi.CommandBinder;
import dev.qmp.dispatch.spi.CommandException;
import dev.qmp.dispatch.spi.CommandProvider;
import dev.qmp.dispatch.spi.ProviderContext;
import dev.qmp.json.JsonText;
import dev.qmp.json.JsonValues;
import dev.qmp.monitor.peers.QmpPeer;
import dev.qmp.monitor.peers.TestHost;
import dev.qmp.monitor.proxy.RecordedReplies;
import dev.qmp.monitor.proxy.Recording;
import dev.qmp.qapi.SchemaSource;
import dev.qmp.qapi.introspection.Introspection;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

/** What is recorded of a server is what a stand-in answers. */
class RecordingTest {
    /** Remembers values, so that equal requests have different answers. */
    private static final class Store implements CommandProvider {
        private final Map<String, JsonValue> values = new HashMap<>();

        @Override
        public String name() {
            return "store";
        }

        @Override
        public SchemaSource schema() {
            return SchemaSource.text("store.json", """
                    { 'struct': 'Place', 'data': { 'room': 'str', '*shelf': 'int', '*tags': [ 'str' ], '*in': 'Place' } }
                    { 'command': 'put', 'data': { 'at': 'Place', '*value': 'any', '*password': 'str' } }
                    { 'command': 'get', 'data': { 'at': 'Place' }, 'returns': 'any' }
                    { 'command': 'count', 'returns': 'int', 'allow-oob': true }
                    { 'event': 'STORED', 'data': { 'count': 'int' } }
                    { 'pragma': { 'command-returns-exceptions': [ 'get', 'count' ] } }
                    """);
        }

        @Override
        public void bind(CommandBinder commands, ProviderContext context) {
            commands.action("put", (request, arguments) -> {
                JsonValue value = arguments.getOrDefault("value", JsonValue.NULL);
                JsonValue before = values.put(place(arguments), value);
                if (!value.equals(before)) {
                    context.events()
                            .emit(
                                    "STORED",
                                    JsonValues.object()
                                            .add("count", JsonValues.number(values.size()))
                                            .build());
                }
            });
            commands.value("get", (request, arguments) -> {
                JsonValue value = values.get(place(arguments));
                if (value == null) {
                    throw new CommandException("nothing at ${arguments.at} " + place(arguments));
                }
                return value;
            });
            commands.value("count", (request, arguments) -> JsonValues.number(values.size()));
        }

        private static String place(JsonObject arguments) {
            return JsonValues.toText(arguments.getJsonObject("at"));
        }
    }

    @Provide
    Arbitrary<List<String>> conversations() {
        Arbitrary<String> place = Arbitraries.of(
                "{'room': 'a'}",
                "{'room': 'a', 'shelf': 1}",
                "{'room': 'a', 'shelf': 1, 'tags': ['x']}",
                "{'room': 'a', 'tags': []}",
                "{'room': 'a', 'in': {'room': 'b'}}",
                "{'room': 'a', 'in': {'room': 'b', 'shelf': 2}}",
                "{'shelf': 1}",
                "{'room': 'a', 'colour': 'red'}",
                "5");
        Arbitrary<String> value = Arbitraries.of(
                "1", "1.5", "'$${state}'", "{'${count}': ['${arguments.at}', null]}", "'é\\u0000'", "true", "{}", "[]");
        return Arbitraries.frequencyOf(
                        Tuple.of(
                                4,
                                value.flatMap(v -> place.map(p -> request("put", "'at': " + p + ", 'value': " + v)))),
                        Tuple.of(1, place.map(p -> request("put", "'at': " + p + ", 'password': 'p'"))),
                        Tuple.of(6, place.map(p -> request("get", "'at': " + p))),
                        Tuple.of(2, Arbitraries.just("{'execute': 'count'}")),
                        Tuple.of(1, Arbitraries.just("{'exec-oob': 'count'}")),
                        Tuple.of(
                                1,
                                Arbitraries.of(
                                        "{'execute': 'nosuch'}",
                                        "{'execute': 'get'}",
                                        "{'execute': 'query-qmp-schema'}",
                                        "{'execute': 'query-version'}",
                                        "[1}")))
                .list()
                .ofMaxSize(40);
    }

    private static String request(String command, String arguments) {
        return "{'execute': '" + command + "', 'arguments': {" + arguments + "}}";
    }

    @Property(tries = 25)
    void aReplayedConversationIsTheSame(@ForAll("conversations") List<String> requests) {
        Recording recording = new Recording();
        List<JsonObject> recorded = record(recording, requests);
        RecordedReplies replies = recording.replies();
        assertThat(JsonText.parse(replies.text())).isEqualTo(replies.file());
        assertThat(replayed(replies.file(), requests)).isEqualTo(recorded);
    }

    private static List<JsonObject> record(Recording recording, List<String> requests) {
        TestHost server = new TestHost(Monitors.builder().provider(new Store()));
        Path socket = server.listen(MonitorOptions.DEFAULT);
        server.start();
        MonitorsBuilder proxy = Monitors.builder()
                .upstream(Proxied.upstream(socket).listener(recording).build());
        try (TestHost host = new TestHost(proxy, server)) {
            return hold(host, requests);
        }
    }

    private static List<JsonObject> replayed(JsonObject file, List<String> requests) {
        JsonObject introspection = file.getJsonObject("query-qmp-schema");
        MonitorsBuilder standIn = Monitors.builder()
                .commands(table -> table.replaceSchema(Introspection.toSchema(introspection.getJsonArray("return")))
                        .replies(file));
        try (TestHost host = new TestHost(standIn)) {
            return hold(host, requests);
        }
    }

    /** Has a conversation; returns what the peer got, without times. */
    private static List<JsonObject> hold(TestHost host, List<String> requests) {
        Path socket = host.listen(MonitorOptions.DEFAULT);
        host.start();
        List<JsonObject> got = new ArrayList<>();
        try (QmpPeer peer = QmpPeer.negotiated(socket, true)) {
            for (String request : requests) {
                peer.send(request);
                JsonObject message;
                do {
                    message = JsonText.parse(peer.line()).asJsonObject();
                    JsonObjectBuilder rest = JsonValues.object();
                    message.forEach((name, value) -> {
                        if (!name.equals("timestamp")) {
                            rest.add(name, value);
                        }
                    });
                    got.add(rest.build());
                } while (message.containsKey("event"));
            }
        }
        return got;
    }

    @Test
    void requestsOfWhichOneHasTheMembersOfAnotherAreToldApart() {
        Recording recording = new Recording();
        record(
                recording,
                List.of(
                        request("put", "'at': {'room': 'a'}, 'value': 1"),
                        request("get", "'at': {'room': 'a'}"),
                        request("get", "'at': {'room': 'a'}"),
                        request("put", "'at': {'room': 'a'}, 'value': 2"),
                        request("get", "'at': {'room': 'a'}"),
                        request("get", "'at': {'room': 'a', 'shelf': 1}")));
        assertThat(recording.replies().text()).startsWith("""
                {
                  "put": [
                    {"when": {"at": {"room": "a"}, "value": 1}, "return": {}, "events": [{"event": "STORED", "data": {"count": 1}}]},
                    {"when": {"at": {"room": "a"}, "value": 2}, "return": {}, "events": [{"event": "STORED", "data": {"count": 1}}]}
                  ],
                  "get": [
                    {"when": {"at": {"room": "a", "shelf": {"$absent": true}}}, "times": 2, "return": 1},
                    {"when": {"at": {"room": "a", "shelf": {"$absent": true}}}, "return": 2},
                    {"when": {"at": {"room": "a", "shelf": 1}}, "error": {"class": "GenericError", "desc": "nothing at $${arguments.at} {\\"room\\": \\"a\\", \\"shelf\\": 1}"}}
                  ],
                  "query-qmp-schema": {"return": [""");
    }

    @Test
    void secretsAreNotRecorded() {
        List<String> requests = List.of(
                request("put", "'at': {'room': 'a'}, 'value': {'password': 'sesame'}, 'password': 'sesame'"),
                request("put", "'at': {'room': 'a'}, 'value': 1"),
                request("put", "'at': {'room': 'sesame'}, 'value': {'PIN': 'sesame'}"),
                request("get", "'at': {'room': 'sesame'}"));
        Recording recording = new Recording(List.of("pin", "Room"));
        List<JsonObject> recorded = record(recording, requests);
        RecordedReplies replies = recording.replies();
        assertThat(replies.text())
                .contains("\"password\": {\"$absent\": false}")
                .doesNotContain("sesame");
        assertThat(replayed(replies.file(), requests).subList(0, 5)).isEqualTo(recorded.subList(0, 5));
    }

    @Test
    void whatTheServerLeavesUnansweredIsAConnectionThatIsClosed() throws Exception {
        TestProvider provider = new TestProvider();
        TestHost server = new TestHost(Monitors.builder().provider(provider));
        Path socket = server.listen(MonitorOptions.DEFAULT);
        server.start();
        Recording recording = new Recording();
        Monitors proxy = Monitors.builder()
                .upstream(Proxied.upstream(socket).listener(recording).build())
                .build();
        try (proxy) {
            proxy.listen(server.file("shared").toString());
            proxy.start();
            try (QmpPeer peer = QmpPeer.negotiated(server.file("shared"), true)) {
                peer.send("{'execute': 'echo', 'arguments': {'text': 'a'}}");
                peer.line();
                peer.send("{'execute': 'never'}");
                provider.endlessBegun.get();
                server.device("m0").close();
                assertThat(peer.line()).isEqualTo("<end>");
            }
            assertThat(proxy.awaitEnd(Duration.ofMinutes(1))).isTrue();
        } finally {
            provider.endless.complete(JsonValues.EMPTY_OBJECT);
            server.close();
        }
        assertThat(recording.replies().file().getJsonObject("never"))
                .isEqualTo(JsonText.parse("{\"fault\": \"close\"}"));
    }
}
