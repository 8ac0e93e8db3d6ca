package dev.qmp.chardev;

import static dev.qmp.chardev.Devices.awaitLog;
import static dev.qmp.chardev.Devices.bytes;
import static dev.qmp.chardev.Devices.connect;
import static dev.qmp.chardev.Devices.read;
import static dev.qmp.chardev.Devices.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.chardev.options.DeviceLevel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class HubTest {
    @RegisterExtension
    final Devices devices = new Devices();

    @RegisterExtension
    final Devices older = new Devices(builder -> builder.level(DeviceLevel.V7_2));

    @TempDir
    Path dir;

    private final Recorder recorder = new Recorder();

    private CharFrontend openOnTwoSockets() {
        devices.add("socket,id=a,server=on,wait=off,path=" + dir.resolve("a"));
        devices.add("socket,id=b,server=on,wait=off,path=" + dir.resolve("b"));
        return devices.open("hub,id=h,chardevs.0=a,chardevs.1=b", recorder);
    }

    private void awaitOpen(String device) {
        Await.until(device, () -> devices.registry.find(device).orElseThrow().isOpen());
    }

    @Test
    void isOpenWhileAnyPartIs() throws IOException {
        openOnTwoSockets();
        try (SocketChannel first = connect(dir.resolve("a"))) {
            awaitLog(recorder, "<OPENED>");
            try (SocketChannel second = connect(dir.resolve("b"))) {
                send(second, "x");
                awaitLog(recorder, "<OPENED>x");
            }
            Await.until(
                    "the second has left",
                    () -> !devices.registry.find("b").orElseThrow().isOpen());
            send(first, "y");
            awaitLog(recorder, "<OPENED>xy");
        }
        awaitLog(recorder, "<OPENED>xy<CLOSED>");
        try (SocketChannel third = connect(dir.resolve("b"))) {
            send(third, "z");
            awaitLog(recorder, "<OPENED>xy<CLOSED><OPENED>z");
        }
    }

    @Test
    void hearsOfPartsThatWereOpenBefore() throws IOException {
        Chardev socket = devices.add("socket,id=a,server=on,wait=off,path=" + dir.resolve("a"));
        try (SocketChannel client = connect(dir.resolve("a"))) {
            Await.until("client", socket::isOpen);
            send(client, "early");
            devices.open("hub,id=h,chardevs.0=a", recorder);
            awaitLog(recorder, "<OPENED>early");
        }
        awaitLog(recorder, "<OPENED>early<CLOSED>");
    }

    @Test
    void writesToAllAndWaitsForTheSlowest() throws Exception {
        CharFrontend hub = openOnTwoSockets();
        byte[] data = new byte[4 << 20];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (i ^ i >> 8 ^ i >> 16);
        }
        try (SocketChannel quick = connect(dir.resolve("a"));
                SocketChannel slow = connect(dir.resolve("b"))) {
            awaitOpen("a");
            awaitOpen("b");
            String expected = new String(data, StandardCharsets.ISO_8859_1);
            CompletableFuture<String> fromQuick = readLater(quick, data.length);
            ByteBuffer source = ByteBuffer.wrap(data);
            CharConnection connection = hub.connection();
            while (connection.write(source) > 0) {
                assertThat(source.hasRemaining()).isTrue();
            }
            CompletableFuture<Void> written = new CompletableFuture<>();
            connection.addWatch(Set.of(WatchCondition.OUT), condition -> {
                try {
                    connection.write(source);
                } catch (IOException e) {
                    written.completeExceptionally(e);
                }
                if (!source.hasRemaining()) {
                    written.complete(null);
                }
                return source.hasRemaining();
            });
            CompletableFuture<String> fromSlow = readLater(slow, data.length);
            written.get();
            assertThat(fromSlow.get()).isEqualTo(expected);
            assertThat(fromQuick.get()).isEqualTo(expected);
        }
    }

    private static CompletableFuture<String> readLater(SocketChannel channel, int count) {
        CompletableFuture<String> text = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            try {
                text.complete(read(channel, count));
            } catch (IOException e) {
                text.completeExceptionally(e);
            }
        });
        reader.setDaemon(true);
        reader.start();
        return text;
    }

    @Test
    void aPartThatLeavesHoldsNobodyUp() throws Exception {
        CharFrontend hub = openOnTwoSockets();
        byte[] data = new byte[4 << 20];
        try (SocketChannel quick = connect(dir.resolve("a"))) {
            CompletableFuture<String> fromQuick;
            try (SocketChannel slow = connect(dir.resolve("b"))) {
                awaitOpen("a");
                awaitOpen("b");
                fromQuick = readLater(quick, data.length);
                ByteBuffer source = ByteBuffer.wrap(data);
                CharConnection connection = hub.connection();
                while (connection.write(source) > 0) {
                    assertThat(source.hasRemaining()).isTrue();
                }
                connection.addWatch(Set.of(WatchCondition.OUT), condition -> {
                    try {
                        connection.write(source);
                    } catch (IOException e) {
                        return false;
                    }
                    return source.hasRemaining();
                });
                assertThat(slow.isConnected()).isTrue();
            }
            assertThat(fromQuick.get()).hasSize(data.length);
        }
    }

    @Test
    void staysInTheMainLoopIfAPartDoes() throws IOException {
        devices.add("ringbuf,id=r1");
        devices.add("ringbuf,id=r2");
        Chardev hub = devices.add("hub,id=h,chardevs.0=r1,chardevs.1=r2");
        CharFrontend frontend = hub.attach();
        assertThat(hub.has(CharFeature.GCONTEXT)).isFalse();
        frontend.setHandlers(recorder, null);
        assertThat(recorder.log()).isEqualTo("<OPENED>");
        Devices.writeAll(frontend, bytes("kept"));
        for (String ring : List.of("r1", "r2")) {
            assertThat(devices.registry.ringBuffer(ring).take(9)).asString().isEqualTo("kept");
        }
    }

    @Test
    void keepsItsPartsUntilItIsRemoved() {
        devices.add("null,id=a");
        devices.add("hub,id=h,chardevs.0=a");
        assertThatThrownBy(() -> devices.registry.remove("a")).hasMessage("Chardev 'a' is busy");
        devices.registry.remove("h").toCompletableFuture().join();
        devices.registry.remove("a").toCompletableFuture().join();
        assertThat(devices.registry.list()).isEmpty();
    }

    @Test
    void refusesWhatQemuRefuses() {
        for (String id : List.of("a", "b", "c", "d", "e")) {
            devices.add("null,id=" + id);
        }
        devices.add("null,id=m,mux=on");
        assertRefused("hub,id=h", "hub: 'chardevs' list is not defined");
        assertRefused("hub,id=h,chardevs.1=a", "hub: 'chardevs' list is not defined");
        assertRefused("hub,id=h,chardevs.0=z", "hub: chardev can't be found by id 'z'");
        assertRefused("hub,id=h,chardevs.0=a,chardevs.1=a", "chardev 'a' is already in use");
        String stacked = "hub: multiplexers and hub devices can't be stacked, check chardev 'm', "
                + "chardev should not be a hub device or have 'mux=on' enabled";
        assertRefused("hub,id=h,chardevs.0=a,chardevs.1=m", stacked);
        devices.add("hub,id=h,chardevs.0=a");
        assertRefused("hub,id=i,chardevs.0=h", stacked.replace("'m'", "'h'"));
        assertThatThrownBy(() -> devices.registry.change(SimpleDevicesTest.fromMonitor("h", "null")))
                .hasMessage("For mux or hub device hotswap is not supported yet");
    }

    private void assertRefused(String options, String text) {
        assertThatThrownBy(() -> devices.add(options))
                .isInstanceOf(ChardevException.class)
                .hasMessage(text);
    }

    @Test
    void isUnknownToTheOlderLevel() {
        older.add("null,id=a");
        assertThatThrownBy(() -> older.add("hub,id=h")).hasMessage("'hub' is not a valid char driver name");
        assertThat(older.registry.backendNames()).doesNotContain("hub").contains("mux");
        assertThat(devices.registry.backendNames()).contains("hub");
        CharFrontend user = older.registry.find("a").orElseThrow().attach();
        assertThatThrownBy(() -> user.chardev().attach()).hasMessage("Device 'a' is in use");
    }
}
