package dev.qmp.chardev;

import static dev.qmp.chardev.Devices.awaitLog;
import static dev.qmp.chardev.Devices.bytes;
import static dev.qmp.chardev.Devices.connect;
import static dev.qmp.chardev.Devices.read;
import static dev.qmp.chardev.Devices.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.chardev.loop.Watch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SocketServerTest {
    @RegisterExtension
    final Devices devices = new Devices();

    @TempDir
    Path dir;

    private Path path;
    private String options;

    @BeforeEach
    void names() {
        path = dir.resolve("s");
        options = "socket,id=a,path=" + path + ",server=on,wait=off";
    }

    @Test
    void servesOneClientAfterTheOther() throws IOException {
        Recorder recorder = new Recorder();
        CharFrontend frontend = devices.open(options, recorder);
        String all = "";
        for (int i = 0; i < 3; i++) {
            try (SocketChannel client = connect(path)) {
                send(client, "hello" + i);
                awaitLog(recorder, all + "<OPENED>hello" + i);
                Devices.writeAll(frontend, bytes("reply"));
                assertThat(read(client, 5)).isEqualTo("reply");
            }
            all += "<OPENED>hello" + i + "<END><CLOSED>";
            awaitLog(recorder, all);
        }
    }

    @Test
    void othersWaitInTheQueueWhileAClientIsServed() throws IOException {
        Recorder recorder = new Recorder();
        devices.open(options, recorder);
        SocketChannel first = connect(path);
        try (SocketChannel second = connect(path)) {
            send(second, "second");
            send(first, "first");
            awaitLog(recorder, "<OPENED>first");
            first.close();
            awaitLog(recorder, "<OPENED>first<END><CLOSED><OPENED>second");
        }
    }

    @Test
    void removesItsFileAtTheEnd() {
        CharFrontend frontend = devices.open(options, new Recorder());
        assertThat(Files.exists(path)).isTrue();
        frontend.close();
        assertThat(Files.exists(path)).isFalse();
    }

    @Test
    void leavesAFileThatIsNoLongerItsOwn() throws IOException {
        CharFrontend frontend = devices.open(options, new Recorder());
        Files.delete(path);
        Files.writeString(path, "somebody else's");
        frontend.close();
        assertThat(Files.readString(path)).isEqualTo("somebody else's");
    }

    @Test
    void givesItsFileTheModeThatIsAskedFor() throws IOException {
        devices.open(options + ",mode=0620", new Recorder());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw--w----");
        connect(path).close();
        try (var files = Files.list(dir)) {
            assertThat(files).containsExactly(path);
        }
    }

    @Test
    void admitsTheUsersThatAreAllowed() throws IOException {
        Recorder recorder = new Recorder();
        Object self = Files.getAttribute(dir, "unix:uid");
        devices.open(options + ",allow-uid=4000000:" + self, recorder);
        try (SocketChannel client = connect(path)) {
            awaitLog(recorder, "<OPENED>");
            assertThat(client.isConnected()).isTrue();
        }
    }

    @Test
    void refusesOtherUsers() throws IOException {
        Recorder recorder = new Recorder();
        devices.open(options + ",allow-uid=4000000", recorder);
        try (SocketChannel client = connect(path)) {
            assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
        assertThat(recorder.log()).isEmpty();
    }

    @Test
    void describesItselfAsTheReferenceDoes() throws IOException {
        Recorder recorder = new Recorder();
        Chardev device = devices.open(options, recorder).chardev();
        assertThat(device.filename()).isEqualTo("disconnected:unix:" + path + ",server=on");
        try (SocketChannel client = connect(path)) {
            awaitLog(recorder, "<OPENED>");
            assertThat(client.isConnected()).isTrue();
            assertThat(device.filename()).isEqualTo("unix:" + path + ",server=on");
            assertThat(device.isOpen()).isTrue();
        }
        Chardev tcp = devices.add("socket,id=t,host=127.0.0.1,port=0,server=on,wait=off");
        int port = Devices.port(tcp);
        assertThat(tcp.filename()).isEqualTo("disconnected:tcp:127.0.0.1:" + port + ",server=on");
        try (SocketChannel client = Devices.connectTcp(tcp)) {
            Await.until("open", tcp::isOpen);
            assertThat(tcp.filename())
                    .isEqualTo("tcp:127.0.0.1:" + port + ",server=on <-> 127.0.0.1:"
                            + client.socket().getLocalPort());
        }
    }

    @Test
    void triesTheNextPortsUpToTheLast() throws IOException {
        Chardev first = devices.add("socket,id=a,host=127.0.0.1,port=0,server=on,wait=off");
        int taken = Devices.port(first);
        Chardev second =
                devices.add("socket,id=b,host=127.0.0.1,port=" + taken + ",to=" + (taken + 20) + ",server=on,wait=off");
        assertThat(Devices.port(second)).isGreaterThan(taken).isLessThanOrEqualTo(taken + 20);
        assertThatThrownBy(() -> devices.add(
                        "socket,id=c,host=127.0.0.1,port=" + taken + ",to=" + taken + ",server=on,wait=off"))
                .hasMessage("Failed to find an available port: Address already in use");
    }

    @Test
    void waitsForItsFirstClientWhenAsked() throws Exception {
        Thread opener = new Thread(() -> devices.add("socket,id=a,path=" + path + ",server=on"));
        opener.start();
        Await.until("listening", () -> Files.exists(path) && !devices.notices.isEmpty());
        assertThat(devices.notices)
                .containsExactly("info: QEMU waiting for connection on: disconnected:unix:" + path + ",server=on");
        assertThat(opener.isAlive()).isTrue();
        try (SocketChannel client = connect(path)) {
            opener.join();
            Recorder recorder = new Recorder();
            devices.registry.find("a").orElseThrow().attach().setHandlers(recorder, devices.io);
            send(client, "x");
            awaitLog(recorder, "<OPENED>x");
        }
    }

    // ---- flow control --------------------------------------------------------------------------------------------

    @Test
    void deliversNothingToASuspendedFrontEndAndEverythingWhenItResumes() throws IOException {
        Recorder recorder = Recorder.suspended();
        CharFrontend frontend = devices.open(options, recorder);
        try (SocketChannel client = connect(path)) {
            send(client, "abc");
            awaitLog(recorder, "<OPENED>");
            devices.io.call(() -> {});
            assertThat(recorder.log()).isEqualTo("<OPENED>");
            recorder.resume(frontend);
            awaitLog(recorder, "<OPENED>abc");
        }
    }

    @Test
    void readsABoundedNumberOfBytesAheadOfASuspendedFrontEnd() throws IOException {
        Recorder recorder = Recorder.suspended();
        CharFrontend frontend = devices.open(options, recorder);
        try (SocketChannel client = connect(path)) {
            client.configureBlocking(false);
            ByteBuffer chunk = ByteBuffer.allocate(64 * 1024);
            long sent = 0;
            for (int count = 1; count > 0; ) {
                count = client.write(chunk.clear());
                sent += count;
                devices.io.call(() -> {});
            }
            long wanted = sent + "<OPENED>".length();
            assertThat(recorder.log()).isEqualTo("<OPENED>");
            recorder.resume(frontend);
            Await.until("all bytes", () -> recorder.log().length() == wanted);
        }
    }

    @Test
    void neverDeliversMoreThanTheFrontEndTakes() throws IOException {
        AtomicInteger largest = new AtomicInteger();
        Recorder recorder = new Recorder() {
            @Override
            public void read(ByteBuffer buffer) {
                largest.accumulateAndGet(buffer.remaining(), Math::max);
                super.read(buffer);
            }
        };
        recorder.room = () -> 3;
        devices.open(options, recorder);
        try (SocketChannel client = connect(path)) {
            send(client, "0123456789");
            awaitLog(recorder, "<OPENED>0123456789");
        }
        assertThat(largest.get()).isEqualTo(3);
    }

    @Test
    void bytesLeftInTheBufferComeAgainBeforeLaterOnesAndBeforeTheEnd() throws IOException {
        OneByteRecorder recorder = new OneByteRecorder();
        CharFrontend frontend = devices.open(options, recorder);
        try (SocketChannel client = connect(path)) {
            send(client, "abcd");
        }
        awaitLog(recorder, "<OPENED>a");
        for (String expected : new String[] {"ab", "abc"}) {
            recorder.takeAnother(frontend);
            awaitLog(recorder, "<OPENED>" + expected);
        }
        recorder.takeAnother(frontend);
        awaitLog(recorder, "<OPENED>abcd<END><CLOSED>");
    }

    @Test
    void noWakeUpIsLostHoweverResumeAndDeliveryMeet() throws IOException {
        AtomicInteger credit = new AtomicInteger();
        AtomicInteger received = new AtomicInteger();
        CharHandlers handlers = new CharHandlers() {
            @Override
            public int canRead() {
                return credit.get();
            }

            @Override
            public void read(ByteBuffer bytes) {
                int count = bytes.remaining();
                bytes.position(bytes.limit());
                credit.addAndGet(-count);
                received.addAndGet(count);
            }

            @Override
            public void event(CharEvent event) {}
        };
        CharFrontend frontend = devices.open(options, handlers);
        try (SocketChannel client = connect(path)) {
            int total = 50_000;
            Thread sender = new Thread(() -> {
                try {
                    for (int i = 0; i < total / 10; i++) {
                        send(client, "0123456789");
                    }
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            sender.start();
            for (int given = 0; given < total; given++) { // one byte of credit at a time, each with its resume
                credit.incrementAndGet();
                frontend.acceptInput();
            }
            Await.until(() -> "received " + received + " credit " + credit, () -> received.get() == total);
        }
    }

    // ---- writing and leaving -------------------------------------------------------------------------------------

    @Test
    void writesShortAndTellsWhenThereIsRoomAgain() throws IOException {
        Recorder recorder = new Recorder();
        CharFrontend frontend = devices.open(options, recorder);
        try (SocketChannel client = connect(path)) {
            awaitLog(recorder, "<OPENED>");
            ByteBuffer big = ByteBuffer.allocate(8 << 20);
            int taken = frontend.connection().write(big);
            assertThat(taken).isPositive().isLessThan(8 << 20);
            assertThat(frontend.connection().write(big)).isZero();
            AtomicReference<IOException> failure = new AtomicReference<>();
            frontend.connection().addWatch(Set.of(WatchCondition.OUT), condition -> {
                try {
                    frontend.connection().write(big);
                } catch (IOException e) {
                    failure.set(e);
                }
                return big.hasRemaining();
            });
            assertThat(read(client, 8 << 20)).hasSize(8 << 20);
            assertThat(failure.get()).isNull();
        }
    }

    @Test
    void aRemovedOutputWatchDoesNotFire() throws IOException {
        Recorder recorder = new Recorder();
        CharFrontend frontend = devices.open(options, recorder);
        try (SocketChannel client = connect(path)) {
            awaitLog(recorder, "<OPENED>");
            frontend.connection().write(ByteBuffer.allocate(8 << 20));
            AtomicInteger fired = new AtomicInteger();
            Watch watch = frontend.connection().addWatch(Set.of(WatchCondition.OUT), condition -> {
                fired.incrementAndGet();
                return true;
            });
            watch.remove();
            int before = fired.get();
            read(client, 100_000);
            devices.io.call(() -> {});
            assertThat(fired.get()).isEqualTo(before);
            assertThat(watch.isActive()).isFalse();
        }
    }

    @Test
    void aHangUpWatchFiresWhenThePeerLeaves() throws IOException {
        Recorder recorder = new Recorder();
        CharFrontend frontend = devices.open(options, recorder);
        AtomicReference<WatchCondition> seen = new AtomicReference<>();
        try (SocketChannel client = connect(path)) {
            awaitLog(recorder, "<OPENED>");
            assertThat(client.isConnected()).isTrue();
            frontend.connection().addWatch(Set.of(WatchCondition.HUP), condition -> {
                seen.set(condition);
                return false;
            });
        }
        Await.until(recorder::log, () -> seen.get() == WatchCondition.HUP);
    }

    @Test
    void writingWithoutAPeerFails() {
        CharFrontend frontend = devices.open(options, new Recorder());
        assertThatThrownBy(() -> frontend.connection().write(bytes("x")))
                .isInstanceOf(IOException.class)
                .hasMessage("Input/output error");
        assertThat(frontend.connection()
                        .addWatch(Set.of(WatchCondition.OUT), condition -> true)
                        .isActive())
                .isFalse();
    }

    @Test
    void afterAHalfCloseRepliesStillGoOutOverTheConnectionAndTheNextClientIsServed() throws IOException {
        Recorder recorder = new Recorder();
        recorder.keepOutput = true;
        CharFrontend frontend = devices.open(options, recorder);
        try (SocketChannel first = connect(path)) {
            awaitLog(recorder, "<OPENED>");
            CharConnection toFirst = frontend.connection();
            send(first, "one");
            first.shutdownOutput();
            awaitLog(recorder, "<OPENED>one<END><CLOSED>");
            try (SocketChannel second = connect(path)) {
                awaitLog(recorder, "<OPENED>one<END><CLOSED><OPENED>");
                Devices.writeAll(frontend, bytes("for two"));
                toFirst.write(bytes("for one"));
                toFirst.close();
                assertThat(read(first, 100)).isEqualTo("for one");
                assertThat(read(second, 7)).isEqualTo("for two");
                assertThatThrownBy(() -> toFirst.write(bytes("late"))).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void whatIsWrittenToAnOldConnectionNeverReachesTheNextClient() throws IOException {
        Recorder recorder = new Recorder();
        CharFrontend frontend = devices.open(options, recorder);
        SocketChannel first = connect(path);
        awaitLog(recorder, "<OPENED>");
        CharConnection old = frontend.connection();
        first.close();
        awaitLog(recorder, "<OPENED><END><CLOSED>");
        try (SocketChannel second = connect(path)) {
            awaitLog(recorder, "<OPENED><END><CLOSED><OPENED>");
            assertThatThrownBy(() -> old.write(bytes("stale"))).isInstanceOf(IOException.class);
            Devices.writeAll(frontend, bytes("fresh"));
            assertThat(read(second, 5)).isEqualTo("fresh");
        }
    }

    @Test
    void aFailedWriteIsReportedToTheLoopWhichConsumesPendingInputFirst() throws IOException {
        AtomicInteger room = new AtomicInteger(100);
        Recorder recorder = new Recorder();
        recorder.room = room::get;
        CharFrontend frontend = devices.open(options, recorder);
        SocketChannel client = connect(path);
        awaitLog(recorder, "<OPENED>");
        send(client, "last words");
        client.close();
        Await.until("broken", () -> {
            try {
                frontend.connection().write(bytes("x"));
                return false;
            } catch (IOException e) {
                return true;
            }
        });
        awaitLog(recorder, "<OPENED>last words<END><CLOSED>");
    }

    @Test
    void theFrontEndCanDisconnectInsideItsOpenedCallback() throws IOException {
        AtomicReference<CharFrontend> self = new AtomicReference<>();
        Recorder recorder = new Recorder() {
            @Override
            public void event(CharEvent event) {
                super.event(event);
                if (event == CharEvent.OPENED) {
                    self.get().disconnect();
                }
            }
        };
        self.set(devices.add(options).attach());
        self.get().setHandlers(recorder, devices.io);
        for (int i = 1; i <= 3; i++) {
            try (SocketChannel client = connect(path)) {
                assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
            }
            awaitLog(recorder, "<OPENED><CLOSED>".repeat(i));
        }
    }

    @Test
    void aPeerMayLeaveAfterEveryByteOfAMessage() throws IOException {
        Recorder recorder = new Recorder();
        devices.open(options, recorder);
        String message = "{\"execute\":\"query-version\"}";
        StringBuilder all = new StringBuilder();
        for (int length = 0; length <= message.length(); length++) {
            try (SocketChannel client = connect(path)) {
                send(client, message.substring(0, length));
            }
            all.append("<OPENED>").append(message, 0, length).append("<END><CLOSED>");
            awaitLog(recorder, all.toString());
        }
    }

    @Test
    void yankCutsThePresentPeerOnly() throws IOException {
        Recorder recorder = new Recorder();
        devices.open(options, recorder);
        try (SocketChannel client = connect(path)) {
            awaitLog(recorder, "<OPENED>");
            assertThat(devices.registry.yank("a")).isTrue();
            assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
            awaitLog(recorder, "<OPENED><END><CLOSED>");
        }
        connect(path).close();
        awaitLog(recorder, "<OPENED><END><CLOSED><OPENED><END><CLOSED>");
        assertThat(devices.registry.yank("nosuch")).isFalse();
    }

    @Test
    void logsWhatTheFrontEndWroteAndThePeerTook() throws IOException {
        Path log = dir.resolve("log");
        Recorder recorder = new Recorder();
        CharFrontend frontend = devices.open(options + ",logfile=" + log, recorder);
        assertThatThrownBy(() -> frontend.connection().write(bytes("nobody"))).isInstanceOf(IOException.class);
        try (SocketChannel client = connect(path)) {
            send(client, "input");
            awaitLog(recorder, "<OPENED>input");
            Devices.writeAll(frontend, bytes("output"));
            assertThat(read(client, 6)).isEqualTo("output");
        }
        assertThat(Files.readString(log, StandardCharsets.US_ASCII)).isEqualTo("output");
    }
}
