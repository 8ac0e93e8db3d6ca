package dev.qmp.chardev;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The write lock of a device, and the log file that records what was written under it.
 *
 * <p>Thread: safe for any thread.
 */
final class RecordedOutput {
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable LogFile log; // guarded by the lock

    /** Opens the log file if the options name one. */
    RecordedOutput(ChardevOptions options) {
        String logfile = options.string("logfile", null);
        if (logfile != null) {
            log = LogFile.open(logfile, options.bool("logappend", false));
        }
    }

    /** Writes as {@link Chardev#write(Chardev.Output, ByteBuffer)} says. */
    int write(Chardev.Output output, ByteBuffer source) throws IOException {
        lock.lock();
        try {
            LogFile recorder = log;
            if (recorder == null) {
                return output.writeBytes(source);
            }
            int from = source.position();
            try {
                return output.writeBytes(source);
            } finally {
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
            if (recorder != null) {
                recorder.close();
                log = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
