package dev.qmp.chardev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.loop.LoopSettings;
import dev.qmp.chardev.registry.ChardevRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Time that passes only when the test says so. */
class HandshakeTimeoutTest {
    private final AtomicLong clock = new AtomicLong();
    private final EventLoop loop = EventLoop.create("main", LoopSettings.DEFAULT.withNanoClock(clock::get));
    private final ChardevRegistry registry = ChardevRegistry.load(loop);

    @AfterEach
    void close() {
        registry.close();
        loop.close();
    }

    @Test
    void aPeerThatDoesNotFinishItsHandshakeIsDroppedAfterTenSeconds() throws IOException {
        Chardev device = registry.add("socket,id=a,host=127.0.0.1,port=0,server=on,wait=off,websocket=on");
        Recorder recorder = new Recorder();
        device.attach().setHandlers(recorder, loop);
        try (SocketChannel silent = Devices.connectTcp(device)) {
            silent.configureBlocking(false);
            Devices.send(silent, "GET / HT");
            turns();
            clock.addAndGet(TimeUnit.SECONDS.toNanos(9));
            turns();
            assertThat(silent.read(ByteBuffer.allocate(1))).isZero();
            clock.addAndGet(TimeUnit.SECONDS.toNanos(2));
            turns();
            Await.until("dropped", () -> {
                try {
                    return silent.read(ByteBuffer.allocate(1)) < 0;
                } catch (IOException e) {
                    return true;
                }
            });
        }
        assertThat(recorder.log()).isEmpty();
    }

    private void turns() {
        for (int i = 0; i < 20; i++) {
            loop.turn(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }
}
