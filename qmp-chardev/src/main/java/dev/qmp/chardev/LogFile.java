package dev.qmp.chardev;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The file that records what a front end writes: the bytes that the device took, nothing else.
 *
 * <p>Thread: guarded by the device's write lock.
 */
final class LogFile {

    private final FileChannel channel;
    private boolean failed;

    private LogFile(FileChannel channel) {
        this.channel = channel;
    }

    static LogFile open(String path, boolean append) {
        try {
            return new LogFile(FileChannel.open(
                    Path.of(path),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING));
        } catch (IOException | InvalidPathException e) {
            throw new ChardevException("Could not create '" + path + "': " + SystemErrors.text(e));
        }
    }

    void record(ByteBuffer written, int from) {
        if (failed || written.position() == from) {
            return;
        }
        ByteBuffer taken = written.duplicate().flip().position(from);
        try {
            while (taken.hasRemaining()) {
                channel.write(taken);
            }
        } catch (IOException e) {
            failed = true;
            log().log(System.Logger.Level.WARNING, "log file is no longer written", e);
        }
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            log().log(System.Logger.Level.DEBUG, "log file not closed", e);
        }
    }

    /** The logger; made when there is something to say, because making it costs milliseconds at the start. */
    private static System.Logger log() {
        return System.getLogger(LogFile.class.getName());
    }
}
