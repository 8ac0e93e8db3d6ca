package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.qmp.json.JsonText;
import dev.qmp.json.JsonValues;
import dev.qmp.monitor.peers.QmpPeer;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The image records a server, and replays what it has recorded. */
class RecordIT {
    /** What a manager of virtual machines does: looks around, adds and removes things, runs a job, makes mistakes. */
    private static final List<String> CONVERSATION = List.of(
            "{'execute': 'query-version'}",
            "{'execute': 'query-commands'}",
            "{'execute': 'query-status'}",
            "{'execute': 'qom-list', 'arguments': {'path': '/'}}",
            "{'execute': 'qom-list', 'arguments': {'path': '/objects'}}",
            "{'execute': 'object-add', 'arguments': {'qom-type': 'iothread', 'id': 'io1'}}",
            "{'execute': 'object-add', 'arguments': {'qom-type': 'secret', 'id': 's', 'data': 'sesame'}}",
            "{'execute': 'qom-list', 'arguments': {'path': '/objects'}}",
            "{'execute': 'object-add', 'arguments': {'qom-type': 'iothread', 'id': 'io1'}}",
            "{'execute': 'qom-get', 'arguments': {'path': '/objects/io1', 'property': 'poll-max-ns'}}",
            "{'execute': 'qom-set', 'arguments': {'path': '/objects/io1', 'property': 'poll-max-ns', 'value': 5}}",
            "{'execute': 'qom-get', 'arguments': {'path': '/objects/io1', 'property': 'poll-max-ns'}}",
            "{'execute': 'qom-get', 'arguments': {'path': '/objects/io2', 'property': 'poll-max-ns'}}",
            "{'execute': 'qom-get', 'arguments': {'path': '/objects/io1'}}",
            "{'execute': 'object-del', 'arguments': {'id': 'io1'}}",
            "{'execute': 'blockdev-add', 'arguments': {'driver': 'null-co', 'node-name': 'n', 'size': 1048576}}",
            "{'execute': 'blockdev-add', 'arguments': {'driver': 'null-co', 'node-name': 'n', 'size': 1048576}}",
            "{'execute': 'query-named-block-nodes'}",
            "{'execute': 'block-stream', 'arguments': {'device': 'n', 'job-id': 'j'}}",
            "{'execute': 'blockdev-add', 'arguments': {'driver': 'null-co', 'node-name': 'm', 'size': 1048576}}",
            "{'execute': 'blockdev-backup', 'arguments': {'device': 'n', 'target': 'm', 'job-id': 'b', 'sync': 'full'}}",
            "{'execute': 'query-jobs'}",
            "{'execute': 'stop'}",
            "{'execute': 'query-status'}",
            "{'execute': 'human-monitor-command', 'arguments': {'command-line': 'info status'}}",
            "{'execute': 'human-monitor-command', 'arguments': {'command-line': 'info version'}}",
            "{'execute': 'cont'}",
            "{'execute': 'query-status'}",
            "{'execute': 'query-status', 'arguments': {'x': 1}}",
            "{'execute': 'nosuch'}",
            "{'execute': 5}",
            "{'execute': 'device_add', 'arguments': {'driver': 'nosuch'}}",
            "{'exec-oob': 'query-status'}",
            "{'execute': 'query-qmp-schema'}");

    private final Path directory = QmpImage.shortDirectory();
    private final Path shared = directory.resolve("shared.sock");
    private final Path file = directory.resolve("recorded.json");

    /** Has the conversation; returns the replies, and adds the events. */
    private static List<JsonObject> hold(Path socket, List<String> events) {
        List<JsonObject> replies = new ArrayList<>();
        try (QmpPeer peer = QmpPeer.connect(socket)) {
            assertThat(peer.line()).contains("\"QMP\"", "\"oob\"");
            peer.send("{'execute': 'qmp_capabilities', 'arguments': {'enable': ['oob']}}");
            peer.line();
            for (String request : CONVERSATION) {
                peer.send(request);
                JsonObject message = JsonText.parse(peer.line()).asJsonObject();
                while (message.containsKey("event")) {
                    events.add(event(message));
                    message = JsonText.parse(peer.line()).asJsonObject();
                }
                replies.add(message);
            }
            while (events.stream()
                            .filter(event -> event.contains("\"status\": \"null\""))
                            .count()
                    < 2) {
                events.add(event(JsonText.parse(peer.line()).asJsonObject()));
            }
        }
        return replies;
    }

