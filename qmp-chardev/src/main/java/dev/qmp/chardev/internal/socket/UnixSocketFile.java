package dev.qmp.chardev.internal.socket;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.internal.system.Logs;
import dev.qmp.chardev.internal.system.SystemErrors;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
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
 * The file of a listening unix socket.
 *
 * <p>The socket is bound in a private directory beside its place, given its mode, and linked to its place when it listens:
 * whoever finds the file can connect, and is subject to the mode. A link never replaces anything. An existing file is removed
 * only if it is a socket that nobody listens on; at the end the file is removed if it is still ours.
 *
 * <p>Thread: confined to its listener.
 */
final class UnixSocketFile {
    /** The longest path that fits the system's address structure, in bytes. */
    private static final int LIMIT = 108;

    /** How often another process may win the race for the name before we give up. */
    private static final int ATTEMPTS = 10;

    private static final String ANSWERS = "a server answers there";
    private static final String QUEUE_FULL = "Resource temporarily unavailable";

    private static final int TYPE_MASK = 0170000;
    private static final int DIRECTORY = 0040000;
    private static final int LINK = 0120000;
    private static final int SOCKET = 0140000;

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
        try {
            return bindPrivately(Path.of(path), backlog, mode);
        } catch (IOException | InvalidPathException e) {
            throw new ChardevException("Failed to bind socket to " + path + ": " + SystemErrors.text(e));
        }
    }

    void deleteIfOurs() {
        Path file = Path.of(path);
        try {
            Object ours = fileKey;
            if (ours != null && Objects.equals(ours, attributes(file).fileKey())) {
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
        if (length > LIMIT) {
            throw new ChardevException(
                    "UNIX socket path '" + path + "' is too long",
                    List.of("Path must be less than " + LIMIT + " bytes"));
        }
    }

    private ServerSocketChannel bindPrivately(Path target, int backlog, @Nullable String mode) throws IOException {
        Path parent = target.getParent();
        Path directory = ShortPath.privateDirectory(parent == null ? Path.of("") : parent, ".q");
        Path inside = directory.resolve("s");
        ServerSocketChannel channel = null;
        try {
            try (ShortPath shorter = ShortPath.of(directory, "/s".length())) {
                channel = listen(shorter.path().resolve("s"), backlog);
            }
            if (mode != null) {
                Files.setPosixFilePermissions(inside, permissions(mode));
            }
            Object key = attributes(inside).fileKey();
            publish(inside, target, directory.resolve("old"));
            fileKey = key;
            return channel;
        } catch (IOException | RuntimeException | Error e) {
            Listener.closeQuietly(channel);
            throw e;
        } finally {
            Files.deleteIfExists(inside);
            Files.deleteIfExists(directory);
        }
    }

    private ServerSocketChannel listen(Path place, int backlog) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            return channel.bind(UnixDomainSocketAddress.of(place), backlog);
        } catch (IOException | RuntimeException | Error e) {
            Listener.closeQuietly(channel);
            throw e;
        }
    }

    private void publish(Path inside, Path target, Path old) throws IOException {
        if (linked(inside, target)) {
            return;
        }
        try (PlaceLock lock = PlaceLock.take(target)) {
            if (lock == null) {
                throw inUse("another server is just starting there");
            }
            for (int attempt = 1; ; attempt++) {
                removeStale(target, old);
                if (linked(inside, target)) {
                    return;
                }
                if (attempt == ATTEMPTS) {
                    throw new FileAlreadyExistsException(path);
                }
            }
        }
    }

    private static boolean linked(Path file, Path name) throws IOException {
        try {
            link(file, name);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** Renames a file to a name that must not exist yet. */
    private static void link(Path file, Path name) throws IOException {
        try {
            Files.createLink(name, file);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (FileSystemException e) { // a file system without links
            Files.move(file, name);
        }
    }

    /** Moves a socket that nobody listens on out of the way; moves it back if it turns out to be another file by then. */
    private void removeStale(Path target, Path old) throws IOException {
        try {
            BasicFileAttributes stale = attributes(target);
            checkStale(target);
            Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
            BasicFileAttributes moved = attributes(old);
            if (Objects.equals(stale.fileKey(), moved.fileKey())
                    && stale.lastModifiedTime().equals(moved.lastModifiedTime())) {
                Files.delete(old);
            } else {
                link(old, target);
                Files.deleteIfExists(old);
            }
        } catch (NoSuchFileException e) {
            log().log(System.Logger.Level.DEBUG, "somebody else has removed the old socket: {0}", path);
        }
    }

    private void checkStale(Path file) throws IOException {
        int type = (int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) & TYPE_MASK;
        if (type == DIRECTORY) {
            throw new ChardevException("Failed to unlink socket " + path + ": Is a directory");
        }
        if (type != SOCKET) {
            throw new ChardevException("Failed to bind socket to " + path + ": File exists and is "
                    + (type == LINK ? "a symbolic link" : "not a socket"));
        }
        String reason = whyNotStale(file);
        if (reason != null) {
            throw inUse(reason);
        }
    }

    private ChardevException inUse(String reason) {
        return new ChardevException("Failed to bind socket to " + path + ": Address already in use: " + reason);
    }

    /** Connects without waiting for a place in the server's queue; null if nobody listens. */
    private static @Nullable String whyNotStale(Path file) throws IOException {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX);
                ShortPath shorter = ShortPath.of(file, 0)) {
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(shorter.path()));
            return ANSWERS;
        } catch (ConnectException e) {
            return null;
        } catch (SocketException e) {
            attributes(file); // it may be gone by now
            String text = SystemErrors.text(e);
            return text.equals(QUEUE_FULL) ? ANSWERS : "it cannot be told whether a server listens there: " + text;
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

    private static BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
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

    private static System.Logger log() {
        return Logs.of(UnixSocketFile.class);
    }
}
