package dev.qmp.monitor.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.json.JsonValues;
import dev.qmp.monitor.MonitorOptions;
import dev.qmp.monitor.Monitors;
import dev.qmp.monitor.peers.TestHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that dial out to the client. */
class AcceptorTest {
    @TempDir
    Path directory;

    @Test
    void takesAServerThatDialsOutAndAgainWhenItDialsAgain() throws Exception {
        Path socket = directory.resolve("in");
        CompletableFuture<Void> again = new CompletableFuture<>();
        QmpClientOptions options = QmpClientOptions.builder()
                .timeout(Duration.ofMinutes(1))
                .reconnect(ReconnectPolicy.FOREVER)
                .listener(new QmpListener() {
                    @Override
                    public void onEvent(QmpEvent event) {}

                    @Override
                    public void onReconnected() {
                        again.complete(null);
                    }
                })
                .build();
        try (QmpAcceptor acceptor = QmpAcceptor.listen(new QmpAddress.Unix(socket));
                TestHost first = dialling(socket);
                QmpClient client = acceptor.accept(options)) {
            assertThat(Await.value(client.execute("query-name"))).isEqualTo(JsonValues.EMPTY_OBJECT);
            first.close();
            try (TestHost second = dialling(socket)) {
                Await.value(again);
                assertThat(Await.value(client.execute("query-name"))).isEqualTo(JsonValues.EMPTY_OBJECT);
            }
        }
        assertThat(socket).doesNotExist();
    }

    private static TestHost dialling(Path socket) throws Exception {
        TestHost host = new TestHost(Monitors.builder());
        host.add("socket,id=m,server=off,path=" + socket, MonitorOptions.DEFAULT);
        host.start();
        return host;
    }

    @Test
    void listensAtLongPathsAndNotForEver() throws Exception {
        Path folder = Files.createDirectories(
                directory.resolve("d".repeat(107 - directory.toString().length() - 4)));
        QmpAddress address = new QmpAddress.Unix(folder.resolve("in"));
        QmpClientOptions options =
                QmpClientOptions.builder().awaitServer(Duration.ofMillis(50)).build();
        try (QmpAcceptor acceptor = QmpAcceptor.listen(address)) {
            assertThat(folder.resolve("in")).exists();
            assertThatThrownBy(() -> acceptor.accept(options))
                    .isInstanceOf(QmpConnectionException.class)
                    .hasMessage("no server has dialled in at " + address);
            assertThatThrownBy(() -> QmpAcceptor.listen(address))
                    .hasMessage("cannot listen at " + address + ": Address already in use");
        }
        assertThat(folder.resolve("in")).doesNotExist();
    }
}
