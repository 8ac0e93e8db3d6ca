package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.monitor.testing.QmpPeer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** How a server ends. */
class EndIT {
    private static final String SHUTDOWN = "\"event\": \"SHUTDOWN\", \"data\": {\"guest\": false, \"reason\": \"%s\"}}";

    private final Path directory = QmpImage.shortDirectory();
    private final Path first = directory.resolve("first.sock");
    private final Path second = directory.resolve("second.sock");

    @Test
    void endsOnSigtermWithTheEventAndStatusZero() {
        try (RunningQmp qmp = RunningQmp.serve(first, second);
                QmpPeer peer = QmpPeer.negotiated(first, true);
                QmpPeer silent = QmpPeer.connect(second)) {
            assertThat(silent.line()).startsWith(QmpPeer.GREETING_START);
            qmp.process().destroy();
            assertThat(peer.event()).isEqualTo(SHUTDOWN.formatted("host-signal"));
            assertThat(peer.line()).isEqualTo("<end>");
            assertThat(silent.line()).as("nothing before negotiation").isEqualTo("<end>");
            assertThat(qmp.status()).isZero();
            assertThat(first).doesNotExist();
            assertThat(second).doesNotExist();
        }
    }

    @Test
    void answersQuitAndDropsWhatIsQueuedBehindIt() {
        try (RunningQmp qmp = RunningQmp.serve(first);
                QmpPeer peer = QmpPeer.negotiated(first, true)) {
            peer.send("{\"execute\":\"quit\",\"id\":\"bye\"}{\"execute\":\"query-name\",\"id\":\"after\"}");
            assertThat(peer.event()).isEqualTo(SHUTDOWN.formatted("host-qmp-quit"));
            assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": \"bye\"}");
            assertThat(peer.line()).isEqualTo("<end>");
            assertThat(qmp.status()).isZero();
            assertThat(first).doesNotExist();
        }
    }

    @Test
    void endsOnSigtermWhileTheDispatcherIsHeld() {
        try (RunningQmp qmp = RunningQmp.serve(first);
                QmpPeer peer = QmpPeer.negotiated(first, true)) {
            peer.send("{\"execute\":\"x-hold\",\"id\":1}{\"execute\":\"query-name\",\"id\":2}");
            assertThat(peer.event()).isEqualTo("\"event\": \"X_HELD\"}");
            qmp.process().destroy();
            assertThat(peer.event()).isEqualTo(SHUTDOWN.formatted("host-signal"));
            assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": 1}");
            assertThat(peer.line()).isEqualTo("<end>");
            assertThat(qmp.status()).isZero();
        }
    }
}
