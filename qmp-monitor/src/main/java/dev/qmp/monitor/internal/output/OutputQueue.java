package dev.qmp.monitor.internal.output;

import dev.qmp.chardev.CharConnection;
import dev.qmp.chardev.WatchCondition;
import dev.qmp.chardev.spi.MemoryBudget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/**
 * The one way out of a session: messages leave whole and in the order in which they were sent, from any thread, and nobody
 * blocks.
 *
 * <p>A message goes straight to the connection while that takes it; what it does not take is kept, and leaves when the
 * connection is writable again. Kept bytes are bounded: at the high-water mark the listener is asked to stop causing more, at
 * the hard cap the queue gives up.
 *
 * <p>Thread: safe for use by any thread; guarded by its own lock, which is held across the non-blocking write and taken after
 * any other.
 */
public final class OutputQueue {
    /** Learns how full the queue is, and that it has ended; called by any thread. */
    public interface Listener {
        /**
         * The high-water mark was reached, or all kept bytes have left after that. With the queue's lock held, so that the
         * calls come in the order of the facts: to be recorded, nothing else.
         *
         * @param full whether to stop causing output
         */
        void outputFull(boolean full);

        /** All kept bytes have left after {@link #outputFull}; without the lock. */
        void outputDrained();

        /**
         * Nothing more can be sent. Called by a sender that may hold locks and be in the middle of sending to others: to be acted on
         * later.
         *
         * @param reason why
         * @param unread what the peer has left unread, in bytes; 0 if that is not the reason
         * @param cause what was thrown, or null if nothing was
         */
        void outputFailed(String reason, long unread, @Nullable Throwable cause);

        /** All bytes have left after {@link #closeWhenDrained}, and nothing more will be sent; without the lock. */
        void outputClosed();
    }

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final CharConnection connection;
    private final int highWater;
    private final int hardCap;
    private final Listener listener;
    private final MemoryBudget.Account account;

    // Guarded by this.
    private final UnsentBytes kept = new UnsentBytes();
    private boolean watching;
    private boolean full;
    private long sent;
    private boolean closeWhenDrained;
    private boolean over;
    private @Nullable Runnable whenDrained;

    public OutputQueue(
            CharConnection connection, int highWater, int hardCap, MemoryBudget.Account account, Listener listener) {
        this.connection = connection;
        this.highWater = highWater;
        this.hardCap = hardCap;
        this.account = account;
        this.listener = listener;
    }

    /**
     * Sends a message.
     *
     * @param message its bytes, all consumed, may be reused when the method has returned
     */
    public void send(ByteBuffer message) {
        send(message, NOTHING);
    }

    /**
     * Sends a message whose bytes are in two places.
     *
     * @param message its bytes, or the first of them, all consumed, may be reused when the method has returned
     * @param rest the others, likewise; may be empty
     */
    public void send(ByteBuffer message, ByteBuffer rest) {
        String failure = null;
        Throwable cause = null;
        long unread = 0;
        synchronized (this) {
            if (over) {
                return;
            }
            sent += message.remaining() + rest.remaining();
            try {
                if (kept.isEmpty()) {
                    connection.write(message);
                    if (!message.hasRemaining() && rest.hasRemaining()) {
                        connection.write(rest);
                    }
                }
                int left = message.remaining() + rest.remaining();
                if (left > 0) {
                    long size = kept.size() + left;
                    if (size > hardCap) {
                        unread = size;
                        failure = tooMuch(left);
                    } else {
                        keepLocked(message, rest);
                    }
                }
            } catch (Throwable e) {
                failure = writingFailed(e);
                cause = e;
            }
            if (failure != null) {
                endLocked();
            }
        }
        if (failure != null) {
            listener.outputFailed(failure, unread, cause);
        }
    }

    /** Returns how many bytes were sent so far, with those that are kept. */
    public synchronized long sent() {
        return sent;
    }

    private String tooMuch(int last) {
        return last > hardCap
                ? "a message of " + last + " bytes is larger than the " + hardCap
                        + " bytes of output that may wait for the peer"
                : "the peer left more than " + hardCap + " bytes unread";
    }

    private static String writingFailed(Throwable cause) {
        return "writing failed: " + (cause instanceof IOException ? cause.getMessage() : cause);
    }

    private void keepLocked(ByteBuffer message, ByteBuffer rest) {
        kept.add(message);
        kept.add(rest);
        account.set(MemoryBudget.Part.OUTPUT, kept.memory());
        if (!full && kept.size() >= highWater) {
            full = true;
            listener.outputFull(true);
        }
        if (!watching) {
            watching = true;
            connection.addWatch(EnumSet.of(WatchCondition.OUT, WatchCondition.HUP), condition -> writable());
        }
    }

    /** Sends what is kept and then nothing more; the listener is called when the connection has passed it to the system. */
    public void closeWhenDrained() {
        synchronized (this) {
            if (over) {
                return;
            }
            if (!kept.isEmpty()) {
                closeWhenDrained = true;
                return;
            }
            endLocked();
        }
        awaitDrained(listener::outputClosed, () -> {});
    }

    /** Has the connection run an action when it is drained; if it cannot, that is the end of this queue, and another one is run. */
    private void awaitDrained(Runnable action, Runnable otherwise) {
        try {
            connection.whenDrained(action);
        } catch (Throwable e) {
            synchronized (this) {
                endLocked();
            }
            listener.outputFailed("waiting for the output to leave failed: " + e, 0, e);
            otherwise.run();
        }
    }

    /** Forgets what is kept; nothing is sent from now on. */
    public void end() {
        @Nullable Runnable due;
        synchronized (this) {
            endLocked();
            due = takeDueLocked();
        }
        if (due != null) {
            due.run();
        }
    }

    /** Tells whether all that was sent has left for the system, or never will. */
    public synchronized boolean isDrained() {
        return kept.isEmpty() && connection.isDrained();
    }

    /**
     * Runs an action once nothing is kept, here or by the connection: at once, or when the last of it has left or is given up.
     *
     * @param action run without the lock, by any thread; the only one at a time
     */
    public void whenDrained(Runnable action) {
        synchronized (this) {
            if (!kept.isEmpty()) {
                whenDrained = action;
                return;
            }
        }
        awaitDrained(action, action);
    }

    /** Takes the action that is due now that nothing is kept; to be run without the lock. */
    private @Nullable Runnable takeDueLocked() {
        Runnable due = whenDrained;
        whenDrained = null;
        return due;
    }

    private void endLocked() {
        over = true;
        kept.clear();
        account.set(MemoryBudget.Part.OUTPUT, 0);
    }

    /** Runs in the device's loop; returns whether to watch on. */
    private boolean writable() {
        boolean drained = false;
        boolean close = false;
        Throwable failure = null;
        @Nullable Runnable due;
        synchronized (this) {
            if (over) {
                return false;
            }
            try {
                kept.writeTo(connection);
                account.set(MemoryBudget.Part.OUTPUT, kept.memory());
            } catch (Throwable e) {
                failure = e;
                endLocked();
            }
            if (failure == null) {
                if (!kept.isEmpty()) {
                    return true;
                }
                watching = false;
                drained = full;
                if (drained) {
                    full = false;
                    listener.outputFull(false);
                }
                close = closeWhenDrained;
                over |= close;
            }
            due = takeDueLocked();
        }
        if (due != null) {
            awaitDrained(due, due);
        }
        if (failure != null) {
            listener.outputFailed(writingFailed(failure), 0, failure);
        } else if (close) {
            awaitDrained(listener::outputClosed, () -> {});
        } else if (drained) {
            listener.outputDrained();
        }
        return false;
    }
}
