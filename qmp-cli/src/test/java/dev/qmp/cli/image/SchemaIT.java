package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.qmp.json.JsonText;
import dev.qmp.monitor.peers.QmpPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code qmp schema}, and serving schemas that no handler was written for. */
class SchemaIT {
    /** The conditions that hold in Debian's QEMU 7.2. */
    private static final String DEBIAN =
            "CONFIG_CURSES CONFIG_DBUS_DISPLAY CONFIG_FDT CONFIG_FUSE CONFIG_GBM CONFIG_GTK CONFIG_LIBPMEM CONFIG_LINUX "
                    + "CONFIG_LINUX_IO_URING CONFIG_OPENGL CONFIG_POSIX CONFIG_REPLICATION CONFIG_SDL CONFIG_SECRET_KEYRING "
                    + "CONFIG_SPICE CONFIG_SPICE_PROTOCOL CONFIG_TCG CONFIG_TPM CONFIG_VDUSE_BLK_EXPORT CONFIG_VHOST_CRYPTO "
                    + "CONFIG_VHOST_USER_BLK_SERVER CONFIG_VNC CONFIG_ZSTD HAVE_HOST_BLOCK_DEVICE HAVE_IPPROTO_MPTCP "
                    + "TARGET_I386";

    private final Path directory = QmpImage.shortDirectory();

    @Test
    void checksAGoodSchemaSilently() throws IOException {
        Path schema = write("good.json", "{ 'command': 'ping' }\n");
        assertRun(0, "", "", "schema", "check", schema.toString());
    }

    @Test
    void warnsOfStyleWhereASchemaIsChecked() throws IOException {
        Path schema = write("s.json", "##\n# @ping:\n#\n# One. Two.\n##\n{ 'command': 'ping' }\n");
        String warning = schema + ":4:7: Use two spaces between sentences\n";
        assertRun(0, "", warning, "schema", "check", schema.toString());
        assertRun(0, "", "", "schema", "check", "--docs", "warn", schema.toString());
        assertRun(
                0,
                "",
                "",
                "schema",
                "doc",
                schema.toString(),
                "-o",
                directory.resolve("style").toString());
    }

    @Test
    void reportsTheFirstErrorOrAll() throws IOException {
        Path schema = write(
                "bad.json", "{ 'command': 'one', 'data': 'nosuch' }\n{ 'command': 'two', 'returns': 'nosuch' }\n");
        String first = schema + ": In command 'one':\n" + schema + ":1: command's 'data' uses unknown type 'nosuch'\n";
        String second =
                schema + ": In command 'two':\n" + schema + ":2: command's 'returns' uses unknown type 'nosuch'\n";
        assertRun(1, "", first, "schema", "check", schema.toString());
        assertRun(1, "", first + second, "schema", "check", "--all-errors", schema.toString());
    }

    @Test
    void introspects() throws IOException {
        Path schema = write("s.json", "{ 'command': 'ping', 'data': { 'a': 'int' } }\n");
        assertRun(
                0,
                "[{\"name\": \"ping\", \"ret-type\": \"1\", \"meta-type\": \"command\", \"arg-type\": \"0\"}, "
                        + "{\"name\": \"0\", \"members\": [{\"name\": \"a\", \"type\": \"int\"}], \"meta-type\": \"object\"}, "
                        + "{\"name\": \"1\", \"members\": [], \"meta-type\": \"object\"}, "
                        + "{\"name\": \"int\", \"json-type\": \"int\", \"meta-type\": \"builtin\"}]\n",
                "",
                "schema",
                "introspect",
                schema.toString());
    }

