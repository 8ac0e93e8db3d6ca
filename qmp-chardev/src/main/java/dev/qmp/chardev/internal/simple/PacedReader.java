package dev.qmp.chardev.internal.simple;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A thread that reads a source that no selector can watch. It reads one piece per permit, so that nothing is read before it is
 * wanted.
 *
 * <p>Thread: {@link #permit} and {@link #stop} may be called by any thread; the others belong to the reading thread.
 */
abstract class PacedReader {
    /** Reads like {@link java.io.InputStream#read(byte[])}. */
    @FunctionalInterface
    interface Source {
        int read(byte[] target) throws IOException;
    }

    /** How much is read at once, in bytes. */
    static final int PIECE = 4096;

    private final Semaphore permits = new Semaphore(0);
    private volatile boolean stopped;

    /** Starts the thread; the last statement of a constructor. */
    final void start(String name) {
        Thread thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** The body of the thread. */
    abstract void run();

    /** Lets the thread read one more piece. */
    final void permit() {
        permits.release();
    }

    /** Ends the thread after its current read, whose bytes are dropped. */
    final void stop() {
        stopped = true;
        permits.release();
    }

    final boolean isStopped() {
        return stopped;
    }

    /** Waits for a permit; false if there will be none. */
    final boolean awaitPermit() {
        permits.acquireUninterruptibly();
        return !stopped;
    }

    /** Discards the permits that were for an earlier source, except that of a stop. */
    final void forgetPermits() {
        permits.drainPermits();
        if (stopped) {
            permits.release();
        }
    }

    /** Waits for a while, or until the reader is stopped. */
    final void rest(long millis) throws InterruptedException {
        boolean unused = permits.tryAcquire(millis, TimeUnit.MILLISECONDS);
    }

    /** Reads and hands over one piece per permit; true at the end of the source, false if the reader was stopped. */
    final boolean readToEnd(Source source, Consumer<ByteBuffer> onBytes) throws IOException {
        while (awaitPermit()) {
            byte[] piece = new byte[PIECE];
            int count = source.read(piece);
            if (stopped) {
                return false;
            }
            if (count < 0) {
                return true;
            }
            onBytes.accept(ByteBuffer.wrap(piece, 0, count));
        }
        return false;
    }
}
