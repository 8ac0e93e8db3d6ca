package dev.qmp.chardev.internal.simple;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.internal.system.Logs;
import dev.qmp.chardev.internal.system.SystemErrors;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.InvalidPathException;
import org.jspecify.annotations.Nullable;

/**
 * Opening and closing of files, with QEMU's texts ({@code chardev-error-chardev}).
 *
 * <p>Thread: stateless.
 */
final class Channels {
    private Channels() {}

    /** Opens a file. Thread: stateless. */
    interface Opening {
        FileChannel open() throws IOException;
    }

    static FileChannel open(String path, Opening opening) {
        if (path.isEmpty()) { // the JDK would take it as the working directory
            throw new ChardevException("Could not open '': No such file or directory");
        }
        try {
            return opening.open();
        } catch (IOException | InvalidPathException e) {
            throw new ChardevException("Could not open '" + path + "': " + SystemErrors.text(e));
        }
    }

    static void close(@Nullable FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                Logs.of(Channels.class).log(System.Logger.Level.DEBUG, "file not closed", e);
            }
        }
    }
}