    @Test
    void writesAManual() throws IOException {
        Path schema =
                write("my.json", "{ 'command': 'ping', 'if': 'CONFIG_A' } { 'command': 'pong', 'if': 'CONFIG_B' }\n");
        Path out = directory.resolve("a/manual");
        assertRun(
                0,
                "",
                "",
                "schema",
                "doc",
                schema.toString(),
                "-o",
                out.toString(),
                "--title",
                "Ping",
                "-D",
                "CONFIG_A");
        assertThat(Files.readString(out.resolve("index.html"))).contains("<title>Ping</title>");
        assertThat(Files.readString(out.resolve("module-my.html")))
                .contains("id=\"ping\"")
                .doesNotContain("pong");
        assertThat(out.resolve("manual.css")).isNotEmptyFile();
        assertThat(out.resolve("manual.js")).isNotEmptyFile();
        assertThat(out.resolve("search-index.js")).isNotEmptyFile();
    }

    @Test
    void writesNoManualOfABadSchema() throws IOException {
        Path bad = write("bad.json", "{ 'command': 'Ping' }\n");
        assertRun(
                1,
                "",
                bad + ": In command 'Ping':\n" + bad + ":1: name of command must not use uppercase or '_'\n",
                "schema",
                "doc",
                bad.toString(),
                "-o",
                directory.resolve("none").toString());
        assertThat(directory.resolve("none")).doesNotExist();
    }

