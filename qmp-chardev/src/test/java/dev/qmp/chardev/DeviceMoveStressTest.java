package dev.qmp.chardev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.chardev.loop.EventLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Front ends that come, go and change loops while a peer sends: no callback after the end, no byte lost or twice. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class DeviceMoveStressTest {
    private static final int ROUNDS = 1500;

    @RegisterExtension
    final Devices devices = new Devices();

    @TempDir
    Path dir;

    private final AtomicInteger next = new AtomicInteger(); // the number that must come next, modulo 256
    private final AtomicInteger wrong = new AtomicInteger();
    private final AtomicInteger late = new AtomicInteger();
    private final AtomicInteger elsewhere = new AtomicInteger();

    /** Takes numbered bytes; may be called only while it is the device's front end, by its loop only. */
    private final class Numbered implements CharHandlers {
        final EventLoop loop;
        final AtomicBoolean gone = new AtomicBoolean();

        Numbered(EventLoop loop) {
            this.loop = loop;
        }

        @Override
        public int canRead() {
            check();
            return 100;
        }

        @Override
        public void read(ByteBuffer bytes) {
            check();
            while (bytes.hasRemaining()) {
                if ((bytes.get() & 0xff) != (next.getAndIncrement() & 0xff)) {
                    wrong.incrementAndGet();
                }
            }
            check();
        }

        @Override
        public void event(CharEvent event) {
            check();
        }

        private void check() {
            if (gone.get()) {
                late.incrementAndGet();
            }
            if (!loop.inLoop()) {
                elsewhere.incrementAndGet();
            }
        }
    }

    @Test
    void movesBetweenLoopsWhileAPeerSends() throws Exception {
        Path path = dir.resolve("s");
        CharFrontend frontend =
                devices.add("socket,id=a,server=on,wait=off,path=" + path).attach();
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger sent = new AtomicInteger();
        AtomicReference<IOException> failure = new AtomicReference<>();
        Thread peer = new Thread(() -> {
            try (SocketChannel client = Devices.connect(path)) {
                ByteBuffer one = ByteBuffer.allocate(1);
                while (!stop.get()) {
                    one.clear().put((byte) sent.get()).flip();
                    client.write(one);
                    sent.incrementAndGet();
                }
                Await.until(() -> "sent " + sent + " read " + next, () -> next.get() == sent.get());
            } catch (IOException e) {
                failure.set(e);
            }
        });
        peer.start();
        for (int i = 0; i < ROUNDS; i++) {
            Numbered user = new Numbered(i % 2 == 0 ? devices.io : devices.main);
            frontend.setHandlers(user, user.loop);
            if (i % 3 == 0) {
                int before = next.get();
                Await.until("progress", () -> next.get() != before);
            }
            frontend.setHandlers(null, null);
            user.gone.set(true);
        }
        stop.set(true);
        Numbered last = new Numbered(devices.io);
        frontend.setHandlers(last, devices.io);
        peer.join();
        assertThat(failure.get()).isNull();
        assertThat(next.get()).isEqualTo(sent.get());
        assertThat(wrong.get()).isZero();
        assertThat(late.get()).isZero();
        assertThat(elsewhere.get()).isZero();
    }

    @Test
    void aWriterAThreadThatClosesAndALoopThatReadsDoNotMeetInTheWrongPlace() throws Exception {
        Path path = dir.resolve("s");
        Recorder recorder = new Recorder();
        CharFrontend frontend = devices.open("socket,id=a,server=on,wait=off,path=" + path, recorder);
        AtomicBoolean stop = new AtomicBoolean();
        Thread writer = new Thread(() -> {
            ByteBuffer reply = ByteBuffer.allocate(1000);
            while (!stop.get()) {
                try {
                    frontend.connection().write(reply.clear());
                } catch (IOException e) {
                    Thread.onSpinWait(); // nobody there, or just gone
                }
            }
        });
        writer.start();
        for (int i = 0; i < 300; i++) {
            try (SocketChannel client = Devices.connect(path)) {
                Devices.send(client, "x");
                if (i % 2 == 0) {
                    Devices.read(client, 500);
                }
            }
            int done = i + 1;
            Await.until(
                    () -> done + " visits: " + recorder.log(),
                    () -> recorder.events().size() >= 2 * done);
        }
        stop.set(true);
        writer.join();
        assertThat(recorder.log()).matches("(<OPENED>x?(<END>)?<CLOSED>)*");
    }
}
