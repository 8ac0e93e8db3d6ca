package dev.qmp.monitor;

import dev.qmp.chardev.CharConnection;
import dev.qmp.chardev.WatchCondition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.concurrent.TimeUnit;

/**
 * The one way out of a session: messages leave whole and in the order in which they were sent, from any thread, and nobody
 * blocks.
 *
 * <p>A message goes straight to the connection while that takes it; what it does not take is kept, and leaves when the
 * connection is writable again. Kept bytes are bounded: at the high-water mark the listener is told to stop causing more, at
 * the hard cap the queue gives up.
 *
 * <p>Thread: safe for use by any thread; guarded by its own lock, which is held across the non-blocking write and taken after
 * any other. The listener is called without it.
 */
final class OutputQueue {
    /** Hears about the fill of the queue; any thread. */
    interface Listener {
        /** The high-water mark was reached. */
        void outputFull();

        /** All kept bytes have left after {@link #outputFull}. */
        void outputDrained();

        /**
         * Nothing can be sent any more.
         *
         * @param reason why
         */
        void outputFailed(String reason);

        /** All kept bytes have left after {@link #closeWhenDrained}, and nothing will be sent any more. */
        void outputClosed();
    }

    private static final byte[] NONE = {};

    private final CharConnection connection;
    private final int highWater;
    private final int hardCap;
    private final Listener listener;

    // Guarded by this.
    private byte[] kept = NONE;
    private int keptFrom;
    private int keptTo;
    private boolean watching;
    private boolean full;
    private boolean closeWhenDrained;
    private boolean over;

    OutputQueue(CharConnection connection, int highWater, int hardCap, Listener listener) {
        this.connection = connection;
        this.highWater = highWater;
        this.hardCap = hardCap;
        this.listener = listener;
    }

    /**
     * Sends a message.
     *
     * @param message its bytes, all consumed, may be reused when the method has returned
     */
    void send(ByteBuffer message) {
        boolean becameFull = false;
        String failure = null;
        synchronized (this) {
            if (over) {
                return;
            }
            try {
                if (keptFrom == keptTo) {
                    connection.write(message);
                }
                if (message.hasRemaining()) {
                    if ((long) message.remaining() + keptTo - keptFrom > hardCap) {
                        failure = "the peer left more than " + hardCap + " bytes unread";
                    } else {
                        keep(message);
                        becameFull = !full && keptTo - keptFrom >= highWater;
                        full |= becameFull;
                        watchLocked();
                    }
                }
            } catch (IOException e) {
                failure = "writing failed: " + e.getMessage();
            }
            if (failure != null) {
                endLocked();
            }
        }
        if (failure != null) {
            listener.outputFailed(failure);
        } else if (becameFull) {
            listener.outputFull();
        }
    }

    /** Sends what is kept and then nothing more; the listener hears when that is done. */
    void closeWhenDrained() {
        synchronized (this) {
            if (over) {
                return;
            }
            if (keptFrom != keptTo) {
                closeWhenDrained = true;
                return;
            }
            endLocked();
        }
        listener.outputClosed();
    }

    /** Forgets what is kept; nothing is sent from now on. */
    synchronized void end() {
        endLocked();
    }

    /** Tells whether all that was sent has left, or never will. */
    synchronized boolean isDrained() {
        return keptFrom == keptTo;
    }

    /** Waits until nothing is kept or the deadline of {@link System#nanoTime} has come. */
    synchronized void awaitDrained(long deadline) throws InterruptedException {
        while (keptFrom != keptTo) {
            long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (millis <= 0) {
                return;
            }
            wait(millis);
        }
    }

    private void endLocked() {
        over = true;
        forgetLocked();
    }

    private void forgetLocked() {
        kept = NONE;
        keptFrom = 0;
        keptTo = 0;
        notifyAll();
    }

    private void keep(ByteBuffer message) {
        int length = message.remaining();
        if (kept.length - keptTo < length) {
            int size = keptTo - keptFrom;
            byte[] target = kept.length - size < length ? new byte[Math.max(2 * kept.length, size + length)] : kept;
            System.arraycopy(kept, keptFrom, target, 0, size);
            kept = target;
            keptFrom = 0;
            keptTo = size;
        }
        message.get(kept, keptTo, length);
        keptTo += length;
    }

    private void watchLocked() {
        if (!watching) {
            watching = true;
            connection.addWatch(EnumSet.of(WatchCondition.OUT, WatchCondition.HUP), condition -> writable());
        }
    }

    /** Runs in the device's loop; returns whether to watch on. */
    private boolean writable() {
        boolean drained = false;
        boolean close = false;
        String failure = null;
        synchronized (this) {
            if (over) {
                return false;
            }
            try {
                ByteBuffer buffer = ByteBuffer.wrap(kept, keptFrom, keptTo - keptFrom);
                connection.write(buffer);
                keptFrom = keptTo - buffer.remaining();
            } catch (IOException e) {
                failure = "writing failed: " + e.getMessage();
                endLocked();
            }
            if (failure == null && keptFrom < keptTo) {
                return true;
            }
            watching = false;
            forgetLocked();
            drained = full;
            full = false;
            close = closeWhenDrained;
            over |= close;
        }
        if (failure != null) {
            listener.outputFailed(failure);
        } else if (close) {
            listener.outputClosed();
        } else if (drained) {
            listener.outputDrained();
        }
        return false;
    }
}