    @Test
    void servesQemusSchemaAsQemuDoes() throws IOException {
        Path qemu = Path.of("../../shared/qemu/7.2").toAbsolutePath().normalize();
        assumeTrue(Files.isDirectory(qemu), "QEMU's schemas are not at hand: " + qemu);
        Path replies = write("replies.json", "{'query-kvm': {'return': {'enabled': true, 'present': true}}}");
        Path socket = directory.resolve("s");
        List<String> arguments = new ArrayList<>(List.of("serve", "--docs", "off", "--schema"));
        arguments.add(qemu.resolve("qapi/qapi-schema.json").toString());
        for (String name : DEBIAN.split(" ", -1)) {
            arguments.addAll(List.of("-D", name));
        }
        arguments.addAll(List.of("--replies", replies.toString()));
        arguments.addAll(List.of("-qmp", "unix:" + socket + ",server=on,wait=off"));
        try (RunningQmp qmp = RunningQmp.start(arguments.toArray(String[]::new)).listeningOn(socket);
                QmpPeer peer = QmpPeer.negotiated(socket, true)) {
            peer.send("{\"execute\":\"query-qmp-schema\"}");
            assertThat(JsonText.parse(peer.line()).asJsonObject().get("return"))
                    .isEqualTo(theReturn(Files.readString(qemu.resolve("query-qmp-schema.json"))));
            peer.send("{\"execute\":\"migrate-set-parameters\",\"arguments\":{\"cpu-throttle-initial\":300}}");
            assertThat(peer.line()).contains("\"Parameter 'cpu-throttle-initial' expects uint8_t\"");
            peer.send("{\"execute\":\"query-kvm\",\"id\":1}{\"execute\":\"query-status\",\"id\":2}");
            assertThat(peer.line()).isEqualTo("{\"return\": {\"enabled\": true, \"present\": true}, \"id\": 1}");
            assertThat(peer.line()).contains("\"status\": \"running\"");
            peer.send("{\"execute\":\"query-cpus-fast\"}{\"execute\":\"x-hold\"}");
            assertThat(peer.line()).contains("\"command query-cpus-fast has no handler here\"");
            assertThat(peer.line()).contains("\"The command x-hold has not been found\"");
            assertThat(qmp.process().isAlive()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"7.2", "10.0", "10.1"})
    void servesAnySchemaOfQemu(String release) {
        Path qemu = Path.of("../../shared/qemu", release).toAbsolutePath().normalize();
        assumeTrue(Files.isDirectory(qemu), "QEMU's schemas are not at hand: " + qemu);
        Path socket = directory.resolve("s" + release);
        List<String> options = List.of("--docs", "off", "--schema", qemu + "/qapi/qapi-schema.json");
        try (RunningQmp qmp = RunningQmp.serve(options, socket);
                QmpPeer peer = QmpPeer.negotiated(socket, true)) {
            assertThat(qmp.stderr()).as("built-in handlers that give way").isEmpty();
            peer.send("{\"execute\":\"query-status\"}");
            assertThat(peer.line())
                    .isEqualTo("{\"return\": {\"status\": \"running\", "
                            + (release.equals("7.2") ? "\"singlestep\": false, " : "") + "\"running\": true}}");
            peer.send("{\"execute\":\"query-commands\"}");
            assertThat(JsonText.parse(peer.line()).asJsonObject().getJsonArray("return"))
                    .hasSizeGreaterThan(200);
            peer.send(
                    "{\"execute\":\"chardev-add\",\"arguments\":{\"id\":\"n\",\"backend\":{\"type\":\"null\",\"data\":{}}}}");
            assertThat(peer.line()).isEqualTo("{\"return\": {}}");
            peer.send(
                    "{\"execute\":\"device_add\",\"arguments\":{\"driver\":\"e1000\",\"mac\":\"52:54:00:00:00:01\"}}");
            assertThat(peer.line()).contains("\"command device_add has no handler here\"");
            peer.send("{\"execute\":\"stop\"}");
            assertThat(peer.line()).contains("\"STOP\"");
            assertThat(peer.line()).isEqualTo("{\"return\": {}}");
        }
    }

    @Test
    void aHandlerThatDoesNotFitGivesWayWithALineThatNamesBothPlaces() throws IOException {
        Path schema = write("s.json", """
                { 'pragma': { 'command-name-exceptions': [ 'qmp_capabilities' ] } }
                { 'enum': 'Cap', 'data': [ 'oob' ] }
                { 'command': 'qmp_capabilities', 'data': { '*enable': [ 'Cap' ] } }
                { 'command': 'stop', 'data': { 'a': 'int' } }
                """);
        try (RunningQmp qmp = RunningQmp.start("serve", "--schema", schema.toString())) {
            qmp.input("{'execute':'qmp_capabilities'}{'execute':'stop','arguments':{'a':1}}")
                    .endInput();
            assertThat(qmp.status()).isZero();
            assertThat(qmp.stdout()).contains("\"command stop has no handler here\"");
            assertThat(qmp.stderr())
                    .contains("machine.json:")
                    .contains(schema + ":4")
                    .hasLineCount(1);
        }
    }

    @Test
    void refusesASchemaThatNoClientCouldUse() throws IOException {
        Path schema = write("alone.json", "{ 'command': 'ping' }\n");
        try (RunningQmp qmp = RunningQmp.start("serve", "--schema", schema.toString())) {
            assertThat(qmp.status()).isEqualTo(1);
            assertThat(qmp.stderr())
                    .contains("declares no command 'qmp_capabilities'")
                    .hasLineCount(1);
        }
        Path strange = write("strange.json", """
                { 'pragma': { 'command-name-exceptions': [ 'qmp_capabilities' ] } }
                { 'command': 'qmp_capabilities', 'data': { 'password': 'str' } }
                """);
        try (RunningQmp qmp = RunningQmp.start("serve", "--schema", strange.toString())) {
            assertThat(qmp.status()).isEqualTo(1);
            assertThat(qmp.stderr())
                    .contains(strange + ":2")
                    .contains("without the built-in handler of 'qmp_capabilities'")
                    .hasLineCount(2);
        }
    }

    @Test
    void refusesRepliesThatDoNotFit() throws IOException {
        Path replies = write("replies.json", "{'query-status': {'return': {}}, 'nosuch': {'return': {}}}");
        try (RunningQmp qmp = RunningQmp.start("serve", "--replies", replies.toString())) {
            assertThat(qmp.status()).isEqualTo(1);
            assertThat(qmp.stderr()).contains("nosuch").contains("query-status");
        }
    }

    private static Object theReturn(String text) {
        var value = JsonText.parse(text);
        return value instanceof jakarta.json.JsonObject object ? object.get("return") : value;
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private static void assertRun(int status, String stdout, String stderr, String... arguments) {
        try (RunningQmp qmp = RunningQmp.start(arguments)) {
            assertThat(qmp.status()).isEqualTo(status);
            assertThat(qmp.stdout()).isEqualTo(stdout);
            assertThat(qmp.stderr()).isEqualTo(stderr);
        }
    }
}
