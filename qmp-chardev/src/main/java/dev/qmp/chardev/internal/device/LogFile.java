package dev.qmp.chardev.internal.device;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.internal.descriptor.OpenFile;
import dev.qmp.chardev.internal.system.Logs;
import dev.qmp.chardev.internal.system.SystemErrors;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.spi.ChardevContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.InvalidPathException;
import org.jspecify.annotations.Nullable;

/**
 * The file that records what a front end writes: exactly the bytes that the device took.
 *
 * <p>Thread: safe for any thread; guarded by its own lock, because the devices of several clients may share it.
 */
public final class LogFile {
    private final FileChannel channel;
    private boolean over;

    private LogFile(FileChannel channel) {
        this.channel = channel;
    }

    /** Opens the file that a device's options name; null if they name none. */
    public static @Nullable LogFile open(ChardevOptions options, ChardevContext context) {
        String path = options.string("logfile", null);
        if (path == null) {
            return null;
        }
        boolean append = options.bool("logappend", false);
        try {
            return new LogFile(OpenFile.toWrite(path, append, context));
        } catch (IOException | InvalidPathException e) {
            throw new ChardevException("Could not create '" + path + "': " + SystemErrors.text(e));
        }
    }

    synchronized void record(ByteBuffer written, int from) {
        if (over || written.position() == from) {
            return;
        }
        ByteBuffer taken = written.duplicate().flip().position(from);
        try {
            while (taken.hasRemaining()) {
                channel.write(taken);
            }
        } catch (IOException e) {
            over = true;
            log().log(System.Logger.Level.WARNING, "log file is no longer written", e);
        }
    }

    public synchronized void close() {
        over = true; // a device that shares it may still try to write
        try {
            channel.close();
        } catch (IOException e) {
            log().log(System.Logger.Level.DEBUG, "log file not closed", e);
        }
    }

    private static System.Logger log() {
        return Logs.of(LogFile.class);
    }
}
