package dev.qmp.cli.usage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which of the standard streams are terminals. The JDK tells only whether standard input and output both are; on Linux {@code /proc}
 * tells of each.
 */
public final class Terminal {
    private Terminal() {}

    /** A stream that may be a terminal. */
    public enum Stream {
        /** Standard input. */
        IN(0),
        /** Standard output. */
        OUT(1),
        /** Standard error. */
        ERR(2);

        private final int descriptor;

        Stream(int descriptor) {
            this.descriptor = descriptor;
        }
    }

    /**
     * Returns whether a stream is a terminal.
     *
     * @param stream the stream
     * @return true if it is; false if it is not or that cannot be found out
     */
    public static boolean is(Stream stream) {
        try {
            String device = Files.readSymbolicLink(Path.of("/proc/self/fd/" + stream.descriptor))
                    .toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /**
     * Returns whether text on a stream may be coloured: it is a terminal, {@code TERM} is not {@code dumb}, and {@code NO_COLOR} is unset
     * or empty.
     *
     * @param stream the stream
     * @return true if it may
     */
    public static boolean hasColours(Stream stream) {
        String refused = System.getenv("NO_COLOR");
        return (refused == null || refused.isEmpty()) && !"dumb".equals(System.getenv("TERM")) && is(stream);
    }
}
