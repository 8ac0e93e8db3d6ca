package dev.qmp.monitor;

import dev.qmp.chardev.CharEvent;
import dev.qmp.chardev.CharFeature;
import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.options.OptionString;
import dev.qmp.chardev.spi.ChardevContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A device without a system under it: its peer says when there is something to read and how much may be written.
 *
 * <p>Thread: as {@link Chardev}; what the peer does may be called by any thread.
 */
final class MemoryDevice extends Chardev {
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
                new Context(loop),
                Set.of(CharFeature.GCONTEXT));
    }

    // ---- the peer -----------------------------------------------------------------------------------------------

    void connect() {
        runInLoop(() -> emit(CharEvent.OPENED));
    }

    void sends(String text) {
        runInLoop(() -> {
            unread.append(text);
            resumeInLoop();
        });
    }

    void sendsNoMore() {
        runInLoop(() -> {
            ended = true;
            resumeInLoop();
        });
    }

    void takes(int bytes) {
        room.addAndGet(bytes);
        runInLoop(() -> writeInterestInLoop(wanted));
    }

    void leaves() {
        broken = true;
        runInLoop(() -> {
            writeInterestInLoop(wanted); // a broken channel counts as writable
            disconnectInLoop();
        });
    }

    String written() {
        return written.toString();
    }

    // ---- the device ---------------------------------------------------------------------------------------------

    @Override
    protected int writeBytes(ByteBuffer source) throws IOException {
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
    protected void writeInterestInLoop(boolean anybody) {
        wanted = anybody;
        if (anybody && (room.get() > 0 || broken)) {
            loop().execute(() -> runInLoop(this::writable));
        }
    }

    @Override
    protected void resumeInLoop() {
        while (!unread.isEmpty() && takesMore()) {
            String piece = unread.substring(0, Math.min(3, unread.length()));
            unread.delete(0, piece.length());
            deliver(ByteBuffer.wrap(piece.getBytes(StandardCharsets.ISO_8859_1)));
        }
        if (ended && unread.isEmpty()) {
            ended = false;
            endOfInput(this::disconnectInLoop, () -> {});
        }
    }

    @Override
    protected void disconnectInLoop() {
        broken = true;
        inputOver();
        unread.setLength(0);
        if (isOpen()) {
            emit(CharEvent.CLOSED);
        }
    }

    @Override
    protected void closeInLoop() {
        disconnectInLoop();
    }

    private record Context(EventLoop mainLoop) implements ChardevContext {
        @Override
        public Executor helpers() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Executor computing() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Consumer<String> notices() {
            return line -> {};
        }

        @Override
        public Optional<Chardev> find(String id) {
            return Optional.empty();
        }

        @Override
        public boolean isStarting() {
            return false;
        }

        @Override
        public <T> Optional<T> service(Class<T> type) {
            return Optional.empty();
        }
    }
}
