package dev.qmp.monitor;

import dev.qmp.chardev.CharEvent;
import dev.qmp.chardev.CharFeature;
import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.options.OptionString;
import dev.qmp.chardev.registry.ChardevRegistry;
import dev.qmp.chardev.spi.CharDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A device without a system under it: its peer says when there is something to read and how much may be written.
 *
 * <p>Thread: as {@link CharDevice}; what the peer does may be called by any thread.
 */
final class MemoryDevice extends CharDevice {
    private final StringBuilder written =
            new StringBuilder(); // guarded by the write lock; read when all threads are done
    private final AtomicInteger room = new AtomicInteger();
    private volatile boolean broken;

    // The loop.
    private final StringBuilder unread = new StringBuilder();
    private boolean ended;
    private boolean wanted;

    MemoryDevice(EventLoop loop) {
        super(
                new ChardevOptions("m", "memory", OptionString.of(), ChardevOptions.Origin.MONITOR),
                ChardevRegistry.of(loop, List.of()).context(),
                Set.of(CharFeature.GCONTEXT));
    }

    // ---- the peer -----------------------------------------------------------------------------------------------

    void connect() {
        port.runInLoop(() -> port.emit(CharEvent.OPENED));
    }

    void sends(String text) {
        port.runInLoop(() -> {
            unread.append(text);
            resumeInLoop();
        });
    }

    void sendsNoMore() {
        port.runInLoop(() -> {
            ended = true;
            resumeInLoop();
        });
    }

    void takes(int bytes) {
        room.addAndGet(bytes);
        port.runInLoop(() -> writeInterestInLoop(wanted));
    }

    void leaves() {
        broken = true;
        port.runInLoop(() -> {
            writeInterestInLoop(wanted); // a broken channel counts as writable
            disconnectInLoop();
        });
    }

    String written() {
        return written.toString();
    }

    // ---- the device ---------------------------------------------------------------------------------------------

    @Override
    public int writeBytes(ByteBuffer source) throws IOException {
        if (broken) {
            throw new IOException("the peer has left");
        }
        int count = 0;
        while (source.hasRemaining() && room.get() > 0) {
            room.decrementAndGet();
            written.append((char) source.get());
            count++;
        }
        return count;
    }

    @Override
    public void writeInterestInLoop(boolean anybody) {
        wanted = anybody;
        if (anybody && (room.get() > 0 || broken)) {
            port.post(port::writable);
        }
    }

    @Override
    public void resumeInLoop() {
        while (!unread.isEmpty() && port.takesMore()) {
            String piece = unread.substring(0, Math.min(3, unread.length()));
            unread.delete(0, piece.length());
            port.deliver(ByteBuffer.wrap(piece.getBytes(StandardCharsets.ISO_8859_1)));
        }
        if (ended && unread.isEmpty()) {
            ended = false;
            port.endOfInput(this::disconnectInLoop, () -> {});
        }
    }

    @Override
    public void disconnectInLoop() {
        broken = true;
        port.inputOver();
        unread.setLength(0);
        if (port.isOpen()) {
            port.emit(CharEvent.CLOSED);
        }
    }

    @Override
    public void closeInLoop() {
        disconnectInLoop();
    }
}
