package dev.qmp.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.qmp.json.JsonText;
import dev.qmp.monitor.MonitorOptions;
import dev.qmp.monitor.Monitors;
import dev.qmp.monitor.MonitorsBuilder;
import dev.qmp.monitor.peers.QmpPeer;
import dev.qmp.monitor.peers.TestHost;
import dev.qmp.qapi.DocsMode;
import dev.qmp.qapi.SchemaSource;
import dev.qmp.qapi.replies.Replies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The scenarios that {@code docs/stand-in.md} prints, word by word, with QEMU's schema. */
class StandInScenariosTest {
    private static final Path QEMU = Path.of("../../shared/qemu/10.0/qapi/qapi-schema.json")
            .toAbsolutePath()
            .normalize();

    private static String file(String name) throws IOException {
        String page = Files.readString(Path.of("../docs/stand-in.md"));
        Matcher block = Pattern.compile("<!-- file: " + Pattern.quote(name) + " -->\n```json\n(.*?)```", Pattern.DOTALL)
                .matcher(page);
        assertThat(block.find()).as(name).isTrue();
        return block.group(1);
    }

    private static TestHost host(String replies, String... schemas) {
        assumeTrue(Files.exists(QEMU), "QEMU's schemas are not at hand: " + QEMU);
        MonitorsBuilder builder = Monitors.builder().standInCommands().commands(table -> {
            table.docs(DocsMode.OFF).replaceSchema(SchemaSource.file(QEMU)).replies(JsonText.parse(replies));
            for (String schema : schemas) {
                table.addSchema(SchemaSource.text("added.json", schema));
            }
        });
        return new TestHost(builder).start();
    }

    private static String ask(QmpPeer peer, String request) {
        peer.send(request.replace('\'', '"'));
        String line;
        do {
            line = peer.line();
        } while (line.contains("\"event\""));
        return line.replace('"', '\'');
    }

    private static String error(String errorClass, String description) {
        return "{'error': {'class': '" + errorClass + "', 'desc': '" + description + "'}}";
    }

