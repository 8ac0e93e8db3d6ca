package dev.qmp.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.qmp.chardev.ChardevException;
import dev.qmp.json.JsonText;
import dev.qmp.json.JsonValues;
import dev.qmp.monitor.peers.QmpPeer;
import dev.qmp.monitor.peers.TestHost;
import dev.qmp.monitor.rights.Assignment;
import dev.qmp.monitor.rights.Policy;
import dev.qmp.monitor.rights.Role;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What sessions with roles may do, on a server and on a proxy. */
class RightsTest {
    private static final Role OBSERVER = Role.builder("observer")
            .allow("query-*", "echo", "ping", "whoami", "later")
            .deny("query-name")
            .argument("echo", "text", "a*")
            .events("LIMITED")
            .build();
    private static final Role SILENT = Role.builder("silent")
            .allow("ping", "query-*", "burst")
            .outOfBand(false)
            .build();
    private static final List<Role> ROLES = List.of(Role.READONLY, OBSERVER, SILENT);
    private static final Policy POLICY = roles().otherwise(OBSERVER).build();

    private static Policy.Builder roles() {
        return Policy.builder().role(OBSERVER).role(SILENT);
    }

    private static TestHost host(boolean proxied, TestProvider provider, Policy policy) {
        return Proxied.orServer(proxied, Monitors.builder().policy(policy), provider);
    }

    private static MonitorOptions as(Role role) {
        return MonitorOptions.builder().role(role.name()).build();
    }

    private static String refused(String id, String command, String reason) {
        return "{" + (id.isEmpty() ? "" : "\"id\": " + id + ", ")
                + "\"error\": {\"class\": \"CommandNotFound\", \"desc\": \"Command " + command + " has been disabled: "
                + reason + "\"}}";
    }

    static Stream<Arguments> rolesOnServers() {
        return ROLES.stream().flatMap(role -> Stream.of(false, true).map(proxied -> Arguments.of(role, proxied)));
    }

