package dev.qmp.monitor.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.dispatch.spi.CommandBinder;
import dev.qmp.dispatch.spi.CommandProvider;
import dev.qmp.dispatch.spi.ProviderContext;
import dev.qmp.json.JsonValues;
import dev.qmp.monitor.Monitors;
import dev.qmp.qapi.SchemaSource;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockingCallTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    private final CompletableFuture<JsonValue> never = new CompletableFuture<>();
    private Monitors monitors;
    private QmpClient client;

    /** A command that is answered when the test says so. */
    private final class Slow implements CommandProvider {
        @Override
        public String name() {
            return "slow";
        }

        @Override
        public SchemaSource schema() {
            return SchemaSource.text("slow.json", "{ 'command': 'wait' }\n");
        }

        @Override
        public void bind(CommandBinder commands, ProviderContext context) {
            commands.async("wait", (request, arguments) -> never);
        }
    }

    @BeforeEach
    void connect() throws Exception {
        String address = "unix:" + directory.resolve("s");
        monitors = Monitors.builder().provider(new Slow()).listen(address).start();
        client = QmpClient.connect(QmpAddress.parse(address));
    }

    @AfterEach
    void close() {
        never.complete(JsonValues.EMPTY_OBJECT);
        client.close();
        monitors.close();
    }

    @Test
    void returnsWhatTheCommandReturns() throws Exception {
        JsonValue version = client.call("query-version", LONG);
        assertThat(version.asJsonObject()).containsKeys("qemu", "package");
        assertThat(client.call(
                        "human-monitor-command",
                        JsonValues.object().add("command-line", "info name").build(),
                        LONG))
                .isEqualTo(JsonValues.string(""));
    }

    @Test
    void namesTheCommandThatTheServerRefused() {
        assertThatThrownBy(() -> client.call("query-nothing", LONG))
                .isInstanceOfSatisfying(QmpCommandException.class, refused -> {
                    assertThat(refused.errorClass()).isEqualTo("CommandNotFound");
                    assertThat(refused.description()).isEqualTo("The command query-nothing has not been found");
                })
                .hasMessage("query-nothing at " + client.address() + ": The command query-nothing has not been found");
    }

    @Test
    void namesTheCommandThatIsNotAnsweredInTime() {
        assertThatThrownBy(() -> client.call("wait", Duration.ofMillis(20)))
                .isInstanceOf(QmpTimeoutException.class)
                .hasMessage("wait at " + client.address() + ": no reply within 20 ms");
    }

    @Test
    void takesOptionsForOneCall() throws Exception {
        QmpCallOptions outOfBand = QmpCallOptions.DEFAULT.asOutOfBand();
        CompletableFuture<JsonValue> waiting = client.execute("wait");

        assertThatThrownBy(() -> client.call("wait", JsonValues.EMPTY_OBJECT, outOfBand))
                .isInstanceOf(QmpCommandException.class)
                .hasMessageEndingWith("does not support OOB");
        QmpCallOptions brief = QmpCallOptions.DEFAULT.within(Duration.ofMillis(20));
        assertThatThrownBy(() -> client.call("query-version", JsonValues.EMPTY_OBJECT, brief))
                .isInstanceOf(QmpTimeoutException.class)
                .hasMessage("query-version at " + client.address() + ": no reply within 20 ms");
        assertThat(Await.failure(
                        client.execute("query-version", JsonValues.EMPTY_OBJECT, brief), QmpTimeoutException.class))
                .hasMessageEndingWith("no reply within 20 ms");
        never.complete(JsonValues.EMPTY_OBJECT);
        Await.value(waiting);
        assertThat(client.call("query-version", JsonValues.EMPTY_OBJECT, QmpCallOptions.DEFAULT)
                        .asJsonObject())
                .containsKey("qemu");
        assertThatThrownBy(() -> QmpCallOptions.DEFAULT.within(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("timeout: PT0S");
    }

    @Test
    void namesTheCommandWhoseConnectionIsGone() {
        client.close();
        assertThatThrownBy(() -> client.call("query-version", LONG))
                .isInstanceOf(QmpConnectionException.class)
                .hasMessageStartingWith("query-version: the client of unix:")
                .hasMessageEndingWith(" was closed");
    }

    @Test
    void keepsAnInterrupt() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> client.call("wait", LONG))
                .isInstanceOf(QmpConnectionException.class)
                .hasMessage("wait at " + client.address() + ": interrupted while waiting for the reply");
        assertThat(Thread.interrupted()).isTrue();
    }
}
