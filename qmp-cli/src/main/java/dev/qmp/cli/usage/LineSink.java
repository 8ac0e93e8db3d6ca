package dev.qmp.cli.usage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes whole lines to a stream that may be a full pipe, in pieces that a pipe takes whole or not at all.
 *
 * <p>Thread: confined to one thread at a time.
 */
final class LineSink {
    /** What a pipe takes whole or not at all: {@code PIPE_BUF} of Linux. */
    static final int PIECE = 4096;

    private static final long RETRY_MILLIS = 20;

    private final OutputStream out;
    private boolean torn;

    LineSink(OutputStream out) {
        this.out = out;
    }

    /**
     * Writes lines; waits until all of them are written or the stream fails.
     *
     * @param lines one or more lines, each with its end
     * @return false if the stream failed; the next call starts a new line if this one left part of one
     */
    boolean write(String lines) throws InterruptedException {
        byte[] bytes = (torn ? "\n" + lines : lines).getBytes(UTF_8);
        for (int start = 0; start < bytes.length; start += PIECE) {
            if (!writePiece(bytes, start, Math.min(PIECE, bytes.length - start))) {
                torn = true;
                return false;
            }
        }
        torn = false;
        return true;
    }

    private boolean writePiece(byte[] bytes, int start, int length) throws InterruptedException {
        while (true) {
            try {
                out.write(bytes, start, length);
                out.flush();
                return true;
            } catch (IOException e) {
                if (!String.valueOf(e.getMessage()).contains("temporarily unavailable")) {
                    return false;
                }
                // A full pipe that another process made non-blocking: nothing was written, and Java cannot wait for
                // room in it.
                Thread.sleep(RETRY_MILLIS);
            }
        }
    }
}
