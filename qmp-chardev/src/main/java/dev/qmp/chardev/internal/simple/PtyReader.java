package dev.qmp.chardev.internal.simple;

import dev.qmp.chardev.spi.PseudoTerminals.PseudoTerminal;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A thread that waits for somebody at the far side of a pseudo-terminal, and then reads a piece for each permit. Nothing
 * tells when the far side is opened, so it looks four times a second while nobody is there.
 *
 * <p>Thread: as {@link PacedReader} says; the listener is called by the reading thread.
 */
final class PtyReader extends PacedReader {
    /** Who hears of it. */
    interface Listener {
        void opened();

        void bytes(ByteBuffer bytes);

        void closed();
    }

    private static final long LOOK_MILLIS = 250;

    private final PseudoTerminal terminal;
    private final Listener listener;

    PtyReader(String name, PseudoTerminal terminal, Listener listener) {
        this.terminal = terminal;
        this.listener = listener;
        start(name);
    }

    @Override
    void run() {
        try {
            while (!isStopped()) {
                byte[] piece = new byte[PIECE];
                int count = terminal.read(piece, false);
                if (count < 0) {
                    rest(LOOK_MILLIS);
                } else {
                    visit(ByteBuffer.wrap(piece, 0, count));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) { // nobody else would hear of the end
            if (!isStopped()) {
                System.getLogger(PtyReader.class.getName()).log(System.Logger.Level.WARNING, terminal.path(), e);
                listener.closed();
            }
        }
    }

    /** Serves one visitor at the far side, who may have written something already. */
    private void visit(ByteBuffer first) throws IOException {
        forgetPermits();
        listener.opened();
        if (first.hasRemaining()) {
            if (!awaitPermit()) {
                return;
            }
            listener.bytes(first);
        }
        if (readToEnd(piece -> terminal.read(piece, true), listener::bytes)) {
            listener.closed();
        }
    }
}
