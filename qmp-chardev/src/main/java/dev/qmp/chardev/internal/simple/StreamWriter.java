package dev.qmp.chardev.internal.simple;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Output to a stream that may block.
 *
 * <p>While a stream keeps up, the caller writes into a bounded buffer and a thread of its own writes that out, so that no
 * loop blocks on a full pipe. The thread is made with the first byte.
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
    private boolean wanted; // a writer waits for room
    private boolean stopped;
    private @Nullable Thread thread;
    private @Nullable IOException failure;
    private final List<Runnable> whenDrained = new ArrayList<>(0);

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
                startThread();
                reserve(count);
                source.get(filling, filled, count);
                filled += count;
                changed.signalAll();
            }
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** Asks for a call of the ready action when there is room; true, without a call, if there is room now. */
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

    /** Says whether everything accepted has been written to the stream, or never will be. */
    boolean isDrained() {
        lock.lock();
        try {
            return (filled == 0 && !busy) || failure != null;
        } finally {
            lock.unlock();
        }
    }

    /** Runs an action once everything accepted has been written, or never will be: now, or later in the writing thread. */
    void whenDrained(Runnable action) {
        lock.lock();
        try {
            if (!isDrained()) {
                whenDrained.add(action);
                return;
            }
        } finally {
            lock.unlock();
        }
        action.run();
    }

    /** Accepts nothing any more; the thread ends when everything is written. Does not wait. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
            changed.signalAll();
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

    private void startThread() throws IOException {
        if (thread == null) {
            Thread started = new Thread(this::run, name);
            started.setDaemon(true);
            try {
                started.start();
            } catch (OutOfMemoryError e) { // the system has no more threads
                throw new IOException(e.getMessage(), e);
            }
            thread = started;
        }
    }

    private void run() {
        byte[] writing = new byte[0];
        while (true) {
            int length;
            boolean notify;
            written(null).forEach(Runnable::run);
            lock.lock();
            try {
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
            try {
                sink.write(writing, 0, length);
            } catch (Throwable e) {
                written(e instanceof IOException known ? known : new IOException(e.toString(), e))
                        .forEach(Runnable::run);
                onReady.run();
                return;
            }
        }
    }

    /** The stream has taken a piece, or has failed; returns the actions that are due now. */
    private List<Runnable> written(@Nullable IOException broken) {
        lock.lock();
        try {
            busy = false;
            failure = broken;
            if (!isDrained()) {
                return List.of();
            }
            List<Runnable> due = List.copyOf(whenDrained);
            whenDrained.clear();
            return due;
        } finally {
            lock.unlock();
        }
    }
}
