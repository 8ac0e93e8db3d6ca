package dev.qmp.chardev.internal.simple;

import dev.qmp.chardev.PseudoTerminals.PseudoTerminal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A thread that waits for somebody at the far side of a pseudo-terminal, and then reads one piece for each permit. Nothing
 * tells when the far side is opened, so it looks four times a second while nobody is there.
 *
 * <p>Thread: {@link #permit} and {@link #stop} may be called by any thread; the listener is called by the reading thread.
 */
final class PtyReader {
    /** Who hears of it. */
    interface Listener {
        void opened();

        void bytes(ByteBuffer bytes);

        void closed();
    }

    private static final int PIECE = 4096;
    private static final long LOOK_MILLIS = 250;

    private final PseudoTerminal terminal;
    private final Listener listener;
    private final Semaphore permits = new Semaphore(0);
    private volatile boolean stopped;

    PtyReader(String name, PseudoTerminal terminal, Listener listener) {
        this.terminal = terminal;
        this.listener = listener;
        Thread thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Lets the thread read one more piece. */
    void permit() {
        permits.release();
    }

    /** Ends the thread; a read that goes on ends with the terminal. */
    void stop() {
        stopped = true;
        permits.release();
    }

    private void run() {
        try {
            while (!stopped) {
                byte[] piece = new byte[PIECE];
                int count = terminal.read(piece, false);
                if (count < 0) {
                    // The permit of a reader that was stopped ends this early.
                    boolean unused = permits.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                } else {
                    visit(piece, count);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            if (!stopped) {
                System.getLogger(PtyReader.class.getName()).log(System.Logger.Level.WARNING, terminal.path(), e);
            }
        }
    }

    /** Serves one visitor at the far side, who may have written something already. */
    private void visit(byte[] first, int firstCount) throws IOException, InterruptedException {
        permits.drainPermits();
        listener.opened();
        byte[] piece = first;
        int count = firstCount;
        while (!stopped) {
            permits.acquire();
            if (stopped) {
                return;
            }
            if (count == 0) {
                piece = new byte[PIECE];
                count = terminal.read(piece, true);
            }
            if (count < 0) {
                listener.closed();
                return;
            }
            listener.bytes(ByteBuffer.wrap(piece, 0, count));
            count = 0;
        }
    }
}