    @Test
    void theExampleOfEverything() {
        String replies = """
                {"device_add": [{"when": {"driver": "nosuch"}, "error": {"class": "GenericError", "desc": "'${arguments.driver}' is not a valid device model name"}}, {"when": {"driver": {"$matches": "^virtio-"}}, "times": 2, "return": {}, "then": "plugged"}, {"error": {"class": "GenericError", "desc": "no more slots"}}],
                 "query-block-jobs": [{"state": "plugged", "return": []}, {"error": {"class": "GenericError", "desc": "nothing plugged"}}], "query-*": {"error": {"class": "GenericError", "desc": "not scripted"}}, "system_wakeup": {"return": {}, "events": [{"event": "WAKEUP", "after": 300}]}, "inject-nmi": {"fault": "no-reply"}, "x-exit-preconfig": {"fault": "close"}}""";
        try (TestHost host = host(replies)) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            try (QmpPeer peer = QmpPeer.connect(socket)) {
                peer.line();
                assertThat(ask(peer, "{'execute':'qmp_capabilities'}")).isEqualTo("{'return': {}}");
                String add = "{'execute':'device_add','arguments':{'driver':'DRIVER','id':'d'}}";
                assertThat(ask(peer, "{'execute':'query-block-jobs'}"))
                        .isEqualTo(error("GenericError", "nothing plugged"));
                assertThat(ask(peer, add.replace("DRIVER", "nosuch")))
                        .isEqualTo(error("GenericError", "'nosuch' is not a valid device model name"));
                assertThat(ask(peer, add.replace("DRIVER", "virtio-net-pci"))).isEqualTo("{'return': {}}");
                assertThat(ask(peer, "{'execute':'query-block-jobs'}")).isEqualTo("{'return': []}");
                assertThat(ask(peer, add.replace("DRIVER", "virtio-blk-pci"))).isEqualTo("{'return': {}}");
                assertThat(ask(peer, add.replace("DRIVER", "virtio-blk-pci")))
                        .isEqualTo(error("GenericError", "no more slots"));
                assertThat(ask(peer, add.replace("DRIVER", "e1000"))).isEqualTo(error("GenericError", "no more slots"));
                for (String command : new String[] {"query-status", "query-block", "query-version"}) {
                    assertThat(ask(peer, "{'execute':'" + command + "'}"))
                            .isEqualTo(error("GenericError", "not scripted"));
                }
                assertThat(ask(peer, "{'execute':'query-commands'}")).contains("'query-block'");
                assertThat(ask(peer, "{'execute':'inject-nmi','id':7}{'execute':'system_wakeup','id':8}"))
                        .isEqualTo("{'return': {}, 'id': 8}");
                assertThat(ask(peer, "{'execute':'query-name'}")).isEqualTo(error("GenericError", "not scripted"));
                assertThat(peer.event()).isEqualTo("\"event\": \"WAKEUP\"}");
                peer.send("{\"execute\":\"x-exit-preconfig\"}");
                assertThat(peer.line()).isEqualTo("<end>");
            }
        }
    }

    @Test
    void hotplug() throws IOException {
        try (TestHost host = host(file("hotplug.json"))) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            try (QmpPeer peer = QmpPeer.connect(socket)) {
                peer.line();
                ask(peer, "{'execute':'qmp_capabilities'}");
                String add = "{'execute':'device_add','arguments':{'driver':'DRIVER','id':'n0'}}";
                String delete = "{'execute':'device_del','arguments':{'id':'n0'}}";
                assertThat(ask(peer, delete)).isEqualTo(error("DeviceNotFound", "Device 'n0' not found"));
                for (int i = 0; i < 2; i++) {
                    assertThat(ask(peer, add.replace("DRIVER", "nosuch"))).contains("is not a valid device model");
                }
                assertThat(ask(peer, add.replace("DRIVER", "virtio-net-pci"))).isEqualTo("{'return': {}}");
                assertThat(ask(peer, delete)).isEqualTo("{'return': {}}");
                assertThat(peer.event())
                        .isEqualTo(
                                "\"event\": \"DEVICE_DELETED\", \"data\": {\"device\": \"n0\", \"path\": \"/machine/peripheral/n0\"}}");
                assertThat(ask(peer, delete)).contains("DeviceNotFound");
            }
        }
    }

    @Test
    void aBlockJob() throws IOException {
        try (TestHost host = host(file("mirror.json"))) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            try (QmpPeer peer = QmpPeer.connect(socket)) {
                peer.line();
                ask(peer, "{'execute':'qmp_capabilities'}");
                assertThat(ask(peer, "{'execute':'query-block-jobs'}")).isEqualTo("{'return': []}");
                peer.send(
                        "{'execute':'blockdev-mirror','arguments':{'job-id':'job0','device':'a','target':'b','sync':'full'}}"
                                .replace('\'', '"'));
                assertThat(peer.event())
                        .isEqualTo(
                                "\"event\": \"JOB_STATUS_CHANGE\", \"data\": {\"id\": \"job0\", \"status\": \"created\"}}");
                assertThat(peer.line()).isEqualTo("{\"return\": {}}");
                assertThat(ask(peer, "{'execute':'query-block-jobs'}")).contains("'offset': 50");
                assertThat(peer.event())
                        .startsWith("\"event\": \"BLOCK_JOB_READY\"")
                        .contains("\"device\": \"job0\"");
                assertThat(ask(peer, "{'execute':'query-block-jobs'}")).contains("'ready': true");
                String complete = "{'execute':'block-job-complete','arguments':{'device':'job0'}}";
                assertThat(ask(peer, complete)).isEqualTo("{'return': {}}");
                assertThat(peer.event()).startsWith("\"event\": \"BLOCK_JOB_COMPLETED\"");
                assertThat(ask(peer, "{'execute':'query-block-jobs'}")).isEqualTo("{'return': []}");
                assertThat(ask(peer, complete)).contains("DeviceNotActive");
            }
        }
    }

    @Test
    void aMigrationThatFails() throws IOException {
        try (TestHost host = host(file("migration.json"))) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            try (QmpPeer peer = QmpPeer.connect(socket)) {
                peer.line();
                ask(peer, "{'execute':'qmp_capabilities'}");
                assertThat(ask(peer, "{'execute':'query-migrate'}")).isEqualTo("{'return': {}}");
                assertThat(ask(peer, "{'execute':'migrate','arguments':{'uri':'tcp:b:4444'}}"))
                        .isEqualTo("{'return': {}}");
                assertThat(ask(peer, "{'execute':'query-migrate'}")).contains("'setup'");
                assertThat(ask(peer, "{'execute':'query-migrate'}")).contains("'remaining': 50, 'total': 100");
                assertThat(ask(peer, "{'execute':'query-migrate'}")).contains("'failed'", "Broken pipe");
            }
        }
    }

    @Test
    void anAgentThatIsLate() throws IOException {
        try (TestHost host = host(file("agent-replies.json"), file("agent.json"))) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            for (int i = 1; i <= 4; i++) {
                try (QmpPeer peer = QmpPeer.connect(socket)) {
                    peer.line();
                    ask(peer, "{'execute':'qmp_capabilities'}");
                    assertThat(ask(
                                    peer,
                                    "{'execute':'guest-sync','arguments':{'id':" + i + "}}{'execute':'query-kvm'}"))
                            .isEqualTo(
                                    i < 4
                                            ? error("GenericError", "command query-kvm has no handler here")
                                            : "{'return': 4}");
                }
            }
        }
    }

    @Test
    void aServerThatDies() throws IOException {
        try (TestHost host = host(file("dies.json"))) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            long alive;
            try (QmpPeer peer = QmpPeer.connect(socket)) {
                peer.line();
                ask(peer, "{'execute':'qmp_capabilities'}");
                alive = System.nanoTime();
                peer.send("{\"execute\":\"query-name\"}");
                assertThat(peer.rest()).isEqualTo("{\"return\"");
            }
            try (QmpPeer peer = QmpPeer.connect(socket)) {
                peer.line();
                assertThat(System.nanoTime() - alive).isGreaterThan(TimeUnit.SECONDS.toNanos(1));
                ask(peer, "{'execute':'qmp_capabilities'}");
                assertThat(ask(peer, "{'execute':'query-name'}")).isEqualTo("{'return': {'name': 'guest'}}");
            }
        }
    }

    @Test
    void fourHundredProperties() throws IOException {
        String known = file("qom.json");
        StringBuilder answers = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            answers.append("{\"when\": {\"path\": \"/machine/d[" + i / 20 + "]\", \"property\": \"p" + i % 20
                    + "\"}, \"return\": \"v" + i + "\"},");
        }
        String replies = known.replaceFirst("\\[\n", "[" + Matcher.quoteReplacement(answers.toString()));
        try (TestHost host = host(replies)) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            try (QmpPeer peer = QmpPeer.connect(socket)) {
                peer.line();
                ask(peer, "{'execute':'qmp_capabilities'}");
                for (int i = 399; i >= 0; i--) {
                    assertThat(ask(
                                    peer,
                                    "{'execute':'qom-get','arguments':{'property':'p" + i % 20 + "','path':'/machine/d["
                                            + i / 20 + "]'}}"))
                            .isEqualTo("{'return': 'v" + i + "'}");
                }
                assertThat(ask(
                                peer,
                                "{'execute':'qom-get','arguments':{'property':'realized',"
                                        + "'path':'/machine/unattached/device[0]'}}"))
                        .isEqualTo("{'return': true}");
                assertThat(ask(peer, "{'execute':'qom-get','arguments':{'property':'x','path':'/y'}}"))
                        .isEqualTo(error("DeviceNotFound", "Device '/y' not found"));
            }
        }
    }

    @Test
    void theSchemaIsJson() {
        assertThat(JsonText.parse(Replies.jsonSchema()).asJsonObject()).containsKey("properties");
    }
}
