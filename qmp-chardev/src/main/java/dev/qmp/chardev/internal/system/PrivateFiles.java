package dev.qmp.chardev.internal.system;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Files that are nobody else's business, such as logs: they are created with mode 0600, and a link is not followed to a file that belongs
 * to someone else, because whoever can make links in the directory could have us write into it.
 *
 * <p>Thread: stateless.
 */
public final class PrivateFiles {
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private PrivateFiles() {}

    /**
     * Opens a file, and creates it if it does not exist.
     *
     * @param path the file, or a link to one of ours
     * @param how besides writing and creating, such as {@link StandardOpenOption#APPEND}
     * @return the open file
     * @throws IOException if it cannot be opened, or is a link to a file of someone else
     */
    public static FileChannel open(Path path, OpenOption... how) throws IOException {
        Set<OpenOption> options = new HashSet<>(List.of(how));
        options.add(StandardOpenOption.CREATE);
        options.add(StandardOpenOption.WRITE);
        Path real = path;
        if (Files.isSymbolicLink(path)) {
            real = target(path);
            if (Files.isRegularFile(real) && !isOurs(real)) {
                throw new FileSystemException(path.toString(), null, "a link to a file of another user: " + real);
            }
            if (!Files.isRegularFile(real)) {
                return FileChannel.open(path, options, OWNER_ONLY); // such as /dev/stdout: a pipe or a terminal
            }
        }
        if (Files.isRegularFile(real) || !Files.exists(real)) {
            options.add(LinkOption.NOFOLLOW_LINKS); // it may have been replaced by a link meanwhile
        }
        return FileChannel.open(real, options, OWNER_ONLY);
    }

    private static Path target(Path link) throws IOException {
        try {
            return link.toRealPath();
        } catch (NoSuchFileException e) {
            throw new FileSystemException(link.toString(), null, "a link to a file that does not exist");
        }
    }

    private static boolean isOurs(Path file) throws IOException {
        return Objects.equals(Files.getOwner(file), Files.getOwner(Path.of("/proc/self")));
    }
}
