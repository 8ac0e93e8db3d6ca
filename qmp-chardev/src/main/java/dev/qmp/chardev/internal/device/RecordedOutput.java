package dev.qmp.chardev.internal.device;

import dev.qmp.chardev.spi.WriteLock;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The write lock of a device, and the log file that records what was written under it.
 *
 * <p>Thread: safe for any thread.
 */
final class RecordedOutput implements WriteLock {
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private @Nullable LogFile log;
    private boolean shared;

    /** Records from now on; the log file is closed with this output. */
    void recordTo(LogFile file) {
        lock.lock();
        try {
            log = file;
        } finally {
            lock.unlock();
        }
    }

    /** Also records in the log file of another output, which closes it. */
    void share(RecordedOutput owner) {
        LogFile file;
        owner.lock.lock();
        try {
            file = owner.log;
        } finally {
            owner.lock.unlock();
        }
        lock.lock();
        try {
            log = file;
            shared = true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int enter(ByteBuffer source) {
        lock.lock();
        return source.position();
    }

    @Override
    public void leave(ByteBuffer source, int from) {
        try {
            LogFile recorder = log;
            if (recorder != null) {
                recorder.record(source, from);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Closes the log file. */
    void close() {
        lock.lock();
        try {
            LogFile recorder = log;
            if (recorder != null && !shared) {
                recorder.close();
            }
            log = null;
        } finally {
            lock.unlock();
        }
    }
}
