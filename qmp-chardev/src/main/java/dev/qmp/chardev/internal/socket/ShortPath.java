package dev.qmp.chardev.internal.socket;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * A path that fits an address of the JDK, which refuses those of 107 and 108 bytes that the system takes: the path itself, or a link to it in
 * a private directory, which lasts until this is closed.
 *
 * <p>Thread: confined to its user.
 */
final class ShortPath implements AutoCloseable {
    /** The longest path that the JDK accepts, in bytes. */
    private static final int JDK_LIMIT = 106;

    /** How often another process may win the race for a name before we give up. */
    private static final int ATTEMPTS = 10;

    private final Path path;
    private final @Nullable Path directory;

    private ShortPath(Path path, @Nullable Path directory) {
        this.path = path;
        this.directory = directory;
    }

    /**
     * Returns a path by which a file is found.
     *
     * @param file the file
     * @param more how many bytes will be added to the path
     */
    static ShortPath of(Path file, int more) throws IOException {
        if (file.toString().getBytes(StandardCharsets.UTF_8).length + more <= JDK_LIMIT) {
            return new ShortPath(file, null);
        }
        Path directory = privateDirectory(Path.of(System.getProperty("java.io.tmpdir")), "q");
        Path link = directory.resolve("l");
        try {
            return new ShortPath(Files.createSymbolicLink(link, file.toAbsolutePath()), directory);
        } catch (IOException | RuntimeException | Error e) {
            Files.deleteIfExists(directory);
            throw e;
        }
    }

    Path path() {
        return path;
    }

    /** Removes the link, if there is one. */
    @Override
    public void close() throws IOException {
        if (directory != null) {
            Files.deleteIfExists(path);
            Files.deleteIfExists(directory);
        }
    }

    /**
     * Makes a directory with a unique name that only its owner can enter. Guessing the name is of no use, and the JDK's random
     * names cost milliseconds at the start.
     */
    static Path privateDirectory(Path parent, String prefix) throws IOException {
        long number = System.nanoTime();
        for (int attempt = 1; ; attempt++) {
            try {
                return Files.createDirectory(
                        parent.resolve(prefix + Long.toString(number + attempt, Character.MAX_RADIX)),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } catch (FileAlreadyExistsException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }
}
