package dev.qmp.cli.serve;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.qmp.chardev.internal.system.SystemErrors;
import dev.qmp.cli.usage.ErrorLine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The option {@code -pidfile}: a file with the number of the process, while it serves; locked, so that there is one server to a
 * file.
 *
 * <p>Whoever reads the file finds a whole number in it, from the moment that it has its name. A file that is there already is
 * written where it lies, since whoever made it may have seen to its owner and its mode. Of a symbolic link the target is the
 * file.
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

    /** Writes the file, if one is asked for. */
    synchronized void write() {
        if (name == null) {
            return;
        }
        byte[] text = (ProcessHandle.current().pid() + "\n").getBytes(US_ASCII);
        try {
            Path path = Path.of(name);
            while (!take(path, text)) {
                // It was exchanged or removed while it was being locked, or is there only now.
            }
        } catch (InvalidPathException e) {
            throw refusal("Could not create '" + name + "': " + e.getReason());
        } catch (IOException e) {
            throw refusal("Could not create '" + name + "': " + SystemErrors.text(e));
        }
    }

    /** Locks the file and writes it; false if it is no longer the one of that name, or was made just now. */
    private boolean take(Path path, byte[] text) throws IOException {
        BasicFileAttributes before = attributesOf(path);
        if (before == null) {
            appear(path, text);
            before = attributesOf(path);
        }
        if (before != null && !before.isRegularFile()) {
            // Opening a FIFO would wait for its reader.
            throw refusal("Could not create '" + name + "': "
                    + (before.isDirectory() ? "Is a directory" : "Not a regular file"));
        }
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
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

    /** Puts the number in the place of what is there, without a moment in which there is less than a number. */
    private static void fill(FileChannel channel, byte[] text) throws IOException {
        byte[] padded = Arrays.copyOf(text, (int) Math.max(text.length, Math.min(channel.size(), 64)));
        Arrays.fill(padded, text.length, padded.length, (byte) '\n');
        channel.write(ByteBuffer.wrap(padded), 0);
        channel.truncate(text.length);
    }

    /** Makes the file with the number in it, where the directory lets us; else it is made when it is locked. */
    private static void appear(Path path, byte[] text) {
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
            // Somebody else's is there now, or this file system has no links, or nothing can be made here: opening it
            // tells.
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

    /** Removes the file if it is still ours; once or more. */
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
                ErrorLine.print("qmp serve: -pidfile " + name + ": not removed: " + SystemErrors.text(e));
            }
        }
    }
}
