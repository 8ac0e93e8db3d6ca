package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.monitor.peers.QmpPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a server does for its safety without being asked to, and what it can be asked to do. */
class SafeDefaultsIT {
    private final Path directory = QmpImage.shortDirectory();
    private final Path socket = directory.resolve("s");

    private static String add(String backend) {
        return "{'execute':'chardev-add','arguments':{'id':'x','backend':" + backend + "}}";
    }

    @Test
    void tcpThatOthersCanReachIsWarnedOfUnlessItIsEncrypted() {
        try (RunningQmp server = RunningQmp.start(
                "serve",
                "-qmp",
                "tcp:0.0.0.0:0,server=on,wait=off",
                "-monitor",
                "telnet:0.0.0.0:0,server=on,wait=off",
                "-qmp",
                "tcp:127.0.0.1:0,server=on,wait=off")) {
            server.awaitStderr("listening on tcp:127.0.0.1:");
            assertThat(server.stderr().lines().filter(line -> line.contains("warning")))
                    .hasSize(2)
                    .allMatch(line -> line.contains("is open to everybody who can reach this machine"))
                    .anyMatch(line -> line.contains("tcp:0.0.0.0:"))
                    .anyMatch(line -> line.contains("telnet:"));
        }
    }

    private static String incoming(Path path) {
        return "{'execute':'migrate-incoming','arguments':{'uri':'unix:" + path + "'}}";
    }

    @Test
    void restrictedClientsTouchNoFilesAndConnectToNobody() {
        Path below = directory.resolve("below");
        assertThat(below.toFile().mkdir()).isTrue();
        try (RunningQmp server = RunningQmp.serve(
                        List.of("--restrict", "--path-prefix", below.toString(), "-incoming", "defer"), socket);
                QmpPeer peer = QmpPeer.negotiated(socket, false)) {
            peer.send(add("{'type':'file','data':{'out':'" + below + "/f'}}"));
            assertThat(peer.line()).contains("Clients may not open devices of type 'file' here");
            peer.send(
                    add(
                            "{'type':'socket','data':{'server':false,'addr':{'type':'inet','data':{'host':'127.0.0.1','port':'1'}}}}"));
            assertThat(peer.line()).contains("Clients may not open devices of type 'socket' that connect here");
            peer.send(add("{'type':'null','data':{'logfile':'" + below + "/log'}}"));
            assertThat(peer.line()).contains("Clients may not use 'logfile' here");
            peer.send(add("{'type':'socket','data':{'addr':{'type':'unix','data':{'path':'" + directory + "/out'}}}}"));
            assertThat(peer.line()).contains("is not below");
            peer.send(add("{'type':'socket','data':{'addr':{'type':'unix','data':{'path':'" + below + "/in'}}}}"));
            assertThat(peer.line()).isEqualTo("{\"return\": {}}");
            peer.send(incoming(directory.resolve("migration")));
            assertThat(peer.line()).contains("is not below");
            peer.send(incoming(below.resolve("migration")));
            assertThat(peer.line()).isEqualTo("{\"return\": {}}");
            assertThat(below.toFile().list()).containsExactlyInAnyOrder("in", "migration");
            assertThat(server.process().isAlive()).isTrue();
        }
    }

    @Test
    void aPrefixHoldsForEveryPathOfARequest() {
        try (RunningQmp server = RunningQmp.serve(List.of("--path-prefix", directory.toString()), socket);
                QmpPeer peer = QmpPeer.negotiated(socket, false)) {
            for (String refused : List.of(
                    "'type':'file','data':{'out':'/dev/null'",
                    "'type':'file','data':{'out':'%s/f','in':'/dev/null'",
                    "'type':'null','data':{'logfile':'/dev/null'",
                    "'type':'pipe','data':{'device':'/dev/null'")) {
                peer.send(add("{" + refused.replace("%s", directory.toString()) + "}}"));
                assertThat(peer.line()).as(refused).contains("is not below '" + directory);
            }
            assertThat(server.process().isAlive()).isTrue();
        }
    }

    @Test
    void aLogIsForItsOwnerOnly() throws IOException {
        Path log = directory.resolve("log");
        try (RunningQmp server = RunningQmp.serve(List.of("-vv", "--log", log.toString()), socket);
                QmpPeer peer = QmpPeer.negotiated(socket, false)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
                    .isEqualTo("rw-------");
            assertThat(server.process().isAlive()).isTrue();
        }
    }

    @Test
    void sizesThatAreNotSizesAreNamed() {
        for (String[] each : new String[][] {
            {"--max-memory", "lots", "'lots' is not a number of bytes, such as 65536, 64K, 16M or 1G"},
            {"--max-message", "2G", "'2G' is not from 2 to 1073741824 bytes"},
            {"--max-output", "0", "'0' is not from 2 to"},
            {"--max-depth", "1025", "'1025' is not a number from 1 to 1024"},
            {"--max-tokens", "0", "'0' is not a number from 1 to 2147483647"}
        }) {
            try (RunningQmp server = RunningQmp.start("serve", each[0], each[1])) {
                assertThat(server.status()).isEqualTo(2);
                assertThat(server.stderr()).contains(each[0] + ": " + each[2]).hasLineCount(1);
            }
        }
    }
}
