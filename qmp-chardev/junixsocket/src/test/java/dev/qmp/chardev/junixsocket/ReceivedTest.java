package dev.qmp.chardev.junixsocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.chardev.CharConnection;
import dev.qmp.chardev.CharEvent;
import dev.qmp.chardev.CharFrontend;
import dev.qmp.chardev.CharHandlers;
import dev.qmp.chardev.OpenDescriptor;
import dev.qmp.chardev.ReceivedDescriptors;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.FileDescriptorCast;

/** Descriptors that peers pass go with the bytes that they came with, and none is left open. */
class ReceivedTest {
    @RegisterExtension
    final Echo echo = new Echo();

    @TempDir
    Path dir;

    /** What was read, and the file of the first descriptor that could be taken then. */
    private final List<String> seen = new CopyOnWriteArrayList<>();

    private volatile boolean takes = true;

    private CharFrontend open(String more) {
        CharFrontend frontend = echo.registry
                .add("socket,id=a,server=on,wait=off,path=" + dir.resolve("s") + more)
                .attach();
        frontend.setHandlers(
                new CharHandlers() {
                    @Override
                    public int canRead() {
                        return Integer.MAX_VALUE;
                    }

                    @Override
                    public void read(ByteBuffer bytes) {
                        ReceivedDescriptors descriptors = frontend.connection().descriptors();
                        OpenDescriptor first = descriptors == null || !takes ? null : descriptors.take();
                        seen.add(StandardCharsets.ISO_8859_1.decode(bytes) + (first == null ? "" : " " + name(first)));
                        if (first != null) {
                            first.close();
                        }
                    }

                    @Override
                    public void event(CharEvent event) {}
                },
                echo.loop);
        return frontend;
    }

    private static String name(OpenDescriptor descriptor) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor.number()))
                    .getFileName()
                    .toString();
        } catch (IOException e) {
            return "is not open";
        }
    }

    private AFUNIXSocketChannel connect() throws IOException {
        return AFUNIXSocketChannel.open(AFUNIXSocketAddress.of(dir.resolve("s")));
    }

    private static void send(AFUNIXSocketChannel client, String text, FileDescriptor... descriptors)
            throws IOException {
        client.setOutboundFileDescriptors(descriptors);
        client.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private void awaitSeen(String... expected) {
        Echo.await(() -> seen.size() >= expected.length);
        assertThat(seen).containsExactly(expected);
    }

    @Test
    void theFirstOfADescriptorsCompanyIsTaken() throws IOException {
        open(",descriptors=on");
        Path one = Files.createFile(dir.resolve("one"));
        Path two = Files.createFile(dir.resolve("two"));
        try (AFUNIXSocketChannel client = connect();
                FileInputStream first = new FileInputStream(one.toFile());
                FileInputStream second = new FileInputStream(two.toFile())) {
            send(client, "a", first.getFD());
            awaitSeen("a one");
            send(client, "b", second.getFD(), first.getFD());
            awaitSeen("a one", "b two");
            send(client, "c");
            awaitSeen("a one", "b two", "c");
        }
    }

    @Test
    void aDeviceThatDoesNotAcceptThemClosesThem() throws IOException {
        open("");
        try (AFUNIXSocketChannel client = connect();
                FileInputStream file =
                        new FileInputStream(Files.createFile(dir.resolve("f")).toFile())) {
            send(client, "a", file.getFD());
            awaitSeen("a");
            assertThat(echo.registry.find("a").orElseThrow().isOpen()).isTrue();
        }
    }

    @Test
    void noneIsLeftOpenWhateverIsSent() throws IOException {
        takes = false;
        CharFrontend device = open(",descriptors=on");
        try (FileInputStream file =
                new FileInputStream(Files.createFile(dir.resolve("f")).toFile())) {
            visits(device, file.getFD(), 1);
            int before = SocketNumbers.open().size();
            visits(device, file.getFD(), 20);
            Echo.await(() -> openNow() <= before);
        }
    }

    private void visits(CharFrontend device, FileDescriptor file, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            for (int number : new int[] {1, 4, 16, 40}) {
                int already = seen.size();
                try (AFUNIXSocketChannel client = connect()) {
                    FileDescriptor[] many = new FileDescriptor[number];
                    Arrays.fill(many, file);
                    send(client, "garbage", many);
                    send(client, "more", many);
                    Echo.await(() -> seen.size() >= already + 2);
                }
                Echo.await(() -> !device.chardev().isOpen());
            }
        }
    }

    /** Opens a device that connects to the other one. */
    private CharFrontend client(String id, String more) {
        CharFrontend client = echo.registry
                .add("socket,id=" + id + ",path=" + dir.resolve("s") + more)
                .attach();
        client.setHandlers(
                new CharHandlers() {
                    @Override
                    public int canRead() {
                        return 0;
                    }

                    @Override
                    public void read(ByteBuffer bytes) {}

                    @Override
                    public void event(CharEvent event) {}
                },
                echo.loop);
        return client;
    }

    private OpenDescriptor opened(Path file) throws IOException {
        try (FileInputStream stream = new FileInputStream(file.toFile())) {
            return new Descriptor(FileDescriptorCast.duplicating(stream.getFD()).getFileDescriptor());
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void aDevicePassesThemWithWhatItWritesNext() throws IOException {
        open(",descriptors=on");
        Path one = Files.createFile(dir.resolve("one"));
        CharConnection client = client("b", ",descriptors=on").connection();
        int before = SocketNumbers.open().size();
        client.write(bytes("a"));
        awaitSeen("a");
        for (int i = 1; i <= 20; i++) {
            client.pass(opened(one));
            client.write(bytes("b"));
            int expected = i;
            Echo.await(() -> seen.size() == 1 + expected);
        }
        client.write(bytes("c"));
        Echo.await(() -> seen.contains("c"));
        assertThat(seen.subList(1, 21)).containsOnly("b one");
        Echo.await(() -> openNow() <= before);
    }

    @Test
    void whatADeviceCannotPassIsClosed() throws IOException {
        open("");
        Path one = Files.createFile(dir.resolve("one"));
        CharFrontend plain = client("plain", "");
        OpenDescriptor refused = opened(one);
        assertThatThrownBy(() -> plain.connection().pass(refused)).isInstanceOf(IOException.class);
        assertThat(name(refused)).isNotEqualTo("one");
        plain.chardev().close();

        CharFrontend able = client("able", ",descriptors=on");
        CharConnection connection = able.connection();
        OpenDescriptor never = opened(one);
        connection.pass(never);
        able.chardev().close();
        Echo.await(() -> !name(never).equals("one"));
        OpenDescriptor late = opened(one);
        assertThatThrownBy(() -> connection.pass(late)).isInstanceOf(IOException.class);
        assertThat(name(late)).isNotEqualTo("one");
    }

    private static int openNow() {
        try {
            return SocketNumbers.open().size();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