    private static Set<String> names(QmpPeer peer, String query, String ofType) {
        peer.send("{'execute': '" + query + "'}");
        return JsonText.parse(peer.line()).asJsonObject().getJsonArray("return").getValuesAs(JsonObject.class).stream()
                .filter(one -> ofType.isEmpty() || one.getString("meta-type").equals(ofType))
                .map(one -> one.getString("name"))
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @MethodSource("rolesOnServers")
    void whatIsRefusedDoesNotExist(Role role, boolean proxied) {
        Set<String> all;
        Set<String> events;
        try (TestHost host = new TestHost(Monitors.builder().provider(new TestProvider()))) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer peer = QmpPeer.negotiated(socket, true)) {
                all = names(peer, "query-commands", "");
                events = names(peer, "query-qmp-schema", "event");
            }
        }
        try (TestHost host = host(proxied, new TestProvider(), POLICY)) {
            Path socket = host.listen(as(role));
            host.start();
            try (QmpPeer peer = QmpPeer.negotiated(socket, role.allowsOutOfBand())) {
                Set<String> listed = names(peer, "query-commands", "");
                assertThat(listed)
                        .isEqualTo(all.stream().filter(role::allows).collect(Collectors.toSet()))
                        .contains("qmp_capabilities");
                assertThat(names(peer, "query-qmp-schema", "command")).isEqualTo(listed);
                assertThat(names(peer, "query-qmp-schema", "event"))
                        .isEqualTo(events.stream().filter(role::delivers).collect(Collectors.toSet()));
                for (String command : all) {
                    if (listed.contains(command)) {
                        continue;
                    }
                    String reason = "not allowed for role " + role.name();
                    peer.send("{'execute': '" + command + "', 'id': 7}");
                    assertThat(peer.line()).isEqualTo(refused("7", command, reason));
                    if (role.allowsOutOfBand()) {
                        peer.send("{'exec-oob': '" + command + "', 'id': 8}");
                        assertThat(peer.line()).isEqualTo(refused("8", command, reason));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void looksAtArgumentsToo(boolean proxied) {
        try (TestHost host = host(proxied, new TestProvider(), POLICY)) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer peer = QmpPeer.negotiated(socket, true)) {
                peer.send("{'execute': 'echo', 'arguments': {'text': 'ab'}}");
                assertThat(peer.line()).isEqualTo("{\"return\": {\"text\": \"ab\"}}");
                peer.send("{'execute': 'echo', 'arguments': {'text': 'ba'}}");
                assertThat(peer.line())
                        .isEqualTo(refused("", "echo", "with this argument 'text' not allowed for role observer"));
            }
        }
    }

    static Stream<Boolean> servers() {
        return Stream.of(false, true);
    }

    @ParameterizedTest
    @MethodSource("servers")
    void offersNoOutOfBandExecutionToARoleWithoutIt(boolean proxied) {
        try (TestHost host = host(proxied, new TestProvider(), POLICY)) {
            Path socket = host.listen(as(SILENT));
            host.start();
            try (QmpPeer peer = QmpPeer.connect(socket)) {
                assertThat(peer.line()).startsWith(QmpPeer.GREETING_START).endsWith("\"capabilities\": []}}");
                peer.send("{'execute': 'qmp_capabilities', 'arguments': {'enable': ['oob']}}");
                assertThat(peer.line()).contains("Capability oob not available");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void deliversTheEventsOfTheRole(boolean proxied) {
        try (TestHost host = host(proxied, new TestProvider(), POLICY)) {
            Path all = host.listen(as(Role.READONLY));
            Path none = host.listen(as(SILENT));
            host.start();
            try (QmpPeer listening = QmpPeer.negotiated(all, true);
                    QmpPeer deaf = QmpPeer.negotiated(none, false)) {
                deaf.send("{'execute': 'burst', 'arguments': {'count': 2}, 'id': 1}");
                assertThat(deaf.line()).isEqualTo("{\"return\": {}, \"id\": 1}");
                assertThat(List.of(listening.event(), listening.event()))
                        .containsExactly(
                                "\"event\": \"TICK\", \"data\": {\"number\": 0}}",
                                "\"event\": \"TICK\", \"data\": {\"number\": 1}}");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aNewPolicyHoldsForTheNextRequestOfEverySession(boolean proxied) {
        try (TestHost host = host(proxied, new TestProvider(), POLICY)) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer peer = QmpPeer.negotiated(socket, true)) {
                for (int i = 0; i < 200; i++) {
                    host.monitors().policy(i % 2 == 0 ? Policy.BUILT_IN : POLICY);
                    String member = i % 4 < 2 ? "execute" : "exec-oob";
                    peer.send("{'" + member + "': 'ping', 'id': " + i + "}");
                    assertThat(peer.line())
                            .isEqualTo(
                                    i % 2 != 0
                                            ? "{\"return\": {}, \"id\": " + i + "}"
                                            : refused(
                                                    String.valueOf(i),
                                                    "ping",
                                                    (i % 4 < 2 ? "" : "out of band ") + "not allowed for role none"));
                }
            }
        }
    }

    @Test
    void aRequestThatWaitsIsDecidedOnWhenItsTurnComes() {
        TestProvider provider = new TestProvider();
        try (TestHost host = host(
                false,
                provider,
                roles().role(all("boss")).otherwise(all("boss")).build())) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer peer = QmpPeer.negotiated(socket, true)) {
                peer.send("{'execute': 'hold', 'id': 1} {'execute': 'ping', 'id': 2}");
                provider.held.join();
                host.monitors().policy(Policy.BUILT_IN);
                provider.released.release();
                assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": 1}");
                assertThat(peer.line()).isEqualTo(refused("2", "ping", "not allowed for role none"));
            }
        }
    }

    /** As SIGHUP does it, in a thread of its own while the sessions' requests come. */
    @ParameterizedTest
    @MethodSource("servers")
    void nothingIsAllowedByARaceOfANewPolicyAndARequest(boolean proxied) throws Exception {
        int rounds = 100;
        int requests = 40;
        try (TestHost host = host(proxied, new TestProvider(), POLICY)) {
            List<Path> sockets = Stream.generate(() -> host.listen(MonitorOptions.DEFAULT))
                    .limit(3)
                    .toList();
            host.start();
            List<QmpPeer> peers = new ArrayList<>();
            sockets.forEach(socket -> peers.add(QmpPeer.negotiated(socket, true)));
            for (int round = 0; round < rounds; round++) {
                host.monitors().policy(POLICY);
                Thread changing = new Thread(() -> host.monitors().policy(Policy.BUILT_IN));
                for (int i = 0; i < requests; i++) {
                    if (i == round % requests) {
                        changing.start();
                    }
                    String request = "{'" + (i % 3 == 0 ? "exec-oob" : "execute") + "': 'ping', 'id': " + i + "}";
                    peers.forEach(peer -> peer.send(request));
                }
                changing.join();
                for (QmpPeer peer : peers) {
                    peer.send("{'execute': 'ping', 'id': 'in'}{'exec-oob': 'ping', 'id': 'oob'}");
                    Set<Boolean> refusing = new HashSet<>(); // in band, out of band: each has its own order
                    for (int i = 0; i < requests + 2; i++) {
                        String line = peer.line();
                        JsonObject reply = JsonText.parse(line).asJsonObject();
                        JsonValue id = reply.get("id");
                        boolean refused = reply.containsKey("error");
                        boolean outOfBand = id instanceof JsonNumber number
                                ? number.intValue() % 3 == 0
                                : id.equals(JsonValues.string("oob"));
                        if (refused) {
                            assertThat(line).contains("not allowed for role none");
                            refusing.add(outOfBand);
                        } else {
                            assertThat(refusing)
                                    .as("%s after one that was refused", id)
                                    .doesNotContain(outOfBand);
                            assertThat(id).as("sent under the new policy").isInstanceOf(JsonNumber.class);
                        }
                    }
                }
            }
            peers.forEach(QmpPeer::close);
        }
    }

    private static Role all(String name) {
        return Role.builder(name).allow("*").events("*").build();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void knowsTheUserOfAUnixSocket(boolean proxied) throws Exception {
        Path here = Files.createTempFile("owner", "");
        Policy policy = roles().assign(Assignment.ofUser(Files.getOwner(here), OBSERVER))
                .build();
        Files.delete(here);
        try (TestHost host = host(proxied, new TestProvider(), policy)) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer peer = QmpPeer.negotiated(socket, true)) {
                peer.send("{'execute': 'ping'}");
                assertThat(peer.line()).isEqualTo("{\"return\": {}}");
                peer.send("{'execute': 'quit'}");
                assertThat(peer.line()).isEqualTo(refused("", "quit", "not allowed for role observer"));
            }
        }
    }

    @Test
    void refusesAMonitorWithAnUnknownRole() {
        try (TestHost host = new TestHost(Monitors.builder())) {
            assertThatExceptionOfType(ChardevException.class)
                    .isThrownBy(() ->
                            host.add("null,id=n", as(Role.builder("nosuch").build())))
                    .withMessage("there is no role 'nosuch'");
            host.start();
        }
    }
}
