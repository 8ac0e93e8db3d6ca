package dev.qmp.chardev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketServerTest {
    private final EventLoop loop = EventLoop.create("main");
    private final EventLoop io = EventLoop.create("io");
    private final ChardevRegistry registry = ChardevRegistry.load(loop);

    @TempDir
    Path dir;

    @AfterEach
    void stop() {
        registry.close();
        loop.stop();
        io.stop();
    }

    @Test
    void servesOneClientAfterTheOther() throws IOException {
        Path path = dir.resolve("s");
        Chardev device = registry.add(
                OptionString.parse("socket,id=a,path=" + path + ",server=on,wait=off", OptionTable.CHARDEV));
        CharFrontend frontend = device.attach();
        Recorder recorder = new Recorder();
        frontend.setHandlers(recorder, io);
        loop.start();
        io.start();
        for (int i = 0; i < 3; i++) {
            try (SocketChannel client = connect(path)) {
                client.write(ByteBuffer.wrap(("hello" + i).getBytes(StandardCharsets.US_ASCII)));
                String sent = "hello" + i;
                Await.until(recorder::log, () -> recorder.log().endsWith(sent));
                frontend.writeAll(ByteBuffer.wrap("reply".getBytes(StandardCharsets.US_ASCII)));
                assertThat(read(client, 5)).isEqualTo("reply");
            }
        }
        String all = "<OPENED>hello0<END><CLOSED><OPENED>hello1<END><CLOSED><OPENED>hello2<END><CLOSED>";
        Await.until(recorder::log, () -> recorder.log().equals(all));
        frontend.close();
        assertThat(Files.exists(path)).isFalse();
    }

    static SocketChannel connect(Path path) throws IOException {
        SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
        client.connect(UnixDomainSocketAddress.of(path));
        return client;
    }

    static String read(SocketChannel client, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining() && client.read(buffer) >= 0) {
            Thread.onSpinWait();
        }
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
    }
}
