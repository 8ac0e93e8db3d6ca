package dev.qmp.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.json.JsonText;
import dev.qmp.json.JsonValues;
import dev.qmp.monitor.internal.rights.Secrets;
import dev.qmp.monitor.peers.QmpPeer;
import dev.qmp.monitor.peers.TestHost;
import dev.qmp.monitor.rights.AuditRecord;
import dev.qmp.monitor.rights.Policy;
import dev.qmp.monitor.rights.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of commands, on a server and on a proxy. */
class AuditTest {
    private static final Policy POLICY = Policy.builder()
            .otherwise(Role.builder("all").allow("*").deny("hook").build())
            .build();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyCommandIsRecordedBeforeItsReplyLeaves(boolean proxied) {
        List<AuditRecord> records = new CopyOnWriteArrayList<>();
        try (TestHost host =
                Proxied.orServer(proxied, Monitors.builder().policy(POLICY).audit(records::add), new TestProvider())) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer peer = QmpPeer.negotiated(socket, true)) {
                String[] requests = {
                    "{'execute': 'echo', 'arguments': {'text': 'a'}}",
                    "{'exec-oob': 'ping'}",
                    "{'execute': 'nosuch', 'arguments': {'password': 'p'}}",
                    "{'execute': 'hook'}",
                    "[}",
                    "{'execute': 'query-qmp-schema'}",
                    "{'execute': 'query-qmp-schema'}",
                };
                int due = 1; // the negotiation
                for (String request : requests) {
                    peer.send(request);
                    peer.line();
                    due += request.startsWith("{") ? 1 : 0;
                    assertThat(records).as(request).hasSize(due);
                }
            }
        }
        assertThat(records.stream().map(one -> one.command() + " " + one.outOfBand() + " " + one.outcome()))
                .containsExactly(
                        "qmp_capabilities false success",
                        "echo false success",
                        "ping true success",
                        "nosuch false CommandNotFound",
                        "hook false CommandNotFound",
                        "query-qmp-schema false success",
                        "query-qmp-schema false success");
        assertThat(records).allSatisfy(one -> {
            assertThat(one.role()).isEqualTo("all");
            assertThat(one.peer().user()).isNotNull();
        });
        assertThat(JsonValues.toText(records.get(3).toJson()))
                .contains("\"command\": \"nosuch\"", "\"arguments\": {\"password\": \"***\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "object-add | {\"qom-type\": \"secret\", \"id\": \"s\", \"data\": \"x\"} | {\"qom-type\": \"secret\", \"id\": \"s\", \"data\": \"***\"}",
                "object-add | {\"qom-type\": \"iothread\", \"data\": \"x\"} | {\"qom-type\": \"iothread\", \"data\": \"x\"}",
                "blockdev-add | {\"file\": {\"password\": \"x\", \"key-secret\": \"s\"}, \"a\": [{\"token\": 1}]} | {\"file\": {\"password\": \"***\", \"key-secret\": \"s\"}, \"a\": [{\"token\": \"***\"}]}",
                "human-monitor-command | {\"command-line\": \"set_password vnc x\"} | {\"command-line\": \"***\"}",
                "human-monitor-command | {\"command-line\": \"info block\"} | {\"command-line\": \"info block\"}",
            })
    void secretsAreMasked(String command, String arguments, String recorded) {
        assertThat(JsonValues.toText(
                        Secrets.masked(command, JsonText.parse(arguments).asJsonObject())))
                .isEqualTo(recorded);
    }
}
