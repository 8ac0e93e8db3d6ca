package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.monitor.peers.QmpPeer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EventsIT {
    private final Path watched = QmpImage.shortDirectory().resolve("a");
    private final Path other = watched.resolveSibling("b");

    @Test
    void printsTheEventsThatAreWantedAndEndsAfterSoMany() {
        try (RunningQmp server = RunningQmp.serve(watched, other);
                QmpPeer peer = QmpPeer.negotiated(other, false);
                RunningQmp events = RunningQmp.start(
                        "events", watched.toString(), "--name", "S*", "--name", "X_*", "--count", "2")) {
            // Whether it listens already cannot be seen from outside: keep making events until it has enough.
            stopAndContinueUntilItEnds(peer, events);
            assertThat(events.status()).as(events::stderr).isZero();
            assertThat(events.stdout().lines())
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(line).endsWith(", \"event\": \"STOP\"}"));
            // Events without end may come faster than a busy machine prints them.
            assertThat(events.stderr())
                    .matches("(qmp events: \\d+ events were dropped: standard output is too slow\n)?");
        }
    }

    @Test
    void endsWithTheServer() {
        try (RunningQmp server = RunningQmp.serve(watched, other);
                QmpPeer peer = QmpPeer.negotiated(other, false);
                RunningQmp events = RunningQmp.start("events", watched.toString())) {
            while (events.stdout().isEmpty()) {
                stopAndContinue(peer);
            }
            peer.send("{'execute':'quit'}");
            assertThat(events.status()).as(events::stderr).isZero();
            assertThat(events.stdout()).contains("\"event\": \"SHUTDOWN\"");
            assertThat(events.stderr()).isEqualTo("qmp events: unix:" + watched + " closed the connection\n");
        }
    }

    @Test
    void failsIfTheServerEndsTooEarly() {
        try (RunningQmp server = RunningQmp.serve(watched, other);
                QmpPeer peer = QmpPeer.negotiated(other, false);
                RunningQmp events = RunningQmp.start("events", watched.toString(), "--count", "1000000")) {
            while (events.stdout().isEmpty()) {
                stopAndContinue(peer);
            }
            peer.send("{'execute':'quit'}");
            assertThat(events.status()).isEqualTo(1);
        }
    }

    @Test
    void endsAfterSomeTime() {
        try (RunningQmp server = RunningQmp.serve(watched);
                RunningQmp events = RunningQmp.start("events", watched.toString(), "--for", "0.1")) {
            assertThat(events.status()).as(events::stderr).isZero();
            assertThat(events.stdout()).isEmpty();
        }
    }

    private static void stopAndContinueUntilItEnds(QmpPeer peer, RunningQmp events) {
        while (events.process().isAlive()) {
            stopAndContinue(peer);
        }
    }

    private static void stopAndContinue(QmpPeer peer) {
        peer.send("{'execute':'stop','id':'s'}{'execute':'cont','id':'c'}");
        while (!peer.line().contains("\"id\": \"c\"")) {}
    }
}
