package dev.qmp.chardev.internal.device;

import dev.qmp.chardev.CharHandlers;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The input of a front end, with the device's read-ahead.
 *
 * <p>Bytes go to the handlers in the buffer they were read into; only what the front end does not take is copied, into a
 * read-ahead that exists while it holds something. A device continues to read while {@link #space()} is positive, so that it
 * notices that a peer has left even while the front end is suspended.
 *
 * <p>No wake-up is lost: {@link #kick} counts first and looks at {@code stalled} second, {@link #pump} sets {@code
 * stalled} first and looks at the count second.
 *
 * <p>Thread: confined to the device's loop, except {@link #kick}.
 */
final class InputQueue {
    /** How much a device reads ahead of its front end, in bytes. */
    static final int READ_AHEAD = 4096;

    private static final AtomicIntegerFieldUpdater<InputQueue> KICKS =
            AtomicIntegerFieldUpdater.newUpdater(InputQueue.class, "kicks");

    private @Nullable CharHandlers handlers;
    private @Nullable ByteBuffer kept; // read and not taken: position to limit
    private @Nullable Runnable atEnd;
    private int generation;
    private boolean pumping;

    private volatile boolean stalled;
    private volatile int kicks;

    void handlers(@Nullable CharHandlers next) {
        handlers = next;
    }

    @Nullable
    CharHandlers handlers() {
        return handlers;
    }

    int room() {
        CharHandlers current = handlers;
        return current == null ? 0 : Math.max(0, current.canRead());
    }

    int space() {
        ByteBuffer rest = kept;
        return rest == null ? READ_AHEAD : Math.max(0, READ_AHEAD - rest.remaining());
    }

    boolean isEmpty() {
        return kept == null;
    }

    /** Delivers what the front end takes and keeps the rest; consumes the buffer. */
    void offer(ByteBuffer bytes) {
        if (kept != null || pumping) {
            keep(bytes);
            drain();
            return;
        }
        int before = generation;
        pump(bytes);
        if (bytes.hasRemaining()) {
            if (before == generation) {
                keep(bytes);
            } else {
                bytes.position(bytes.limit()); // the connection these bytes came from is gone
            }
        }
    }

    /** Delivers from the read-ahead, and after its last byte the end of input. */
    void drain() {
        if (pumping) {
            return;
        }
        ByteBuffer rest = kept;
        if (rest != null) {
            int before = generation;
            pump(rest);
            if (before == generation && !rest.hasRemaining()) {
                kept = null;
            }
        }
        if (kept == null) {
            Runnable end = atEnd;
            if (end != null && handlers != null) {
                atEnd = null;
                end.run();
            }
        }
    }

    /** Runs an action when everything is delivered. */
    void atEnd(Runnable action) {
        if (kept == null && !pumping) {
            action.run();
        } else {
            atEnd = action;
        }
    }

    /** Discards everything that was read: the connection is over. */
    void clear() {
        generation++;
        kept = null;
        atEnd = null;
        stalled = false;
    }

    /**
     * Says whether the front end takes bytes now. If not, the next {@link #kick} asks for {@link #drain}: {@code stalled} is set
     * before the front end is asked again, so that its return cannot be missed.
     */
    boolean takesMore() {
        if (room() == 0) {
            stalled = true;
            if (room() == 0) {
                return false;
            }
        }
        stalled = false;
        return true;
    }

    /** The front end has room again; returns whether the loop must call {@link #drain}. Any thread. */
    boolean kick() {
        KICKS.incrementAndGet(this);
        return stalled;
    }

    private void pump(ByteBuffer bytes) {
        pumping = true;
        try {
            while (true) {
                stalled = false;
                int seen = kicks;
                deliver(bytes);
                if (!bytes.hasRemaining()) {
                    return;
                }
                stalled = true;
                if (kicks == seen) {
                    return;
                }
            }
        } finally {
            pumping = false;
        }
    }

    private void deliver(ByteBuffer bytes) {
        int before = generation;
        while (bytes.hasRemaining() && before == generation) {
            CharHandlers current = handlers;
            int room = current == null ? 0 : current.canRead();
            if (current == null || room <= 0) {
                return;
            }
            int limit = bytes.limit();
            int end = Math.min(limit, bytes.position() + Math.min(room, limit));
            bytes.limit(end);
            boolean left;
            try {
                current.read(bytes);
            } finally {
                left = bytes.position() < end;
                bytes.limit(limit);
            }
            if (left) {
                return;
            }
        }
    }

    private void keep(ByteBuffer bytes) {
        ByteBuffer rest = kept;
        int size = bytes.remaining() + (rest == null ? 0 : rest.remaining());
        if (rest != null && !pumping && size <= rest.capacity()) {
            kept = rest.compact().put(bytes).flip();
            return;
        }
        // More will follow when reading goes on although nothing is taken: then it finds room.
        ByteBuffer joined = ByteBuffer.allocate(rest == null ? size : Math.max(size, READ_AHEAD));
        if (rest != null) {
            joined.put(rest);
        }
        joined.put(bytes);
        kept = joined.flip();
    }
}
