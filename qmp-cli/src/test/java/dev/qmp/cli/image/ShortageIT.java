package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.monitor.peers.QmpPeer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A server without memory, descriptors or threads serves, or says so and ends; it is never there in part. */
class ShortageIT {
    private final Path directory = QmpImage.shortDirectory();

    @Test
    void withoutHeapItEndsWithALine() {
        List<RunningQmp> servers = new ArrayList<>();
        try {
            for (String request : new String[] {"execute':'exhaust", "exec-oob':'exhaust-oob"}) {
                Path socket = directory.resolve("heap" + servers.size());
                List<String> arguments = new ArrayList<>(List.of("serve"));
                arguments.addAll(FaultyPlugin.options());
                arguments.addAll(List.of("-qmp", "unix:" + socket + ",server=on,wait=off"));
                ProcessBuilder builder = QmpImage.command(arguments.toArray(String[]::new));
                builder.environment().put("QMP_JAVA_OPTS", "-Xmx48m");
                RunningQmp server = RunningQmp.start(builder).listeningOn(socket);
                servers.add(server);
                try (QmpPeer peer = QmpPeer.negotiated(socket, true)) {
                    peer.send("{'" + request + "','arguments':{'what':'heap'}}");
                    assertThat(server.status()).isEqualTo(3);
                    assertThat(server.stderr())
                            .contains("Terminating due to java.lang.OutOfMemoryError: Java heap space\n");
                    assertThat(server.stdout()).isEmpty();
                }
            }
        } finally {
            servers.forEach(RunningQmp::close);
        }
    }

    /** From too few for the first selector to enough. */
    @Test
    void withFewDescriptorsItServesOrSaysSo() throws InterruptedException {
        List<RunningQmp> servers = new ArrayList<>();
        List<Path> sockets = new ArrayList<>();
        try {
            for (int limit = 12; limit <= 30; limit += 2) {
                Path socket = directory.resolve("fd" + limit);
                ProcessBuilder builder =
                        QmpImage.command("serve", "--quiet", "-qmp", "unix:" + socket + ",server=on,wait=off");
                List<String> command =
                        new ArrayList<>(List.of("/bin/sh", "-c", "ulimit -n " + limit + " && exec \"$0\" \"$@\""));
                command.addAll(builder.command());
                servers.add(RunningQmp.start(builder.command(command)));
                sockets.add(socket);
            }
            int serving = 0;
            for (int i = 0; i < servers.size(); i++) {
                serving += servesOrSaysSo(servers.get(i), sockets.get(i)) ? 1 : 0;
                assertThat(sockets.get(i)).doesNotExist();
            }
            assertThat(serving).isBetween(1, servers.size() - 1);
        } finally {
            servers.forEach(RunningQmp::close);
        }
    }

    private static boolean servesOrSaysSo(RunningQmp server, Path socket) throws InterruptedException {
        while (!Files.exists(socket) && !server.process().waitFor(10, TimeUnit.MILLISECONDS)) {
            // It starts.
        }
        try (QmpPeer peer = QmpPeer.connect(socket)) {
            if (peer.lineOrPart().startsWith("{\"QMP\"")) {
                peer.send("{'execute':'qmp_capabilities'}{'execute':'query-name','id':1}");
                assertThat(peer.line() + peer.line()).as(server::stderr).endsWith("\"id\": 1}");
                server.process().destroy();
                assertThat(server.status()).as(server::stderr).isZero();
                return true;
            }
        } catch (java.io.UncheckedIOException e) {
            assertThat(e).as(server::stderr).hasMessageMatching(".*(No such file|refused|reset).*");
        }
        assertThat(server.status()).isEqualTo(1);
        assertThat(server.stderr()).hasLineCount(1).containsPattern("file descriptors|Too many open files");
        return false;
    }
}
