package dev.qmp.chardev.internal.socket;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.SystemErrors;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file of a listening unix socket: an old one is removed first, ours is removed at the end if it is still ours.
 *
 * <p>A socket with a mode is bound in a private directory beside its place, given the mode, and renamed: nobody can connect
 * before the mode holds.
 *
 * <p>Thread: confined to its listener.
 */
final class UnixSocketFile {
    /** What fits the system's address structure. */
    private static final int LIMIT = 108;

    /** What the JDK accepts. */
    private static final int JDK_LIMIT = 106;

    private final String path;
    private @Nullable Object fileKey;

    UnixSocketFile(String path) {
        this.path = path.isEmpty() ? temporaryName() : path;
    }

    String path() {
        return path;
    }

    ServerSocketChannel bind(int backlog, @Nullable String mode) {
        checkLength(path);
        Path target = Path.of(path);
        unlinkOld(target);
        ServerSocketChannel channel = null;
        try {
            channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            if (mode == null) {
                channel.bind(UnixDomainSocketAddress.of(target), backlog);
            } else {
                bindPrivately(channel, target, backlog, mode);
            }
            fileKey = keyOf(target);
            return channel;
        } catch (IOException e) {
            close(channel);
            throw new ChardevException("Failed to bind socket to " + path + ": " + SystemErrors.text(e));
        }
    }

    void deleteIfOurs() {
        Path file = Path.of(path);
        try {
            Object ours = fileKey;
            if (ours != null && Objects.equals(ours, keyOf(file))) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            log().log(System.Logger.Level.DEBUG, "socket file is gone already: {0}", path);
        } catch (IOException e) {
            log().log(System.Logger.Level.WARNING, "socket file not removed: " + path, e);
        }
    }

    static void checkLength(String path) {
        int length = path.getBytes(StandardCharsets.UTF_8).length;
        if (length > JDK_LIMIT) {
            int limit = length > LIMIT ? LIMIT : JDK_LIMIT + 1;
            throw new ChardevException(
                    "UNIX socket path '" + path + "' is too long",
                    List.of("Path must be less than " + limit + " bytes"));
        }
    }

    private static void bindPrivately(ServerSocketChannel channel, Path target, int backlog, String mode)
            throws IOException {
        Path parent = target.toAbsolutePath().getParent();
        Path directory = Files.createTempDirectory(parent == null ? target : parent, ".q");
        try {
            Path inside = directory.resolve("s");
            channel.bind(UnixDomainSocketAddress.of(inside), backlog);
            Files.setPosixFilePermissions(inside, permissions(mode));
            Files.move(inside, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(directory.resolve("s"));
            Files.deleteIfExists(directory);
        }
    }

    private static Set<PosixFilePermission> permissions(String mode) {
        int bits = Integer.parseInt(mode, 8);
        Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] all = PosixFilePermission.values(); // owner, group, others; read, write, execute
        for (int i = 0; i < all.length; i++) {
            if ((bits & (0400 >> i)) != 0) {
                set.add(all[i]);
            }
        }
        return set;
    }

    private void unlinkOld(Path target) {
        if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new ChardevException("Failed to unlink socket " + path + ": Is a directory");
        }
        try {
            Files.deleteIfExists(target);
        } catch (IOException e) {
            throw new ChardevException("Failed to unlink socket " + path + ": " + SystemErrors.text(e));
        }
    }

    private static @Nullable Object keyOf(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    private static String temporaryName() {
        try {
            Path name = Files.createTempFile("qemu-socket-", "");
            Files.delete(name);
            return name.toString();
        } catch (IOException e) {
            throw new ChardevException("Failed to make a temporary socket name: " + SystemErrors.text(e));
        }
    }

    private static void close(@Nullable ServerSocketChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                log().log(System.Logger.Level.DEBUG, "socket not closed", e);
            }
        }
    }

    /** The logger; made when there is something to say, because making it costs milliseconds at the start. */
    private static System.Logger log() {
        return System.getLogger(UnixSocketFile.class.getName());
    }
}
