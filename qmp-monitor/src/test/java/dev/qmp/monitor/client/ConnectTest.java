package dev.qmp.monitor.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.monitor.spi.VersionInfo;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectTest {
    @TempDir
    Path directory;

    @Test
    void readsTheGreetingAndEnablesOutOfBandExecution() throws IOException {
        CompletableFuture<String> request = new CompletableFuture<>();
        ScriptedServer.Script script = peer -> {
            peer.write(ScriptedServer.GREETING);
            String line = peer.line();
            request.complete(line);
            peer.reply(ScriptedServer.Peer.id(line), "{}");
            peer.untilClosed();
        };
        try (ScriptedServer server = ScriptedServer.tcp(script);
                QmpClient client = QmpClient.connect(server.address())) {
            QmpGreeting greeting = client.greeting().orElseThrow();

            assertThat(greeting.version()).isEqualTo(new VersionInfo(7, 2, 22, "Debian"));
            assertThat(greeting.capabilities()).containsExactly("oob");
            assertThat(Await.value(request))
                    .startsWith("{\"execute\": \"qmp_capabilities\", \"arguments\": {\"enable\": [\"oob\"]}, \"id\": ");
            assertThat(client.outOfBandEnabled()).isTrue();
            assertThat(client.isConnected()).isTrue();
            assertThat(client.address()).isEqualTo(server.address());
        }
    }

    @Test
    void enablesNothingThatIsNotOffered() throws IOException {
        CompletableFuture<String> request = new CompletableFuture<>();
        ScriptedServer.Script script = peer -> {
            peer.write(ScriptedServer.GREETING.replace("\"oob\"", ""));
            String line = peer.line();
            request.complete(line);
            peer.reply(ScriptedServer.Peer.id(line), "{}");
            peer.untilClosed();
        };
        try (ScriptedServer server = ScriptedServer.unix(directory, script);
                QmpClient client = QmpClient.connect(server.address())) {
            assertThat(Await.value(request)).startsWith("{\"execute\": \"qmp_capabilities\", \"id\": ");
            assertThat(client.outOfBandEnabled()).isFalse();
            assertThat(Await.failure(client.executeOob("x-release"), UnsupportedOperationException.class))
                    .hasMessageContaining("x-release");
        }
    }

    @Test
    void putsTogetherAGreetingThatComesByteByByte() throws IOException {
        ScriptedServer.Script script = peer -> {
            for (int i = 0; i < ScriptedServer.GREETING.length(); i++) {
                peer.write(ScriptedServer.GREETING.substring(i, i + 1));
            }
            peer.reply(peer.expect("qmp_capabilities"), "{}");
            peer.untilClosed();
        };
        try (ScriptedServer server = ScriptedServer.tcp(script);
                QmpClient client = QmpClient.connect(server.address())) {
            assertThat(client.greeting()).isPresent();
        }
    }

    @Test
    void saysThatThereWasNoGreeting() throws IOException {
        try (ScriptedServer server = ScriptedServer.unix(directory, ScriptedServer.Peer::untilClosed)) {
            Await.timeEnough(time -> assertThatExceptionOfType(QmpConnectionException.class)
                    .isThrownBy(() -> QmpClient.connect(server.address(), within(time)))
                    .withMessage(
                            "connected to " + server.address() + " but got no greeting: is another client attached?"));
        }
    }

    private static QmpClientOptions within(Duration time) {
        return QmpClientOptions.builder().timeout(time).build();
    }

    @Test
    void saysThatNegotiationWasNotAnswered() throws IOException {
        ScriptedServer.Script script = peer -> {
            peer.write(ScriptedServer.GREETING);
            peer.untilClosed();
        };
        try (ScriptedServer server = ScriptedServer.unix(directory, script)) {
            Await.timeEnough(time -> assertThatExceptionOfType(QmpConnectionException.class)
                    .isThrownBy(() -> QmpClient.connect(server.address(), within(time)))
                    .withMessageContaining("capabilities negotiation was not answered"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2p1\r\n",
                "HTTP/1.1 400 Bad Request\r\n\r\n",
                "{\"return\": {}}\r\n",
                "{\"QMP\": {}}\r\n",
                "{\"QMP\": {\"version\": {\"qemu\": {\"major\": -1, \"minor\": 0, \"micro\": 0}}}}",
                "42\r\n",
                "\u00FF\u00FB\u0001\n"
            })
    void saysThatTheServerSpeaksSomethingElse(String greeting) throws IOException {
        ScriptedServer.Script script = peer -> {
            peer.write(greeting);
            peer.untilClosed();
        };
        try (ScriptedServer server = ScriptedServer.unix(directory, script)) {
            assertThatExceptionOfType(QmpProtocolException.class)
                    .isThrownBy(() -> QmpClient.connect(server.address()))
                    .withMessageStartingWith(server.address() + " does not speak QMP: ");
        }
    }

    @Test
    void saysThatTheServerClosedAtOnce() throws IOException {
        try (ScriptedServer server = ScriptedServer.unix(directory, ScriptedServer.Peer::close)) {
            assertThatThrownBy(() -> QmpClient.connect(server.address()))
                    .isInstanceOf(QmpConnectionException.class)
                    .hasMessage("connected to " + server.address() + " but it closed the connection at once");
        }
    }

    @Test
    void saysWhyNegotiationWasRefused() throws IOException {
        ScriptedServer.Script script = peer -> {
            peer.write(ScriptedServer.GREETING);
            peer.fail(peer.expect("qmp_capabilities"), "GenericError", "Capability oob not available");
            peer.untilClosed();
        };
        try (ScriptedServer server = ScriptedServer.unix(directory, script)) {
            assertThatExceptionOfType(QmpConnectionException.class)
                    .isThrownBy(() -> QmpClient.connect(server.address()))
                    .withMessage(server.address() + " refused capabilities negotiation: Capability oob not available");
        }
    }

    @Test
    void takesNoReplyToAnEarlierClientForItsOwn() throws IOException {
        ScriptedServer.Script script = peer -> {
            peer.write(ScriptedServer.GREETING);
            for (int id = 0; id < 10; id++) {
                peer.fail(id, "GenericError", "of the client before");
            }
            peer.write(
                    "{\"return\": {}, \"id\": \"libvirt-17\"}\r\n{\"return\": {}, \"id\": null}\r\n{\"return\": 1}\r\n");
            peer.reply(peer.expect("qmp_capabilities"), "{}");
            peer.reply(peer.expect("query-name"), "{\"name\": \"mine\"}");
            peer.untilClosed();
        };
        try (ScriptedServer server = ScriptedServer.unix(directory, script);
                QmpClient client = QmpClient.connect(server.address())) {
            assertThat(Await.value(client.execute("query-name")).toString()).contains("mine");
        }
    }

    @Test
    void saysWhatTheSystemSays() {
        assertThatExceptionOfType(QmpConnectionException.class)
                .isThrownBy(() -> QmpClient.connect(new QmpAddress.Unix(directory.resolve("none"))))
                .withMessage("cannot connect to unix:" + directory.resolve("none") + ": No such file or directory");
        assertThatExceptionOfType(QmpConnectionException.class)
                .isThrownBy(() -> QmpClient.connect(new QmpAddress.Tcp("no-such-host.invalid", 1)))
                .withMessage("cannot connect to tcp:no-such-host.invalid:1: unknown host no-such-host.invalid");
    }

    @Test
    void saysThatAPortIsClosed() throws IOException {
        QmpAddress address;
        try (ScriptedServer server = ScriptedServer.tcp(ScriptedServer.Peer::close)) {
            address = server.address();
        }
        assertThatExceptionOfType(QmpConnectionException.class)
                .isThrownBy(() -> QmpClient.connect(address))
                .withMessage("cannot connect to " + address + ": Connection refused");
    }

    @Test
    void doesNotWaitForEverWhereTooManyWaitAlready() throws IOException {
        Path path = directory.resolve("full.sock");
        List<SocketChannel> others = new ArrayList<>();
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(path), 1);
            for (int i = 0; i < 2; i++) {
                others.add(SocketChannel.open(UnixDomainSocketAddress.of(path)));
            }
            assertThatExceptionOfType(QmpConnectionException.class)
                    .isThrownBy(() -> QmpClient.connect(new QmpAddress.Unix(path), within(Duration.ofMillis(300))))
                    .withMessageContaining("is another client attached?");
        } finally {
            for (SocketChannel other : others) {
                other.close();
            }
        }
    }

    @Test
    void givesUpWhenInterrupted() throws Exception {
        try (ScriptedServer server = ScriptedServer.unix(directory, ScriptedServer.Peer::untilClosed)) {
            CompletableFuture<Throwable> result = new CompletableFuture<>();
            Thread thread = new Thread(() -> {
                try (QmpClient client = QmpClient.connect(server.address())) {
                    result.complete(new AssertionError("connected: " + client));
                } catch (QmpConnectionException e) {
                    result.complete(Thread.currentThread().isInterrupted() ? e : new AssertionError("not interrupted"));
                }
            });
            thread.start();
            thread.interrupt();

            assertThat(Await.value(result))
                    .isInstanceOf(QmpConnectionException.class)
                    .hasMessage("interrupted while connecting to " + server.address());
            thread.join();
        }
    }
}
