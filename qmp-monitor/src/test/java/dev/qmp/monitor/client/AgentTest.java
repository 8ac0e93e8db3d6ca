package dev.qmp.monitor.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.qmp.json.JsonValues;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentTest {
    private static final QmpClientOptions AGENT =
            QmpClientOptions.builder().agent(true).build();
    private static final String STRAY =
            "{\"error\": {\"class\": \"GenericError\", \"desc\": \"JSON parse error, stray '\\uFFFD'\"}}\n";

    @TempDir
    Path directory;

    @Test
    void skipsEverythingBeforeTheAnswerToItsOwnNumber() throws IOException {
        ScriptedServer.Script script = peer -> {
            peer.write("rest of a reply\": 1}}\n{\"return\": 7}\n");
            long id = peer.expect("\u00FF{\"execute\": \"guest-sync-delimited\", \"arguments\": {\"id\": ");
            peer.write(STRAY
                    + "\u00FF{\"return\": 1234}\n{\"return\": {\"half\": \u00FF{\"return\": \"no number\"}\n\u00FF");
            peer.write("{\"retu");
            peer.write("rn\": " + id + "}\n");
            peer.reply(peer.expect("guest-ping"), "{}");
            peer.fail(peer.expect("guest-shutdown"), "CommandNotFound", "Command guest-shutdown has been disabled");
            peer.untilClosed();
        };
        try (ScriptedServer server = ScriptedServer.unix(directory, script);
                QmpClient client = QmpClient.connect(server.address(), AGENT)) {
            assertThat(client.greeting()).isEmpty();
            assertThat(client.outOfBandEnabled()).isFalse();
            assertThat(Await.value(client.execute("guest-ping"))).isEqualTo(JsonValues.EMPTY_OBJECT);
            assertThat(Await.failure(client.execute("guest-shutdown"), QmpCommandException.class))
                    .hasMessage("guest-shutdown at " + server.address() + ": Command guest-shutdown has been disabled");
        }
    }

    @Test
    void takesAnAnswerInOnePiece() throws IOException {
        ScriptedServer.Script script = peer -> {
            long id = peer.expect("guest-sync-delimited");
            peer.write(STRAY + "\u00FF{\"return\": 1}\n\u00FF{\"return\": " + id + "}\n");
            peer.reply(peer.expect("guest-ping"), "{}");
            peer.untilClosed();
        };
        try (ScriptedServer server = ScriptedServer.unix(directory, script);
                QmpClient client = QmpClient.connect(server.address(), AGENT)) {
            assertThat(Await.value(client.execute("guest-ping"))).isEqualTo(JsonValues.EMPTY_OBJECT);
        }
    }

    @Test
    void saysThatNoAgentAnswered() {
        ScriptedServer.Script script = peer -> {
            long id = peer.expect("guest-sync-delimited");
            peer.write("{\"return\": " + id + "}\n"); // without the mark it proves nothing
            peer.untilClosed();
        };
        Await.timeEnough(time -> {
            try (ScriptedServer server = ScriptedServer.tcp(script)) {
                assertThatExceptionOfType(QmpConnectionException.class)
                        .isThrownBy(() -> QmpClient.connect(
                                server.address(),
                                AGENT.toBuilder().timeout(time).build()))
                        .withMessage("connected to " + server.address() + " but the guest agent did not answer: "
                                + "is it running, and no other client attached?");
            }
        });
    }
}
