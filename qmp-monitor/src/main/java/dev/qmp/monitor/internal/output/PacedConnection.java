package dev.qmp.monitor.internal.output;

import dev.qmp.chardev.CharConnection;
import dev.qmp.chardev.ReceivedDescriptors;
import dev.qmp.chardev.WatchCallback;
import dev.qmp.chardev.WatchCondition;
import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.loop.Watch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection that can be told to take only a few bytes at a time, with pauses: a bad line, for tests of clients.
 *
 * <p>Thread: safe for use by any thread; guarded by its own lock, taken after that of the {@link OutputQueue}.
 */
public final class PacedConnection implements CharConnection {
    private final CharConnection target;
    private final EventLoop loop;

    // Guarded by this.
    private int piece;
    private long pauseNanos;
    private long left; // how much leaves in pieces
    private boolean pausing;
    private @Nullable Delayed delayed;

    /**
     * Makes a connection at full speed.
     *
     * @param target where the bytes go
     * @param loop the device's loop
     */
    public PacedConnection(CharConnection target, EventLoop loop) {
        this.target = target;
        this.loop = loop;
    }

    /** Has the next bytes leave in pieces of so many, so many milliseconds apart. */
    public synchronized void pace(int pieceSize, long pauseMillis, long bytes) {
        piece = pieceSize;
        pauseNanos = TimeUnit.MILLISECONDS.toNanos(pauseMillis);
        left = bytes;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        synchronized (this) {
            if (left > 0 || pausing) {
                return pausing ? 0 : writePiece(source);
            }
        }
        return target.write(source);
    }

    private int writePiece(ByteBuffer source) throws IOException {
        int limit = source.limit();
        source.limit(source.position() + Math.min(source.remaining(), piece));
        int written;
        try {
            written = target.write(source);
        } finally {
            source.limit(limit);
        }
        left -= written;
        if (left > 0 && written > 0) {
            pausing = true;
            loop.schedule(pauseNanos, this::pauseOver);
        }
        return written;
    }

    private void pauseOver() {
        Delayed waiting;
        synchronized (this) {
            pausing = false;
            waiting = delayed;
            delayed = null;
        }
        if (waiting != null && waiting.active) {
            target.addWatch(waiting.conditions, waiting);
        }
    }

    @Override
    public Watch addWatch(Set<WatchCondition> conditions, WatchCallback callback) {
        Delayed watch = new Delayed(conditions, callback);
        if (!watch.delayIfPausing()) {
            target.addWatch(conditions, watch);
        }
        return watch;
    }

    /** A watch that sleeps during a pause. */
    private final class Delayed implements Watch, WatchCallback {
        private final Set<WatchCondition> conditions;
        private final WatchCallback callback;
        private volatile boolean active = true;

        Delayed(Set<WatchCondition> conditions, WatchCallback callback) {
            this.conditions = conditions;
            this.callback = callback;
        }

        boolean delayIfPausing() {
            synchronized (PacedConnection.this) {
                if (pausing) {
                    delayed = this;
                }
                return pausing;
            }
        }

        @Override
        public boolean ready(WatchCondition condition) {
            if (!active || !callback.ready(condition)) {
                active = false;
                return false;
            }
            return !delayIfPausing();
        }

        @Override
        public boolean isActive() {
            return active;
        }

        @Override
        public void remove() {
            active = false;
        }

        @Override
        public CompletionStage<Void> removeAsync() {
            active = false;
            return CompletableFuture.completedFuture(null);
        }
    }

    @Override
    public @Nullable ReceivedDescriptors descriptors() {
        return target.descriptors();
    }

    @Override
    public boolean isDrained() {
        return target.isDrained();
    }

    @Override
    public void whenDrained(Runnable action) {
        target.whenDrained(action);
    }

    @Override
    public void reset() {
        target.reset();
    }

    @Override
    public void close() {
        target.close();
    }
}
