package dev.qmp.cli.usage;

import dev.qmp.json.JsonMessageWriter;
import dev.qmp.json.LineEnd;
import jakarta.json.JsonValue;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * Prints results on standard output. What cannot be written is noticed at {@link #flush}, which the tool calls at its end.
 *
 * <p>Thread: safe for use by any thread, one at a time.
 */
public final class StandardOutput {
    private static final Recorder RECORDER = new Recorder();

    private StandardOutput() {}

    /** Standard output, which remembers why it failed: {@link PrintStream} only tells that it did. */
    private static final class Recorder extends OutputStream {
        private final OutputStream out = new FileOutputStream(FileDescriptor.out);
        private volatile @Nullable IOException failure;

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
    }

    /** Makes {@code System.out} a stream whose failure {@link #flush} can explain. */
    public static void begin() {
        String charset = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
        System.setOut(new PrintStream(
                new BufferedOutputStream(RECORDER),
                true,
                charset == null ? Charset.defaultCharset() : Charset.forName(charset)));
    }

    /**
     * Prints a value as JSON, with a newline after it. It is ASCII without control characters, whatever the value.
     *
     * @param value the value
     * @param pretty whether it is indented
     */
    public static void json(JsonValue value, boolean pretty) {
        JsonMessageWriter writer =
                pretty ? JsonMessageWriter.pretty(LineEnd.LF) : JsonMessageWriter.compact(LineEnd.LF);
        writer.value(value).endMessage();
        ByteBuffer bytes = writer.view();
        System.out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    }

    /**
     * Writes out what was printed.
     *
     * @throws FailedException if that, or anything before, could not be written
     */
    public static void flush() {
        if (System.out.checkError()) {
            IOException failure = RECORDER.failure;
            throw failure == null ? new FailedException("standard output cannot be written") : failed(failure);
        }
    }

    /**
     * Returns what a failure to write to standard output means.
     *
     * @param failure what the JDK threw
     * @return the exception to throw
     */
    public static FailedException failed(IOException failure) {
        String reason = IoErrors.reason(failure);
        return reason.equals("Broken pipe")
                ? FailedException.readerGone()
                : new FailedException("standard output: " + reason);
    }
}
