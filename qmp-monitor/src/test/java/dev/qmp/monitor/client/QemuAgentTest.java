package dev.qmp.monitor.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.json.JsonValues;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against QEMU's guest agent, where it is installed. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class QemuAgentTest {
    private static final QmpClientOptions AGENT =
            QmpClientOptions.builder().agent(true).build();

    @TempDir
    Path directory;

    @Test
    void speaksWithTheAgentWhateverTheClientBeforeLeftHalfSaid() throws IOException {
        Path socket = directory.resolve("a.sock");
        try (RealServer server = RealServer.agent(directory, socket)) {
            QmpAddress address = server.listening(socket);
            try (QmpClient client = QmpClient.connect(address, AGENT)) {
                assertThat(Await.value(client.execute("guest-ping"))).isEqualTo(JsonValues.EMPTY_OBJECT);
            }
            try (SocketChannel rude = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
                rude.write(ByteBuffer.wrap(
                        "{\"execute\":\"guest-sync\",\"arguments\":{\"id\":\"abc".getBytes(StandardCharsets.US_ASCII)));
            }
            try (QmpClient client = QmpClient.connect(address, AGENT)) {
                JsonObject info = Await.value(client.execute("guest-info")).asJsonObject();
                assertThat(info.getJsonArray("supported_commands"))
                        .anyMatch(command ->
                                "guest-sync-delimited".equals(JsonValues.stringOrNull(command.asJsonObject(), "name")));
                assertThat(Await.failure(
                                client.execute(
                                        "guest-sync",
                                        JsonValues.object().add("id", "x").build()),
                                QmpCommandException.class))
                        .hasMessageEndingWith(": Invalid parameter type for 'id', expected: integer");
                assertThat(Await.failure(client.execute("qmp_capabilities"), QmpCommandException.class)
                                .errorClass())
                        .isEqualTo("CommandNotFound");
            }
        }
    }
}
