package dev.qmp.cli.usage;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Prints the tool's messages on standard error, a line at a time, with control characters escaped.
 *
 * <p>Thread: safe for use by any thread.
 */
public final class ErrorLine {
    private static volatile boolean waits = true;

    private ErrorLine() {}

    /** Created with the first line that must not wait. */
    private static final class Later {
        static final LineWriter LINES = new LineWriter("qmp-stderr", new FileOutputStream(FileDescriptor.err));
    }

    /**
     * Prints a line.
     *
     * @param line the line, without a line feed
     */
    public static void print(String line) {
        String text = Printable.line(line);
        if (!waits) {
            try {
                Later.LINES.add(text);
                return;
            } catch (LinkageError e) {
                // Too little memory or too few descriptors to load the writer: the process is about to end.
                waits = true;
            }
        }
        System.err.println(text);
    }

    /**
     * Prints a line that must not be overlooked: in red on a terminal.
     *
     * @param line the line, without a line feed
     */
    public static void warn(String line) {
        String text = Printable.line(line);
        if (!waits || !isTerminal()) {
            print(line);
        } else {
            System.err.println("\u001b[31m" + text + "\u001b[m");
        }
    }

    private static boolean isTerminal() {
        try {
            return System.getenv("NO_COLOR") == null
                    && Files.readSymbolicLink(Path.of("/proc/self/fd/2"))
                            .toString()
                            .matches("/dev/(pts/|tty|console).*");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** From now on prints without waiting for the reader of standard error, because the process has clients to serve. */
    public static void neverWait() {
        waits = false;
    }

    /**
     * Returns the writer that writes to standard error without waiting for its reader.
     *
     * @return the writer
     */
    public static LineWriter writer() {
        return Later.LINES;
    }
}
