package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.monitor.peers.QmpPeer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Clients that send anything and leave at any moment; others are served all the same, and nothing is printed. */
class HostileClientIT {
    private static final String ALPHABET = "{}[]:,\"'\\ \n\u00000123456789.eE+-truefalsnxcidexecute";

    private final Path directory = QmpImage.shortDirectory();
    private final Path attacked = directory.resolve("attacked.sock");
    private final Path other = directory.resolve("other.sock");

    @Test
    void garbageHurtsNobodyElse() throws Exception {
        Random random = new Random(20170914);
        try (RunningQmp qmp = RunningQmp.serve(attacked, other);
                QmpPeer neighbour = QmpPeer.negotiated(other, true)) {
            for (int i = 0; i < 60; i++) {
                try (QmpPeer hostile =
                        i % 2 == 0 ? QmpPeer.connect(attacked) : QmpPeer.negotiated(attacked, i % 4 == 1)) {
                    byte[] garbage = garbage(random);
                    // The replies are read meanwhile, as far as they come: the garbage must not wait for that.
                    CompletableFuture<QmpPeer> sent = CompletableFuture.supplyAsync(() -> hostile.send(garbage));
                    neighbour.send("{\"execute\":\"query-name\",\"id\":" + i + "}");
                    assertThat(neighbour.line()).isEqualTo("{\"return\": {}, \"id\": " + i + "}");
                    assertThat(sent.get(60, TimeUnit.SECONDS)).isSameAs(hostile);
                }
            }
            try (QmpPeer next = QmpPeer.negotiated(attacked, false)) {
                next.send("{\"execute\":\"query-name\",\"id\":\"good\"}");
                assertThat(next.line()).isEqualTo("{\"return\": {}, \"id\": \"good\"}");
            }
            assertThat(qmp.process().isAlive()).isTrue();
            assertThat(qmp.stderr()).isEmpty();
        }
    }

    /** Small enough for the system's buffers, so that it can be sent without reading. */
    private static byte[] garbage(Random random) {
        byte[] garbage = new byte[random.nextInt(2000)];
        for (int i = 0; i < garbage.length; i++) {
            garbage[i] = (byte)
                    (random.nextInt(10) == 0
                            ? random.nextInt(256)
                            : ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return garbage;
    }

    @Test
    void stormsOfSourcesEndOneMigrationAndLeaveNothing() {
        Path source = directory.resolve("source");
        try (RunningQmp qmp = RunningQmp.start(
                                "serve",
                                "-incoming",
                                "unix:" + source,
                                "-qmp",
                                "unix:" + attacked + ",server=on,wait=off")
                        .listeningOn(attacked, source);
                QmpPeer peer = QmpPeer.negotiated(attacked, true)) {
            try (QmpPeer first = QmpPeer.connect(source);
                    QmpPeer second = QmpPeer.connect(source)) {
                first.send("not a migration stream");
                assertThat(first.line()).isEqualTo("<end>");
                assertThat(second.line()).isEqualTo("<end>");
            }
            peer.send("{\"execute\":\"query-migrate\"}{\"exec-oob\":\"query-yank\"}");
            assertThat(peer.line() + peer.line()).contains("\"failed\"").doesNotContain("\"migration\"");
            assertThat(Files.exists(source)).as("the socket's file").isFalse();
            assertThat(qmp.process().isAlive()).isTrue();
        }
    }
}
