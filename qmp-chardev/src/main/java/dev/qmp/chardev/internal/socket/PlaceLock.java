package dev.qmp.chardev.internal.socket;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The right to replace the file at a path, which one thread of one process has at a time: between the look at a file and its
 * removal, somebody else could have put his own in its place. The lock is on a file beside the path that lasts as long as the
 * right does; it does not outlive its process.
 *
 * <p>Thread: confined to its user.
 */
final class PlaceLock implements AutoCloseable {
    /** Held as long as the file is open: closing a file gives up all locks that the process has on it. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    private final Path file;
    private final FileChannel channel;

    private PlaceLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Waits for other threads, but not for other processes: returns null if one of them has the right. */
    static @Nullable PlaceLock take(Path target) throws IOException {
        Path file = target.resolveSibling("." + target.getFileName() + ".lock");
        THREADS.lock();
        PlaceLock taken = null;
        try {
            while (true) {
                Object before = create(file);
                FileChannel channel;
                try {
                    channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                } catch (NoSuchFileException e) {
                    continue; // its last owner has just removed it
                }
                try {
                    if (channel.tryLock() == null) {
                        return null;
                    }
                    if (before != null && Objects.equals(before, key(file))) {
                        taken = new PlaceLock(file, channel);
                        return taken;
                    }
                } finally {
                    if (taken == null) {
                        channel.close();
                    }
                }
            }
        } finally {
            if (taken == null) {
                THREADS.unlock();
            }
        }
    }

    private static @Nullable Object create(Path file) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            // It is in use, or its owner was killed.
        }
        return key(file);
    }

    private static @Nullable Object key(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(file);
        } finally {
            THREADS.unlock();
        }
    }
}
