package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.monitor.peers.QmpPeer;
import java.nio.file.Path;
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
}
