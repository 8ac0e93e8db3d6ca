package dev.qmp.cli.usage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is known of the terminal that the tool may be used in.
 *
 * <p>The JDK tells only whether standard input and output are both terminals; Linux tells of each.
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
     * Tells whether a stream is a terminal.
     *
     * @param stream which
     * @return whether it is; false where that cannot be told
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
     * Tells whether text on a stream may be coloured: it is a terminal, not a dumb one, and {@code NO_COLOR} is unset or empty.
     *
     * @param stream which
     * @return whether it may
     */
    public static boolean hasColours(Stream stream) {
        String refused = System.getenv("NO_COLOR");
        return (refused == null || refused.isEmpty()) && !"dumb".equals(System.getenv("TERM")) && is(stream);
    }
}
