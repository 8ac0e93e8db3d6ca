package dev.qmp.chardev.internal.simple;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Output to a stream that may block.
 *
 * <p>While a stream keeps up, the caller writes into a bounded buffer and a thread of its own writes that out, so that no
 * loop ever blocks on a full pipe. The thread is made with the first byte.
 *
 * <p>Thread: any; state is guarded by the lock, which is not held while the stream is written.
 */
final class StreamWriter {
    /** Writes like {@link java.nio.channels.WritableByteChannel#write}, but may block. */
    @FunctionalInterface
    interface Sink {
        void write(byte[] bytes, int offset, int length) throws IOException;
    }

    private static final int CAPACITY = 64 * 1024;

    private final String name;
    private final Sink sink;
    private final Runnable onReady;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private byte[] filling = new byte[0];
    private int filled;
    private boolean busy; // the thread is writing
    private boolean wanted; // somebody waits for room
    private boolean stopped;
    private @Nullable Thread thread;
    private @Nullable IOException failure;

    StreamWriter(String name, Sink sink, Runnable onReady) {
        this.name = name;
        this.sink = sink;
        this.onReady = onReady;
    }

    /** Takes as much as fits. */
    int write(ByteBuffer source) throws IOException {
        lock.lock();
        try {
            IOException broken = failure;
            if (broken != null) {
                throw new IOException(broken.getMessage(), broken);
            }
            if (stopped) {
                throw new IOException("Bad file descriptor");
            }
            int count = Math.min(source.remaining(), CAPACITY - filled);
            if (count > 0) {
                reserve(count);
                source.get(filling, filled, count);
                filled += count;
                startThread();
                changed.signalAll();
            }
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** Asks for a call of the ready action when there is room; true if there is room now and no call will come. */
    boolean notifyWhenReady() {
        lock.lock();
        try {
            if (filled < CAPACITY || failure != null) {
                return true;
            }
            wanted = true;
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the thread when all was written; waits for that one second at most. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
            changed.signalAll();
            long nanos = 1_000_000_000L;
            while ((busy || filled > 0) && failure == null && thread != null && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void reserve(int count) {
        if (filling.length < filled + count) {
            byte[] larger = new byte[Math.min(CAPACITY, Math.max(filled + count, 4096))];
            System.arraycopy(filling, 0, larger, 0, filled);
            filling = larger;
        }
    }

    private void startThread() {
        if (thread == null) {
            Thread started = new Thread(this::run, name);
            started.setDaemon(true);
            thread = started;
            started.start();
        }
    }

    private void run() {
        byte[] writing = new byte[0];
        while (true) {
            int length;
            boolean notify;
            lock.lock();
            try {
                busy = false;
                changed.signalAll();
                while (filled == 0 && !stopped) {
                    changed.awaitUninterruptibly();
                }
                if (filled == 0) {
                    return;
                }
                byte[] full = filling;
                filling = writing;
                writing = full;
                length = filled;
                filled = 0;
                busy = true;
                notify = wanted;
                wanted = false;
            } finally {
                lock.unlock();
            }
            if (notify) {
                onReady.run();
            }
            if (!writeOut(writing, length)) {
                return;
            }
        }
    }

    private boolean writeOut(byte[] bytes, int length) {
        try {
            sink.write(bytes, 0, length);
            return true;
        } catch (IOException e) {
            lock.lock();
            try {
                failure = e;
                busy = false;
                changed.signalAll();
                wanted = false;
            } finally {
                lock.unlock();
            }
            onReady.run();
            return false;
        }
    }
}
