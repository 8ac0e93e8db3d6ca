package dev.qmp.chardev;

import static dev.qmp.chardev.Devices.awaitLog;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SocketClientTest {
    @RegisterExtension
    final Devices devices = new Devices();

    @TempDir
    Path dir;

    private final Recorder recorder = new Recorder();

    @Test
    void connectsOnceAndStaysDisconnectedAfterwards() throws IOException {
        Path path = dir.resolve("s");
        try (ServerSocketChannel server = listen(path)) {
            CharFrontend frontend = devices.open("socket,id=c,path=" + path, recorder);
            try (SocketChannel peer = server.accept()) {
                awaitLog(recorder, "<OPENED>");
                assertThat(frontend.chardev().filename()).isEqualTo("unix:");
                Devices.send(peer, "x");
            }
            awaitLog(recorder, "<OPENED>x<END><CLOSED>");
            assertThat(frontend.chardev().filename()).isEqualTo("disconnected:unix:" + path);
        }
    }

    @Test
    void failsAtOnceWithoutReconnect() {
        assertThatThrownBy(() -> devices.add("socket,id=c,path=" + dir.resolve("none")))
                .hasMessage("Failed to connect to '" + dir.resolve("none") + "': No such file or directory");
    }

    @Test
    void comesBackAfterEveryDisconnectAndComplainsOnceAnOutage() throws IOException {
        Path path = dir.resolve("s");
        devices.open("socket,id=c,reconnect=1,path=" + path, recorder);
        String complaint =
                "Unable to connect character device c: Failed to connect to '" + path + "': No such file or directory";
        Await.until("complaint", () -> !devices.notices.isEmpty());
        for (int round = 1; round <= 2; round++) {
            try (ServerSocketChannel server = listen(path);
                    SocketChannel peer = server.accept()) {
                awaitLog(recorder, "<OPENED><END><CLOSED>".repeat(round - 1) + "<OPENED>");
                assertThat(peer.isConnected()).isTrue();
            }
            awaitLog(recorder, "<OPENED><END><CLOSED>".repeat(round));
            Files.delete(path);
        }
        assertThat(devices.notices.get(0)).isEqualTo(complaint);
        assertThat(devices.notices.stream().distinct().toList()).isEqualTo(List.of(complaint));
        assertThat(devices.notices).hasSizeLessThanOrEqualTo(3);
    }

    private static ServerSocketChannel listen(Path path) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(path));
        return server;
    }
}
