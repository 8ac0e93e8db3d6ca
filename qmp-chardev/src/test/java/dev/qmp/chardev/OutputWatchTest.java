package dev.qmp.chardev;

import static dev.qmp.chardev.Devices.awaitLog;
import static dev.qmp.chardev.Devices.connect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.chardev.loop.Watch;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Watches on a device's output: what they leave behind, and what happens when one fails. */
class OutputWatchTest {
    @RegisterExtension
    final Devices devices = new Devices();

    @TempDir
    Path dir;

    private final Recorder recorder = new Recorder();
    private CharFrontend frontend;

    @BeforeEach
    void open() {
        frontend = devices.open("socket,id=a,server=on,wait=off,path=" + dir.resolve("s"), recorder);
    }

    /** A client that does not read, behind an output that is full. */
    private SocketChannel slowClient() throws IOException {
        SocketChannel client = connect(dir.resolve("s"));
        awaitLog(recorder, "<OPENED>");
        frontend.connection().write(ByteBuffer.allocate(8 << 20));
        return client;
    }

    private WeakReference<WatchCallback> addAndRemove() {
        WatchCallback callback = new WatchCallback() {
            @Override
            public boolean ready(WatchCondition condition) {
                return true;
            }
        };
        Watch watch = frontend.connection().addWatch(EnumSet.of(WatchCondition.OUT, WatchCondition.HUP), callback);
        watch.remove();
        return new WeakReference<>(callback);
    }

    @Test
    void nothingIsLeftOfAWatchThatWasRemoved() throws IOException {
        try (SocketChannel client = slowClient()) {
            WeakReference<WatchCallback> callback = addAndRemove();
            Await.until("forgotten", () -> {
                System.gc();
                return callback.get() == null;
            });
            assertThat(client.isConnected()).isTrue();
        }
    }

    @Test
    void aWatchThatFailsEndsItsConnectionAndTheOthersHearOfIt() throws IOException {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (SocketChannel client = slowClient()) {
            frontend.connection().addWatch(Set.of(WatchCondition.OUT), condition -> {
                throw new AssertionError("watch failed");
            });
            frontend.connection().addWatch(EnumSet.of(WatchCondition.OUT, WatchCondition.HUP), condition -> {
                heard.add("second " + condition);
                return true;
            });
            ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
            while (client.read(buffer.clear()) >= 0) {
                Thread.onSpinWait();
            }
            devices.awaitFailure("watch failed");
            awaitLog(recorder, "<OPENED><CLOSED>");
            assertThat(heard).contains("second HUP");
        }
        connect(dir.resolve("s")).close();
        awaitLog(recorder, "<OPENED><CLOSED><OPENED><END><CLOSED>");
    }

    @Test
    void aWatchThatFailsAtTheHangUpIsReportedAndTheOthersHearOfIt() throws IOException {
        List<String> heard = new CopyOnWriteArrayList<>();
        SocketChannel client = slowClient();
        for (int i = 0; i < 3; i++) {
            frontend.connection().addWatch(Set.of(WatchCondition.HUP), condition -> {
                heard.add("HUP");
                throw new IllegalStateException("hang-up failed");
            });
        }
        client.close();
        awaitLog(recorder, "<OPENED><END><CLOSED>");
        for (int i = 0; i < 3; i++) {
            devices.awaitFailure("hang-up failed");
        }
        assertThat(heard).hasSize(3);
    }
}
