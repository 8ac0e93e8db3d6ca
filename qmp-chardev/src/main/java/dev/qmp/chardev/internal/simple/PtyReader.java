package dev.qmp.chardev.internal.simple;

import dev.qmp.chardev.internal.system.Logs;
import dev.qmp.chardev.spi.PseudoTerminals.PseudoTerminal;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A thread that waits until the slave side of a pseudo-terminal is open, and then reads one piece per permit. There is no
 * notification of that, so it polls four times a second while the slave side is closed.
 *
 * <p>Thread: as {@link PacedReader} says; the listener is called by the reading thread.
 */
final class PtyReader extends PacedReader {
    /** Receives what was read. Thread: called by the reading thread. */
    interface Listener {
        void opened();

        void bytes(ByteBuffer bytes);

        void closed();
    }

    private static final long POLL_MILLIS = 250;

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
                    rest(POLL_MILLIS);
                } else {
                    visit(ByteBuffer.wrap(piece, 0, count));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) { // whatever it is, the device must learn of the end
            if (!isStopped()) {
                Logs.of(PtyReader.class).log(System.Logger.Level.WARNING, terminal.path(), e);
                listener.closed();
            }
        }
    }

    /** Reads until the slave side is closed; something may have been read already. */
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
