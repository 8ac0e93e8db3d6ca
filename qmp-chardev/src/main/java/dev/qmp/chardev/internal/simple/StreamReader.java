package dev.qmp.chardev.internal.simple;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A thread that reads what no selector can watch. It reads one piece, hands it over and waits for a permit before the next
 * one, so that nothing is read which nobody wants.
 *
 * <p>Thread: {@link #permit} and {@link #stop} may be called by any thread; the callbacks come from the reading thread.
 */
final class StreamReader {
    /** Reads like {@link java.io.InputStream#read(byte[])}. */
    @FunctionalInterface
    interface Source {
        int read(byte[] target) throws IOException;
    }

    private static final int PIECE = 4096;

    private final Source source;
    private final Consumer<ByteBuffer> onBytes;
    private final Consumer<@Nullable IOException> onEnd;
    private final Semaphore permits = new Semaphore(0);
    private volatile boolean stopped;

    StreamReader(String name, Source source, Consumer<ByteBuffer> onBytes, Consumer<@Nullable IOException> onEnd) {
        this.source = source;
        this.onBytes = onBytes;
        this.onEnd = onEnd;
        Thread thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Lets the thread read one more piece. */
    void permit() {
        permits.release();
    }

    /** Ends the thread after its present read, whose bytes are dropped. */
    void stop() {
        stopped = true;
        permits.release();
    }

    private void run() {
        try {
            while (true) {
                permits.acquireUninterruptibly();
                if (stopped) {
                    return;
                }
                byte[] piece = new byte[PIECE];
                int count = source.read(piece);
                if (stopped) {
                    return;
                }
                if (count < 0) {
                    onEnd.accept(null);
                    return;
                }
                onBytes.accept(ByteBuffer.wrap(piece, 0, count));
            }
        } catch (IOException e) {
            if (!stopped) {
                onEnd.accept(e);
            }
        }
    }
}
