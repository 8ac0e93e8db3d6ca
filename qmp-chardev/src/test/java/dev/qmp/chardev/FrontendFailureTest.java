package dev.qmp.chardev;

import static dev.qmp.chardev.Devices.awaitLog;
import static dev.qmp.chardev.Devices.connect;
import static dev.qmp.chardev.Devices.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A front end whose callback throws loses its present peer, and the next one is served. */
class FrontendFailureTest {
    @RegisterExtension
    final Devices devices = new Devices();

    @TempDir
    Path dir;

    /** The callbacks that can fail. */
    enum Callback {
        CAN_READ,
        READ,
        OPENED,
        CLOSED,
        END
    }

    /** Fails in one callback while it is asked to. Thread: as {@link Recorder}. */
    private static final class Failing extends Recorder {
        private final Callback callback;
        private volatile boolean failing = true;

        Failing(Callback callback) {
            this.callback = callback;
        }

        void recover() {
            failing = false;
        }

        private void fail(Callback here) {
            if (failing && here == callback) {
                throw new AssertionError("front end failed");
            }
        }

        @Override
        public int canRead() {
            fail(Callback.CAN_READ);
            return super.canRead();
        }

        @Override
        public void read(ByteBuffer buffer) {
            fail(Callback.READ);
            super.read(buffer);
        }

        @Override
        public void event(CharEvent event) {
            super.event(event);
            if (event == CharEvent.OPENED) {
                fail(Callback.OPENED);
            } else if (event == CharEvent.CLOSED) {
                fail(Callback.CLOSED);
            }
        }

        @Override
        public boolean endOfInput() {
            boolean answer = super.endOfInput();
            fail(Callback.END);
            return answer;
        }
    }

    /** The peer visits, until it is disconnected. */
    private static void visit(Path path, Callback callback) throws IOException {
        try (SocketChannel client = connect(path)) {
            try {
                send(client, "x");
                if (callback == Callback.CLOSED || callback == Callback.END) {
                    client.shutdownOutput();
                }
                assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
            } catch (IOException e) {
                assertThat(e).hasMessageMatching("Connection reset.*|Broken pipe");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Callback.class)
    void itsPeerIsDisconnectedAndTheNextIsServed(Callback callback) throws IOException {
        Path path = dir.resolve("s");
        Failing failing = new Failing(callback);
        devices.open("socket,id=a,server=on,wait=off,path=" + path, failing);
        for (int i = 1; i <= 3; i++) {
            visit(path, callback);
            int visits = i;
            Await.until(failing::log, () -> failing.events().size() == 2 * visits);
            devices.awaitFailure("front end failed");
        }
        failing.recover();
        try (SocketChannel client = connect(path)) {
            send(client, "served");
            Await.until(failing::log, () -> failing.log().endsWith("<OPENED>served"));
        }
    }

    @ParameterizedTest
    @EnumSource(Callback.class)
    void itsPlaceAmongManyIsFree(Callback callback) throws IOException {
        Path path = dir.resolve("s");
        Recorder healthy = new Recorder();
        Failing failing = new Failing(callback);
        boolean[] first = {true};
        devices.add("socket,id=a,server=on,wait=off,max-clients=2,path=" + path)
                .attach()
                .setClientListener(
                        client -> {
                            client.attach().setHandlers(first[0] ? healthy : failing, null);
                            first[0] = false;
                        },
                        devices.io);
        try (SocketChannel other = connect(path)) {
            awaitLog(healthy, "<OPENED>");
            for (int i = 0; i < 3; i++) {
                visit(path, callback);
                devices.awaitFailure("front end failed");
            }
            send(other, "served");
            awaitLog(healthy, "<OPENED>served");
        }
    }

    @Test
    void theOthersOnItsMultiplexerGoOn() throws IOException {
        Path path = dir.resolve("s");
        Chardev mux = devices.add("socket,id=a,server=on,wait=off,mux=on,path=" + path);
        Recorder other = new Recorder();
        mux.attach().setHandlers(other, null);
        Failing failing = new Failing(Callback.READ);
        mux.attach().setHandlers(failing, null);
        try (SocketChannel client = connect(path)) {
            Await.until(failing::log, () -> failing.log().contains("<OPENED>"));
            send(client, "x");
            devices.awaitFailure("front end failed");
            Await.until(failing::log, () -> failing.log().endsWith("<CLOSED>"));
            send(client, "\u0001cserved");
            Await.until(other::log, () -> other.log().endsWith("<MUX_IN>served"));
            assertThat(other.events()).doesNotContain(CharEvent.CLOSED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ringbuf", "null", "file,path=/dev/null", "udp,port=9", "stdio"})
    void onOtherDevicesItIsContainedToo(String type) {
        CharFrontend frontend = devices.add(type + ",id=a").attach();
        frontend.setHandlers(
                new Recorder() {
                    @Override
                    public void event(CharEvent event) {
                        throw new IllegalStateException("front end failed");
                    }
                },
                null);
        frontend.chardev().sendBreak();
        devices.main.call(() -> {});
        frontend.close();
        assertThat(devices.failures).isNotEmpty().allMatch(e -> "front end failed".equals(e.getMessage()));
        devices.failures.clear();
        assertThat(frontend.chardev().isClosed()).isTrue();
    }
}
