package dev.qmp.chardev.internal.descriptor;

import dev.qmp.chardev.internal.system.Logs;
import dev.qmp.chardev.spi.ChardevContext;
import dev.qmp.chardev.spi.DescriptorLookup;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Opens files by their names, of which those such as {@code /dev/fdset/1} are descriptors that the program has already.
 *
 * <p>Thread: stateless.
 */
public final class OpenFile {
    private static final String SETS = "/dev/fdset/";

    private OpenFile() {}

    /** Whether a name means a descriptor of a set. */
    public static boolean isInSet(String name) {
        return name.startsWith(SETS);
    }

    /** Opens a file to write it, from its beginning or after what it has. */
    public static FileChannel toWrite(String name, boolean append, ChardevContext context) throws IOException {
        if (!isInSet(name)) {
            return FileChannel.open(
                    path(name),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING);
        }
        FileChannel channel = inSet(name, DescriptorLookup.WRITES, false, context);
        try {
            if (append) {
                channel.position(channel.size());
            } else {
                channel.truncate(0);
            }
        } catch (IOException e) {
            // A pipe has neither a position nor a length.
            Logs.of(OpenFile.class).log(System.Logger.Level.DEBUG, "written as it is", e);
        }
        return channel;
    }

    /** Opens a file to read it. */
    public static FileChannel toRead(String name, ChardevContext context) throws IOException {
        return isInSet(name)
                ? inSet(name, DescriptorLookup.READS, true, context)
                : FileChannel.open(path(name), StandardOpenOption.READ);
    }

    /** Opens a descriptor of a set, a second time; it must have exactly the given access. */
    public static FileChannel inSet(String name, int access, boolean input, ChardevContext context) throws IOException {
        int number = context.service(DescriptorLookup.class)
                .orElseThrow(() -> new NoSuchFileException(name))
                .inSet(set(name), access);
        return SocketTransports.find(context)
                .orElseThrow(() -> new IOException("not available on this Java"))
                .file(number, input);
    }

    private static Path path(String name) throws IOException {
        if (name.isEmpty()) { // the JDK would take it as the working directory
            throw new NoSuchFileException(name);
        }
        return Path.of(name);
    }

    private static long set(String name) throws IOException {
        String number = name.substring(SETS.length());
        if (!number.matches("[0-9]{1,9}")) {
            throw new IOException("Invalid argument");
        }
        return Long.parseLong(number);
    }
}