    private static String event(JsonObject message) {
        JsonObjectBuilder rest = JsonValues.object();
        message.forEach((name, value) -> {
            if (!name.equals("timestamp")) {
                rest.add(name, value);
            }
        });
        return JsonValues.toText(rest.build());
    }

    private RunningQmp record(Path upstream, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "record",
                "--quiet",
                upstream.toString(),
                "-o",
                file.toString(),
                "-qmp",
                "unix:" + shared + ",server=on,wait=off"));
        arguments.addAll(List.of(more));
        return RunningQmp.start(arguments.toArray(String[]::new)).listeningOn(shared);
    }

    @Test
    void aRecordedQemuIsReplayedReplyByReply() throws Exception {
        assumeTrue(RunningQemu.isInstalled(), "no qemu-system-x86_64 here");
        Path upstream = directory.resolve("up.sock");
        Path journal = directory.resolve("journal.jsonl");
        List<String> events = new ArrayList<>();
        List<JsonObject> recorded;
        try (RunningQmp qemu = RunningQemu.start(upstream);
                RunningQmp record = record(upstream, "--journal", journal.toString())) {
            recorded = hold(shared, events);
            record.process().destroy();
            assertThat(record.process().waitFor()).isZero();
            assertThat(record.stderr()).isEmpty();
            assertThat(qemu.process().isAlive()).isTrue();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file).content().doesNotContain("sesame");
        assertThat(Files.readAllLines(journal))
                .hasSize(CONVERSATION.size() + 1)
                .noneMatch(line -> line.contains("sesame"));

        Path replayed = directory.resolve("replayed.sock");
        List<String> eventsAgain = new ArrayList<>();
        try (RunningQmp standIn = RunningQmp.start(
                        "serve",
                        "--quiet",
                        "--replies",
                        file.toString(),
                        "-qmp",
                        "unix:" + replayed + ",server=on,wait=off")
                .listeningOn(replayed)) {
            List<JsonObject> again = hold(replayed, eventsAgain);
            for (int i = 0; i < CONVERSATION.size(); i++) {
                assertThat(again.get(i)).as(CONVERSATION.get(i)).isEqualTo(recorded.get(i));
            }
            assertThat(standIn.stderr()).isEmpty();
        }
        assertThat(eventsAgain).containsExactlyInAnyOrderElementsOf(events);
    }

    @Test
    void theFileIsWrittenWhenItIsAskedForAndWhenTheServerEnds() throws Exception {
        Path upstream = directory.resolve("own.sock");
        try (RunningQmp server = RunningQmp.serve(upstream);
                RunningQmp record = record(upstream);
                QmpPeer peer = QmpPeer.negotiated(shared, true)) {
            peer.send("{'execute': 'query-name'}");
            peer.line();
            peer.send("{'exec-oob': 'x-save'}");
            assertThat(peer.line()).contains("does not support OOB");
            peer.send("{'execute': 'x-save'}");
            assertThat(peer.line()).isEqualTo("{\"return\": {}}");
            assertThat(file).content().startsWith("{\n  \"query-name\": {\"return\": {}},\n  \"query-qmp-schema\"");
            peer.send("{'execute': 'stop'}");
            peer.event();
            peer.line();
            peer.send("{'execute': 'quit'}");
            assertThat(record.process().waitFor()).isZero();
            assertThat(server.process().waitFor()).isZero();
            assertThat(file)
                    .content()
                    .contains("\n  \"stop\": {\"return\": {}, \"events\": [{\"event\": \"STOP\"}]},\n")
                    .doesNotContain("\"quit\": ");
        }
    }

    @Test
    void whatCannotBeWrittenIsKnownAtTheStart() {
        try (RunningQmp record = RunningQmp.start(
                "record", "x.sock", "-o", directory.resolve("no/such").toString())) {
            assertThat(record.status()).isEqualTo(1);
            assertThat(record.stderr())
                    .isEqualTo("qmp record: -o " + directory + "/no/such: No such file or directory\n");
        }
    }
}
