package dev.qmp.cli.usage;

import java.io.FileDescriptor;
import java.io.FileOutputStream;

/**
 * The one way to standard error for what the tool has to say: a line at a time, control characters escaped.
 *
 * <p>Thread: safe for use by any thread.
 */
public final class ErrorLine {
    private static volatile boolean waits = true;

    private ErrorLine() {}

    /** Made with the first line. */
    private static final class Later {
        static final LineWriter LINES = new LineWriter("qmp-stderr", new FileOutputStream(FileDescriptor.err));
    }

    /**
     * Prints a line.
     *
     * @param line the line, without its end
     */
    public static void print(String line) {
        String text = Printable.line(line);
        if (!waits) {
            try {
                Later.LINES.add(text);
                return;
            } catch (LinkageError e) {
                // The JDK could not start what it needs for a file: this is the last line then.
                waits = true;
            }
        }
        System.err.println(text);
    }

    /** Makes printing not wait for whoever reads standard error any more: the process has others to serve. */
    public static void neverWait() {
        waits = false;
    }

    /**
     * Returns what writes to standard error without waiting for its reader.
     *
     * @return the writer
     */
    public static LineWriter writer() {
        return Later.LINES;
    }
}
