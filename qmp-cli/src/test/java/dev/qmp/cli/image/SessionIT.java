package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.monitor.peers.QmpPeer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Sessions over a socket: negotiation, garbage, disconnects, several monitors. */
class SessionIT {
    private final Path directory = QmpImage.shortDirectory();
    private final Path first = directory.resolve("first.sock");
    private final Path second = directory.resolve("second.sock");

    @Test
    void knowsNothingButNegotiationAtFirst() {
        try (RunningQmp qmp = RunningQmp.serve(first);
                QmpPeer peer = QmpPeer.connect(first)) {
            assertThat(peer.line()).endsWith("\"capabilities\": [\"oob\"]}}");
            peer.send("{\"execute\":\"query-version\",\"id\":1}");
            assertThat(peer.line())
                    .isEqualTo("{\"id\": 1, \"error\": {\"class\": \"CommandNotFound\", "
                            + "\"desc\": \"Expecting capabilities negotiation with 'qmp_capabilities'\"}}");
            peer.send("{\"exec-oob\":\"x-release\",\"id\":2}");
            assertThat(peer.line())
                    .isEqualTo("{\"id\": 2, \"error\": {\"class\": \"GenericError\", "
                            + "\"desc\": \"QMP input member 'exec-oob' is unexpected\"}}");
            peer.send("{\"execute\":\"qmp_capabilities\",\"arguments\":{\"enable\":[\"oob\",\"nope\"]},\"id\":3}");
            assertThat(peer.line())
                    .isEqualTo("{\"id\": 3, \"error\": {\"class\": \"GenericError\", "
                            + "\"desc\": \"Parameter 'null' does not accept value 'nope'\"}}");
            peer.send("{\"execute\":\"qmp_capabilities\",\"arguments\":{\"enable\":[\"oob\",\"oob\"]},\"id\":\"ok\"}"
                    + "{\"exec-oob\":\"x-release\",\"id\":4}");
            assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": \"ok\"}");
            assertThat(peer.line())
                    .isEqualTo("{\"id\": 4, \"error\": {\"class\": \"GenericError\", \"desc\": \"nothing is held\"}}");
            peer.send("{\"execute\":\"qmp_capabilities\",\"id\":5}");
            assertThat(peer.line())
                    .isEqualTo("{\"id\": 5, \"error\": {\"class\": \"CommandNotFound\", "
                            + "\"desc\": \"Capabilities negotiation is already complete, command ignored\"}}");
            assertThat(qmp.process().isAlive()).isTrue();
        }
    }

    @Test
    void tellsEveryNegotiatedMonitorOfEventsBeforeTheReply() {
        try (RunningQmp qmp = RunningQmp.serve(first, second);
                QmpPeer peer = QmpPeer.negotiated(first, false);
                QmpPeer other = QmpPeer.negotiated(second, false)) {
            peer.send("{\"execute\":\"stop\",\"id\":1}{\"execute\":\"stop\",\"id\":2}{\"execute\":\"cont\",\"id\":3}");
            assertThat(peer.event()).isEqualTo("\"event\": \"STOP\"}");
            assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": 1}");
            assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": 2}");
            assertThat(peer.event()).isEqualTo("\"event\": \"RESUME\"}");
            assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": 3}");
            assertThat(other.event()).isEqualTo("\"event\": \"STOP\"}");
            assertThat(other.event()).isEqualTo("\"event\": \"RESUME\"}");
            assertThat(qmp.process().isAlive()).isTrue();
        }
    }

    @Test
    void recoversFromGarbage() {
        try (RunningQmp qmp = RunningQmp.serve(first);
                QmpPeer peer = QmpPeer.negotiated(first, false)) {
            peer.send("{\"execute\":\"abc")
                    .send(new byte[] {(byte) 0xFF})
                    .send("{\"execute\":\"query-name\",\"id\":15}");
            assertThat(peer.line())
                    .isEqualTo("{\"error\": {\"class\": \"GenericError\", "
                            + "\"desc\": \"JSON parse error, stray '\\\"abc\\uFFFD'\"}}");
            assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": 15}");
            assertThat(qmp.process().isAlive()).isTrue();
        }
    }

    @Test
    void startsAfreshWhenAPeerDiesInMidMessage() {
        try (RunningQmp qmp = RunningQmp.serve(first)) {
            byte[] request = "{\"execute\":\"query-name\",\"id\":1}".getBytes(StandardCharsets.UTF_8);
            for (int length = 1; length < request.length; length++) {
                try (QmpPeer dying = QmpPeer.negotiated(first, true)) {
                    byte[] part = new byte[length];
                    System.arraycopy(request, 0, part, 0, length);
                    dying.send(part);
                }
            }
            try (QmpPeer peer = QmpPeer.negotiated(first, false)) {
                peer.send("{\"execute\":\"query-name\",\"id\":2}");
                assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": 2}");
            }
            assertThat(qmp.process().isAlive()).isTrue();
        }
    }

    @Test
    void neverGivesAReplyToALaterClient() {
        try (RunningQmp qmp = RunningQmp.serve(first, second);
                QmpPeer rescuer = QmpPeer.negotiated(second, true)) {
            try (QmpPeer leaving = QmpPeer.negotiated(first, true)) {
                leaving.send("{\"execute\":\"x-hold\",\"id\":\"inflight1\"}");
                assertThat(leaving.event()).isEqualTo("\"event\": \"X_HELD\"}");
                leaving.send("{\"execute\":\"stop\",\"id\":\"queued\"}");
            }
            assertThat(rescuer.event()).isEqualTo("\"event\": \"X_HELD\"}");
            try (QmpPeer peer = QmpPeer.connect(first)) {
                assertThat(peer.line())
                        .as("greeted while the dispatcher is held")
                        .startsWith(QmpPeer.GREETING_START);
                peer.send("{\"execute\":\"qmp_capabilities\",\"id\":\"neg2\"}");
                rescuer.send("{\"exec-oob\":\"x-release\",\"id\":0}");
                assertThat(rescuer.line()).isEqualTo("{\"return\": {}, \"id\": 0}");
                assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": \"neg2\"}");
                peer.send("{\"exec-oob\":\"x-release\",\"id\":1}{\"execute\":\"query-status\",\"id\":2}");
                assertThat(peer.line())
                        .isEqualTo("{\"id\": 1, \"error\": {\"class\": \"GenericError\", "
                                + "\"desc\": \"QMP input member 'exec-oob' is unexpected\"}}");
                assertThat(peer.line()).as("the queued stop was dropped").contains("\"running\": true");
            }
            assertThat(qmp.process().isAlive()).isTrue();
        }
    }

    @Test
    void answersAHalfClosedPeerBeforeItCloses() {
        for (boolean outOfBand : new boolean[] {false, true}) {
            Path socket = outOfBand ? first : second;
            try (RunningQmp qmp = RunningQmp.serve(socket);
                    QmpPeer peer = QmpPeer.negotiated(socket, outOfBand)) {
                for (int i = 0; i < 20; i++) {
                    peer.send("{\"execute\":\"query-name\",\"id\":" + i + "}");
                }
                peer.endOutput();
                for (int i = 0; i < 20; i++) {
                    assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": " + i + "}");
                }
                assertThat(peer.line()).isEqualTo("<end>");
                assertThat(qmp.process().isAlive()).isTrue();
            }
        }
    }

    @Test
    void servesANamedChardevWithPrettyOutput() {
        try (RunningQmp qmp = RunningQmp.start(
                                "serve",
                                "-mon",
                                "chardev=m,mode=control,pretty=on",
                                "-chardev",
                                "socket,id=m,path=" + first + ",server=on,wait=off",
                                "-name",
                                "vm1")
                        .listeningOn(first);
                QmpPeer peer = QmpPeer.connect(first)) {
            for (String line = peer.line(); !line.equals("}"); line = peer.line()) {
                assertThat(line).isNotEqualTo("<end>");
            }
            peer.send("{\"execute\":\"qmp_capabilities\"}{\"execute\":\"query-name\",\"id\":[]}");
            String[] expected = {
                "{",
                "    \"return\": {",
                "    }",
                "}",
                "{",
                "    \"return\": {",
                "        \"name\": \"vm1\"",
                "    },",
                "    \"id\": [",
                "    ]",
                "}"
            };
            for (String line : expected) {
                assertThat(peer.line()).isEqualTo(line);
            }
            assertThat(qmp.process().isAlive()).isTrue();
        }
    }
}
