package dev.qmp.chardev;

import static dev.qmp.chardev.Devices.awaitLog;
import static dev.qmp.chardev.Devices.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.options.OptionString;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SimpleDevicesTest {
    @RegisterExtension
    final Devices devices = new Devices();

    @TempDir
    Path dir;

    static ChardevOptions fromMonitor(String id, String type, String... pairs) {
        return new ChardevOptions(id, type, OptionString.of(pairs), ChardevOptions.Origin.MONITOR);
    }

    @Test
    void nullTakesEverythingAndNeverOpens() throws IOException {
        Recorder recorder = new Recorder();
        CharFrontend frontend = devices.add("null,id=n").attach();
        frontend.setHandlers(recorder, null);
        assertThat(frontend.connection().write(bytes("hello"))).isEqualTo(5);
        assertThat(frontend.chardev().isOpen()).isFalse();
        assertThat(recorder.log()).isEmpty();
    }

    @Test
    void aMouseThatNobodyMovesTakesEverythingAndAConsoleIsOpenBesides() throws IOException {
        Recorder mouse = new Recorder();
        CharFrontend moved = devices.add("msmouse,id=m").attach();
        moved.setHandlers(mouse, null);
        assertThat(moved.connection().write(bytes("hello"))).isEqualTo(5);
        assertThat(moved.chardev().isOpen()).isFalse();
        assertThat(mouse.log()).isEmpty();
        Recorder console = new Recorder();
        CharFrontend seen = devices.add("vc,id=v,cols=80,rows=24").attach();
        seen.setHandlers(console, null);
        assertThat(seen.connection().write(bytes("hello"))).isEqualTo(5);
        assertThat(seen.chardev().isOpen()).isTrue();
        assertThat(console.log()).isEqualTo("<OPENED>");
    }

    @Test
    void aDeviceHasOneFrontEndAndCanHaveAnotherAfterIt() {
        Chardev device = devices.add("null,id=n");
        CharFrontend frontend = device.attach();
        assertThatThrownBy(device::attach).hasMessage("chardev 'n' is already in use");
        assertThatThrownBy(() -> devices.registry.remove("n")).hasMessage("Chardev 'n' is busy");
        frontend.detach();
        device.attach().detach();
        devices.registry.remove("n").toCompletableFuture().join();
        assertThatThrownBy(() -> devices.registry.remove("n")).hasMessage("Chardev 'n' not found");
        assertThatThrownBy(() -> devices.registry.sendBreak("n")).hasMessage("Chardev 'n' not found");
    }

    @Test
    void aDeviceThatCannotMoveStaysInTheMainLoop() {
        CharFrontend frontend = devices.add("null,id=n").attach();
        assertThatThrownBy(() -> frontend.setHandlers(new Recorder(), devices.io))
                .isInstanceOf(IllegalArgumentException.class);
        frontend.setHandlers(new Recorder(), devices.main);
        assertThat(frontend.chardev().isFrontendOpen()).isTrue();
    }

    @Test
    void ringbufKeepsTheNewestBytes() throws IOException {
        CharFrontend frontend = devices.add("ringbuf,id=r,size=8").attach();
        frontend.setHandlers(new Recorder(), null);
        frontend.connection().write(bytes("abcdefghij"));
        RingBuffer ring = devices.registry.ringBuffer("r");
        assertThat(text(ring.take(3))).isEqualTo("cde");
        assertThat(text(ring.take(100))).isEqualTo("fghij");
        assertThat(ring.take(100)).isEmpty();
        ring.put(new byte[] {'x'});
        assertThat(text(ring.take(1))).isEqualTo("x");
        assertThatThrownBy(() -> devices.registry.ringBuffer("zz")).hasMessage("Device 'zz' not found");
        devices.add("null,id=n");
        assertThatThrownBy(() -> devices.registry.ringBuffer("n")).hasMessage("n is not a ringbuf device");
    }

    @Test
    void ringbufOfNoSizeIsRefusedFromAMonitor() {
        assertThatThrownBy(() -> devices.registry.add(fromMonitor("r", "ringbuf", "size", "0")))
                .hasMessage("Failed to add chardev 'r': size of ringbuf chardev must be power of two");
        assertThatThrownBy(() -> devices.registry.add(fromMonitor("0bad id!", "null")))
                .hasMessage("Failed to add chardev '0bad id!': Parameter 'id' expects an identifier");
        devices.add("null,id=n");
        assertThatThrownBy(() -> devices.registry.add(fromMonitor("n", "null")))
                .hasMessage("Chardev with id 'n' already exists");
    }

    @Test
    void fileTakesOutputAndOpensAtOnce() throws IOException {
        Path out = dir.resolve("out");
        Files.writeString(out, "old");
        Recorder recorder = new Recorder();
        CharFrontend frontend = devices.open("file,id=f,path=" + out, recorder);
        Devices.writeAll(frontend, bytes("new"));
        assertThat(recorder.log()).isEqualTo("<OPENED>");
        frontend.close();
        assertThat(Files.readString(out)).isEqualTo("new");
        assertThat(recorder.log()).isEqualTo("<OPENED>");
        CharFrontend second = devices.open("file,id=f2,append=on,path=" + out, new Recorder());
        Devices.writeAll(second, bytes("er"));
        second.close();
        assertThat(Files.readString(out)).isEqualTo("newer");
    }

    @Test
    void fileGivesInputFromAnotherFile() throws IOException {
        Path in = Files.writeString(dir.resolve("in"), "some input");
        Recorder recorder = new Recorder();
        CharFrontend frontend = devices.registry
                .add(fromMonitor("f", "file", "path", dir.resolve("out").toString(), "input-path", in.toString()))
                .attach();
        frontend.setHandlers(recorder, devices.io);
        awaitLog(recorder, "<OPENED>some input<END><CLOSED>");
    }

    @Test
    void pipeTalksThroughTwoFifosAndOutlivesItsWriters() throws Exception {
        Path path = dir.resolve("p");
        fifo(dir.resolve("p.in"));
        fifo(dir.resolve("p.out"));
        Recorder recorder = new Recorder();
        CharFrontend frontend = devices.open("pipe,id=p,path=" + path, recorder);
        for (String piece : new String[] {"one", "two"}) {
            try (FileChannel in = FileChannel.open(dir.resolve("p.in"), StandardOpenOption.WRITE)) {
                in.write(bytes(piece));
            }
        }
        awaitLog(recorder, "<OPENED>onetwo");
        Devices.writeAll(frontend, bytes("answer"));
        try (FileChannel out = FileChannel.open(dir.resolve("p.out"), StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocate(6);
            while (buffer.hasRemaining()) {
                out.read(buffer);
            }
            assertThat(text(buffer.array())).isEqualTo("answer");
        }
    }

    @Test
    void udpSendsOneDatagramAWriteAndNeverOpens() throws IOException {
        try (DatagramChannel peer = DatagramChannel.open()) {
            peer.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = ((InetSocketAddress) peer.getLocalAddress()).getPort();
            Recorder recorder = new Recorder();
            CharFrontend frontend = devices.open("udp,id=u,host=127.0.0.1,port=" + port, recorder);
            frontend.connection().write(bytes("first"));
            frontend.connection().write(bytes("second"));
            ByteBuffer buffer = ByteBuffer.allocate(100);
            var sender = peer.receive(buffer);
            assertThat(buffer.position()).isEqualTo("first".length());
            peer.send(bytes("back"), sender);
            awaitLog(recorder, "back");
        }
    }

    // ---- hot swap ------------------------------------------------------------------------------------------------

    /** A front end that can be swapped. */
    private static final class Swappable extends Recorder {
        boolean willing = true;

        @Override
        public boolean supportsBackendChange() {
            return true;
        }

        @Override
        public boolean backendChanged() {
            return willing;
        }
    }

    @Test
    void theDeviceBehindAFrontEndCanBeExchanged() throws IOException {
        Swappable user = new Swappable();
        CharFrontend frontend = devices.open("file,id=f,path=" + dir.resolve("one"), user);
        Devices.writeAll(frontend, bytes("1"));
        devices.registry
                .change(fromMonitor("f", "file", "path", dir.resolve("two").toString()))
                .toCompletableFuture()
                .join();
        Devices.writeAll(frontend, bytes("2"));
        frontend.close();
        assertThat(Files.readString(dir.resolve("one"))).isEqualTo("1");
        assertThat(Files.readString(dir.resolve("two"))).isEqualTo("2");
    }

    @Test
    void aRefusedExchangeLeavesTheOldDevice() throws IOException {
        Swappable user = new Swappable();
        user.willing = false;
        CharFrontend frontend = devices.open("file,id=f,path=" + dir.resolve("one"), user);
        var change = devices.registry.change(fromMonitor("f", "null")).toCompletableFuture();
        assertThatThrownBy(change::join)
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("Chardev 'f' change failed");
        assertThat(user.log()).isEqualTo("<OPENED><CLOSED><OPENED>");
        Devices.writeAll(frontend, bytes("still here"));
        frontend.close();
        assertThat(Files.readString(dir.resolve("one"))).isEqualTo("still here");
    }

    @Test
    void anExchangeIsRefusedWithTheReferencesWords() {
        devices.open("file,id=f,path=" + dir.resolve("one"), new Recorder());
        assertThatThrownBy(() -> devices.registry.change(fromMonitor("f", "null")))
                .hasMessage("Chardev user does not support chardev hotswap");
        assertThatThrownBy(() -> devices.registry.change(fromMonitor("zz", "null")))
                .hasMessage("Chardev 'zz' does not exist");
        assertThatThrownBy(() -> devices.registry.change(fromMonitor("f", "mux", "chardev", "f")))
                .hasMessage("For mux or hub device hotswap is not supported yet");
    }

    @Test
    void aFailedExchangeOfAnUnusedDeviceKeepsTheOldOne() {
        Chardev old = devices.add("null,id=n");
        assertThatThrownBy(() -> devices.registry.change(fromMonitor("n", "file", "path", dir + "/none/f")))
                .hasMessage(
                        "Failed to add chardev 'n': Could not open '" + dir + "/none/f': No such file or directory");
        assertThat(devices.registry.find("n")).containsSame(old);
        Chardev next = devices.registry
                .change(fromMonitor("n", "ringbuf", "size", "4"))
                .toCompletableFuture()
                .join();
        assertThat(devices.registry.find("n")).containsSame(next);
        assertThat(old.isClosed()).isTrue();
    }

    @Test
    void backEndsAreFoundAsServicesAndListedWithTheirAliases() {
        assertThat(devices.registry.backendNames())
                .contains("file", "memory", "mux", "null", "pipe", "ringbuf", "socket", "stdio", "udp");
        assertThat(OptionString.of(Map.of("a", "b")).get("a")).isEqualTo("b");
    }

    private static void fifo(Path path) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("mkfifo", path.toString()).start();
        Assumptions.assumeTrue(process.waitFor() == 0, "no mkfifo here");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
