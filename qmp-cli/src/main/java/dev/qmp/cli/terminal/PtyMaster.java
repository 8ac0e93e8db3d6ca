package dev.qmp.cli.terminal;

import dev.qmp.chardev.spi.PseudoTerminals.PseudoTerminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.jline.nativ.CLibrary;

/**
 * The master of a pseudo-terminal. It is opened by the JDK, whose channels can be closed while a reader is blocked, and set up through
 * the number of its descriptor.
 *
 * <p>Thread: as {@link PseudoTerminal} says.
 */
final class PtyMaster implements PseudoTerminal {
    private static final Path MULTIPLEXER = Path.of("/dev/ptmx");
    private static final boolean POWER = System.getProperty("os.arch", "").startsWith("ppc");
    private static final long UNLOCK = POWER ? 0x80045431L : 0x40045431L;
    private static final long NUMBER = POWER ? 0x40045430L : 0x80045430L;

    /** How often a waiting reader checks whether the terminal was closed. */
    private static final int CHECK_MILLIS = 250;

    private final FileChannel channel;
    private final int descriptor;
    private final String path;

    private PtyMaster(FileChannel channel, int descriptor, String path) {
        this.channel = channel;
        this.descriptor = descriptor;
        this.path = path;
    }

    /** Opens a master. Synchronized, so that the new descriptor can be identified. */
    static synchronized PtyMaster open() throws IOException {
        Set<Integer> before = descriptors();
        FileChannel channel = FileChannel.open(MULTIPLEXER, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            Set<Integer> made = descriptors();
            made.removeAll(before);
            if (made.size() != 1) {
                throw new IOException("cannot identify the new descriptor of " + MULTIPLEXER);
            }
            PtyMaster terminal = setUp(channel, made.iterator().next());
            openSlaveOnce(terminal.path());
            return terminal;
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    private static PtyMaster setUp(FileChannel channel, int descriptor) throws IOException {
        int[] zero = {0};
        int[] number = {-1};
        if (CLibrary.ioctl(descriptor, UNLOCK, zero) != 0 || CLibrary.ioctl(descriptor, NUMBER, number) != 0) {
            throw new IOException("cannot unlock a pseudo-terminal");
        }
        TerminalModes.of(descriptor).transparent();
        return new PtyMaster(channel, descriptor, "/dev/pts/" + number[0]);
    }

    /**
     * Has another process open the slave once: before that, the master cannot notice that no process has it open. This process must not
     * open it itself, because a terminal that a session leader opens becomes its controlling terminal.
     */
    private static void openSlaveOnce(String path) throws IOException {
        Process opener = new ProcessBuilder("/bin/sh", "-c", ": <\"$0\"", path).start();
        boolean interrupted = false;
        while (true) {
            try {
                int status = opener.waitFor();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                if (status != 0) {
                    throw new IOException("cannot open " + path);
                }
                return;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }

    private static Set<Integer> descriptors() throws IOException {
        Set<Integer> found = new HashSet<>();
        try (DirectoryStream<Path> links = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path link : links) {
                if (target(link).endsWith("ptmx")) {
                    found.add(Integer.valueOf(String.valueOf(link.getFileName())));
                }
            }
        }
        return found;
    }

    /** Returns the target of a link; an empty path if the link has disappeared, such as that of the directory stream itself. */
    private static Path target(Path link) throws IOException {
        try {
            return Files.readSymbolicLink(link);
        } catch (NoSuchFileException e) {
            return Path.of("");
        }
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public int read(byte[] target, boolean wait) throws IOException {
        // A blocking read of the channel would block its writers too, so it is read only when there is input.
        while (CLibrary.pollForInput(descriptor, wait ? CHECK_MILLIS : 0) == 0) {
            if (!wait) {
                return 0;
            }
            if (!channel.isOpen()) {
                throw new ClosedChannelException();
            }
        }
        try {
            return channel.read(ByteBuffer.wrap(target));
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            return -1; // EIO: no process has the slave open
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
