package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.qmp.monitor.peers.QmpPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The story that out-of-band execution was made for. */
class OutOfBandIT {
    private final Path socket = QmpImage.shortDirectory().resolve("qmp.sock");

    @Test
    void releasesABlockedDispatcherWhileInBandRequestsWait() {
        try (RunningQmp qmp = RunningQmp.serve(socket);
                QmpPeer peer = QmpPeer.negotiated(socket, true)) {
            peer.send("{\"execute\":\"x-hold\",\"id\":\"held\"}");
            assertThat(peer.event()).isEqualTo("\"event\": \"X_HELD\"}");
            for (int i = 0; i < 7; i++) {
                peer.send("{\"execute\":\"query-status\",\"id\":" + i + "}");
            }
            peer.send("{\"exec-oob\":\"x-release\",\"id\":\"now\"}");
            assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": \"now\"}");
            assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": \"held\"}");
            for (int i = 0; i < 7; i++) {
                assertThat(peer.line())
                        .isEqualTo("{\"return\": {\"status\": \"running\", \"running\": true}, \"id\": " + i + "}");
            }
            assertThat(qmp.process().isAlive()).isTrue();
        }
    }

    @Test
    void answersOutOfBandErrorsAtOnceAndInBandErrorsInTheirPlace() {
        try (RunningQmp qmp = RunningQmp.serve(socket);
                QmpPeer peer = QmpPeer.negotiated(socket, true)) {
            peer.send("{\"execute\":\"x-hold\",\"id\":\"held\"}");
            assertThat(peer.event()).isEqualTo("\"event\": \"X_HELD\"}");
            peer.send("{\"id\":\"err-1\"}{]null\n");
            peer.send(
                    "{\"exec-oob\":1,\"id\":2}{\"exec-oob\":\"nosuch\",\"id\":3}{\"exec-oob\":\"query-name\",\"id\":4}");
            assertThat(peer.line())
                    .isEqualTo("{\"id\": 2, \"error\": {\"class\": \"GenericError\", "
                            + "\"desc\": \"QMP input member 'exec-oob' must be a string\"}}");
            assertThat(peer.line())
                    .isEqualTo("{\"id\": 3, \"error\": {\"class\": \"CommandNotFound\", "
                            + "\"desc\": \"The command nosuch has not been found\"}}");
            assertThat(peer.line())
                    .isEqualTo("{\"id\": 4, \"error\": {\"class\": \"GenericError\", "
                            + "\"desc\": \"The command query-name does not support OOB\"}}");
            peer.send("{\"exec-oob\":\"x-release\"}");
            assertThat(peer.line()).isEqualTo("{\"return\": {}}");
            assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": \"held\"}");
            assertThat(peer.line())
                    .isEqualTo("{\"id\": \"err-1\", \"error\": {\"class\": \"GenericError\", "
                            + "\"desc\": \"QMP input lacks member 'execute'\"}}");
            assertThat(peer.line())
                    .isEqualTo("{\"error\": {\"class\": \"GenericError\", "
                            + "\"desc\": \"JSON parse error, expecting value\"}}");
            assertThat(peer.line())
                    .isEqualTo(
                            "{\"error\": {\"class\": \"GenericError\", \"desc\": \"QMP input must be a JSON object\"}}");
            assertThat(qmp.process().isAlive()).isTrue();
        }
    }

    @Test
    void stopsReadingWhenTheQueueIsFullAndLosesNothing() {
        try (RunningQmp qmp = RunningQmp.serve(socket, socket.resolveSibling("other.sock"));
                QmpPeer peer = QmpPeer.negotiated(socket, true);
                QmpPeer other = QmpPeer.negotiated(socket.resolveSibling("other.sock"), true)) {
            peer.send("{\"execute\":\"x-hold\",\"id\":\"held\"}");
            assertThat(peer.event()).isEqualTo("\"event\": \"X_HELD\"}");
            assertThat(other.event()).isEqualTo("\"event\": \"X_HELD\"}");
            for (int i = 0; i < 12; i++) {
                peer.send("{\"execute\":\"query-name\",\"id\":" + i + "}");
            }
            // Behind a full queue an out-of-band request waits too; the other monitor is not concerned.
            peer.send("{\"exec-oob\":\"nosuch\",\"id\":\"late\"}");
            other.send("{\"exec-oob\":\"x-release\",\"id\":\"rescue\"}");
            assertThat(other.line()).isEqualTo("{\"return\": {}, \"id\": \"rescue\"}");
            assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": \"held\"}");
            int inBand = 0;
            boolean late = false;
            for (int i = 0; i < 13; i++) {
                String line = peer.line();
                if (line.startsWith("{\"id\": \"late\", \"error\": ")) {
                    late = true;
                } else {
                    assertThat(line).isEqualTo("{\"return\": {}, \"id\": " + inBand++ + "}");
                }
            }
            assertThat(late).isTrue();
            assertThat(qmp.process().isAlive()).isTrue();
        }
    }

    /** QEMU opens the configuration of such a node, and waits for somebody who writes it. */
    private static String addNode(int number) {
        return "{'execute':'blockdev-add','id':'node " + number + "','arguments':{'driver':'blkdebug','node-name':'n"
                + number + "','config':'DIR/fifo" + number + "','image':{'driver':'null-co'}}}";
    }

    @Test
    void aReplyBlocksOnAFifoAsAQemuDoes() throws Exception {
        Path folder = fifos();
        List<String> heard;
        try (RunningQmp qmp = RunningQmp.serve(blocking(folder), folder.resolve("s"))) {
            heard = blockedConversation(folder);
            assertThat(qmp.process().isAlive()).isTrue();
        }
        assertThat(heard)
                .extracting(line -> line.replaceFirst(".*\"id\": \"([^\"]*)\".*", "$1"))
                .containsExactly("recover", "yank 1", "name", "node 1", "status 1", "yank 2", "node 2", "status 2");
        assumeTrue(RunningQemu.isInstalled(), RunningQemu.PROGRAM + " is not installed: nothing to compare with");
        Path theirs = fifos();
        try (RunningQmp qemu = RunningQemu.start(theirs.resolve("s"))) {
            assertThat(heard).isEqualTo(blockedConversation(theirs));
            assertThat(qemu.process().isAlive()).isTrue();
        }
    }

    @Test
    void aServerThatIsBlockedByAFifoEndsWhenItIsAsked() throws Exception {
        Path folder = fifos();
        try (RunningQmp qmp = RunningQmp.serve(blocking(folder), folder.resolve("s"));
                QmpPeer peer = QmpPeer.negotiated(folder.resolve("s"), true)) {
            peer.send(addNode(1).replace("DIR", folder.toString()));
            peer.send("{'exec-oob':'query-yank','id':'yank'}");
            assertThat(peer.line()).endsWith("\"id\": \"yank\"}");
            RunningQmp.signal(qmp.process(), "TERM");
            assertThat(qmp.status()).as(qmp::stderr).isZero();
        }
    }

    /** Asks while the dispatcher is blocked, frees it, and does so again; returns the replies in their order. */
    private static List<String> blockedConversation(Path folder) throws IOException {
        List<String> heard = new ArrayList<>();
        try (QmpPeer peer = TwoServers.open(folder.resolve("s"), TwoServers.Session.OUT_OF_BAND)) {
            for (int i = 1; i <= 2; i++) {
                peer.send(addNode(i).replace("DIR", folder.toString()));
                peer.send("{'execute':'query-status','id':'status " + i + "'}");
            }
            peer.send("{'exec-oob':'migrate-recover','arguments':{'uri':'unix:/nonexistent'},'id':'recover'}");
            peer.send("{'exec-oob':'query-yank','id':'yank 1'}{'exec-oob':'query-name','id':'name'}");
            hear(3, peer, heard);
            release(folder.resolve("fifo1"));
            hear(2, peer, heard);
            peer.send("{'exec-oob':'query-yank','id':'yank 2'}");
            hear(1, peer, heard);
            release(folder.resolve("fifo2"));
            hear(2, peer, heard);
        }
        return heard;
    }

    private static void hear(int count, QmpPeer peer, List<String> heard) {
        for (int i = 0; i < count; i++) {
            // QEMU 7.2 has one member more.
            heard.add(peer.line().replace("\"singlestep\": false, ", ""));
        }
    }

    /** Opens a FIFO for writing, which waits for whoever reads it. */
    private static void release(Path fifo) throws IOException {
        Files.newOutputStream(fifo, StandardOpenOption.WRITE).close();
    }

    private static Path fifos() {
        Path folder = QmpImage.shortDirectory();
        try (RunningQmp mkfifo = RunningQmp.start(new ProcessBuilder(
                "mkfifo",
                folder.resolve("fifo1").toString(),
                folder.resolve("fifo2").toString()))) {
            assertThat(mkfifo.status()).isZero();
        }
        return folder;
    }

    /** Options of a server that knows the command as QEMU declares it, as far as the test needs it. */
    private static List<String> blocking(Path folder) throws IOException {
        Path schema = Files.writeString(
                folder.resolve("nodes.json"),
                "{ 'command': 'blockdev-add', 'data': { 'driver': 'str', 'node-name': 'str', 'config': 'str', 'image': 'any' } }");
        Path replies = Files.writeString(
                folder.resolve("replies.json"),
                "{ \"blockdev-add\": { \"block-on\": \"${arguments.config}\", \"return\": {} } }");
        return List.of("--schema-add", schema.toString(), "--replies", replies.toString());
    }
}
