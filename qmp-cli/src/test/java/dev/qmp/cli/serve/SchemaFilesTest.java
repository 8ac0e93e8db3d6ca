package dev.qmp.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.qmp.cli.usage.FailedException;
import dev.qmp.cli.usage.UsageException;
import dev.qmp.json.JsonText;
import dev.qmp.json.JsonValues;
import dev.qmp.monitor.MonitorOptions;
import dev.qmp.monitor.Monitors;
import dev.qmp.monitor.MonitorsBuilder;
import dev.qmp.monitor.client.QmpClient;
import dev.qmp.monitor.peers.QmpPeer;
import dev.qmp.monitor.peers.TestHost;
import dev.qmp.monitor.testing.QmpStandIn;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.SchemaException;
import dev.qmp.qapi.SchemaSource;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaFilesTest {
    @TempDir
    private Path directory;

    private static MonitorsBuilder with(String option) {
        ServeOptions options = ServeOptions.parse(List.of(option, "/dev/zero"));
        Schema replacement = SchemaFiles.replacement(options);
        return Monitors.builder().commands(table -> SchemaFiles.apply(options, replacement, table));
    }

    @Test
    void refusesFilesWithoutEnd() {
        assumeThat(Path.of("/dev/zero")).exists();

        assertThatThrownBy(() -> with("--replies").build())
                .isInstanceOf(FailedException.class)
                .hasMessage("--replies /dev/zero: larger than 64 MiB");
        for (String option : List.of("--schema", "--schema-add")) {
            assertThatThrownBy(() -> with(option).build())
                    .isInstanceOf(SchemaException.class)
                    .message()
                    .isEqualTo("can't read schema file '/dev/zero': the schema has more than 16 MiB");
        }
    }

    private static ServeOptions from(String what, String... more) {
        List<String> options = new ArrayList<>(List.of("--schema-from", what));
        options.addAll(List.of(more));
        return ServeOptions.parse(options);
    }

    private static void refuses(String what, String message) {
        assertThatThrownBy(() -> SchemaFiles.replacement(from(what)))
                .isInstanceOf(FailedException.class)
                .message()
                .startsWith("--schema-from " + what + message)
                .doesNotContain("\n");
    }

    @Test
    void servesWhatAServerDescribesNowOrDescribedOnce() throws Exception {
        SchemaSource source = SchemaSource.text("s.json", """
                { 'struct': 'Slot', 'data': { 'name': 'str' } }
                { 'command': 'plug', 'data': { 'slot': 'uint8' }, 'returns': 'Slot', 'allow-oob': true }
                { 'event': 'PLUGGED', 'data': { 'slot': 'int' } }
                """);
        try (QmpStandIn described = QmpStandIn.withProtocol(source).start()) {
            JsonValue list;
            try (QmpClient asking = QmpClient.connect(described.address())) {
                list = asking.execute("query-qmp-schema").get(1, TimeUnit.MINUTES);
            }
            Path saved = Files.writeString(directory.resolve("saved.json"), JsonValues.toText(list));
            Path reply = Files.writeString(
                    directory.resolve("reply.json"),
                    JsonValues.toText(JsonValues.object().add("return", list).build()));
            Path replies =
                    Files.writeString(directory.resolve("replies.json"), "{\"plug\": {\"return\": {\"name\": \"a\"}}}");
            for (Object from : List.of(described.address(), described.socket(), saved, reply)) {
                ServeOptions options = from(from.toString(), "--replies", replies.toString());
                MonitorsBuilder builder = Monitors.builder()
                        .commands(table -> SchemaFiles.apply(options, SchemaFiles.replacement(options), table));
                try (TestHost host = new TestHost(builder).start();
                        QmpPeer peer = QmpPeer.negotiated(host.listen(MonitorOptions.DEFAULT), true)) {
                    peer.send("{\"exec-oob\": \"plug\", \"arguments\": {\"slot\": 1}}");
                    assertThat(peer.line()).isEqualTo("{\"return\": {\"name\": \"a\"}}");
                    peer.send("{\"execute\": \"plug\", \"arguments\": {}}");
                    assertThat(peer.line()).contains("Parameter 'slot' is missing");
                    peer.send("{\"execute\": \"query-qmp-schema\"}");
                    assertThat(JsonText.parse(peer.line()).asJsonObject().get("return"))
                            .isEqualTo(list);
                }
            }
        }
    }

    @Test
    void refusesWhatIsNotAServersSchema() throws IOException {
        Path file = directory.resolve("f");
        refuses(file.toString(), ": No such file or directory");
        refuses("unix:" + file, ": cannot connect");
        Files.writeString(file, "[\n  {");
        refuses(file.toString(), ":2:");
        Files.writeString(file, "{\"error\": {}}");
        refuses(file.toString(), ": introspection cannot be understood: query-qmp-schema returns a list");
        Files.writeString(file, "[ {} ]");
        refuses(file.toString(), ": introspection cannot be understood: an entry has no string 'name'");
        assertThatThrownBy(() -> SchemaFiles.replacement(from(file.toString(), "--schema-add", file.toString())))
                .isInstanceOf(UsageException.class)
                .hasMessage("--schema-from cannot be combined with --schema or --schema-add");
    }
}
