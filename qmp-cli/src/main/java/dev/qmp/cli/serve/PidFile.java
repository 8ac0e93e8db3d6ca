package dev.qmp.cli.serve;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.qmp.chardev.internal.system.PrivateFiles;
import dev.qmp.cli.usage.IoErrors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The option {@code -pidfile}: a file with the process ID while the server runs, locked so that only one server can use it.
 *
 * <p>A reader finds a complete number in the file as soon as the file has its name. An existing file is overwritten in place, because its
 * creator may have set its owner and mode; a symbolic link to a file of ours is followed.
 *
 * <p>Thread: written by the main thread; removed by whichever thread ends the process.
 */
final class PidFile {
    private final @Nullable String name;

    // Guarded by this.
    private @Nullable Path file;
    private @Nullable Object key;
    private @Nullable FileChannel locked;

    PidFile(@Nullable String name) {
        this.name = name;
    }

    /** Writes the file, if the option is given. */
    synchronized void write() {
        if (name == null) {
            return;
        }
        byte[] text = (ProcessHandle.current().pid() + "\n").getBytes(US_ASCII);
        try {
            Path path = Path.of(name);
            while (!take(path, text)) {
                // It was replaced or removed while it was being locked, or has just been created.
            }
        } catch (InvalidPathException e) {
            throw refusal("Could not create '" + name + "': " + e.getReason());
        } catch (IOException e) {
            throw refusal("Could not create '" + name + "': " + IoErrors.reason(e));
        }
    }

    /** Locks and writes the file; returns false if the name meant another file before or after that. */
    private boolean take(Path path, byte[] text) throws IOException {
        BasicFileAttributes before = attributesOf(path);
        if (before == null) {
            create(path, text);
            before = attributesOf(path);
        }
        if (before != null && !before.isRegularFile()) {
            // Opening a FIFO would wait for its reader.
            throw refusal("Could not create '" + name + "': "
                    + (before.isDirectory() ? "Is a directory" : "Not a regular file"));
        }
        FileChannel channel = PrivateFiles.open(path);
        try {
            if (channel.tryLock() == null) {
                throw refusal("Cannot lock pid file: Resource temporarily unavailable");
            }
            BasicFileAttributes now = attributesOf(path);
            if (before == null || now == null || !Objects.equals(before.fileKey(), now.fileKey())) {
                return false;
            }
            file = path.toRealPath();
            key = now.fileKey();
            fill(channel, text);
            locked = channel;
            return true;
        } finally {
            if (locked == null) {
                channel.close();
            }
        }
    }

    /** Replaces the content so that a reader finds a complete number at any moment. */
    private static void fill(FileChannel channel, byte[] text) throws IOException {
        byte[] padded = Arrays.copyOf(text, (int) Math.max(text.length, Math.min(channel.size(), 64)));
        Arrays.fill(padded, text.length, padded.length, (byte) '\n');
        channel.write(ByteBuffer.wrap(padded), 0);
        channel.truncate(text.length);
    }

    /** Creates the file with the number in it, if the directory allows; otherwise it is created when it is locked. */
    private static void create(Path path, byte[] text) {
        Path parent = path.toAbsolutePath().getParent();
        try {
            Path whole = Files.createTempFile(parent, ".pid", "");
            try {
                Files.write(whole, text);
                Files.createLink(path, whole);
            } finally {
                Files.delete(whole);
            }
        } catch (IOException | UnsupportedOperationException e) {
            // Another file has the name now, or the file system has no links, or the directory is not writable: opening
            // it
            // shows which.
        }
    }

    private static @Nullable BasicFileAttributes attributesOf(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private StartException refusal(String reason) {
        return new StartException("-pidfile " + name, "cannot create PID file: " + reason);
    }

    /** Removes the file if it is still the same one; may be called repeatedly. */
    synchronized void remove() {
        FileChannel channel = locked;
        Path ours = file;
        if (channel != null && ours != null) {
            locked = null;
            try (channel) {
                BasicFileAttributes now = attributesOf(ours);
                if (now != null && Objects.equals(key, now.fileKey())) {
                    Files.delete(ours);
                }
            } catch (IOException e) {
                Diagnostics.print("-pidfile " + name + ": not removed: " + IoErrors.reason(e));
            }
        }
    }
}
