package dev.qmp.chardev.loop;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The watch of a device on its channel.
 *
 * <p>Thread: confined to the loop, except {@link #isActive()} and the removals, which follow {@link Watch}.
 */
public final class ChannelWatch implements Watch {
    private static final int SMALLEST_PORTION = 4 * 1024;
    private static final int LARGEST_PORTION = 64 * 1024;

    /** What handling one portion should take, in nanoseconds. */
    private static final long PORTION_NANOS = 500_000;

    private final EventLoop loop;
    private final ReadyHandler handler;
    private @Nullable SelectionKey key;
    private @Nullable ReadyChannel unselected; // instead of a key
    private int interest;
    private boolean serving;
    private int portion = LARGEST_PORTION;
    private boolean bulk = true; // until little was read
    private boolean deferred;
    private volatile boolean dead;

    ChannelWatch(EventLoop loop, ReadyHandler handler) {
        this.loop = loop;
        this.handler = handler;
    }

    /**
     * Changes the operations to watch for; costs nothing if they stay the same. In the loop's thread only.
     *
     * @param ops the operations, as in {@link SelectionKey}; 0 for none
     */
    public void setInterest(int ops) {
        loop.checkInLoop();
        if (ops == interest || dead) {
            return;
        }
        interest = ops;
        SelectionKey registered = key;
        if (registered != null && registered.isValid()) {
            registered.interestOps(ops);
        } else if (!serving) {
            await(ops);
        }
    }

    /**
     * The operations that are watched for.
     *
     * @return the operations, as in {@link SelectionKey}
     */
    public int interest() {
        return interest;
    }

    /**
     * How many bytes to read at a time, so that channels which are ready too need not wait long: few from a peer that has sent
     * few before, and fewer where handling them took long.
     * In the loop's thread only.
     *
     * @return bytes, from 4 KiB to 64 KiB
     */
    public int portion() {
        return bulk ? portion : SMALLEST_PORTION;
    }

    /**
     * Tells how many bytes were read: channels where these are many are served after the others. In the loop's thread only.
     *
     * @param bytes the count
     */
    public void wasRead(int bytes) {
        bulk = bytes >= SMALLEST_PORTION;
    }

    @Override
    public boolean isActive() {
        return !dead;
    }

    @Override
    public void remove() {
        loop.call(this::kill);
    }

    @Override
    public CompletionStage<Void> removeAsync() {
        return loop.submit(this::kill);
    }

    void attach(SelectionKey registered) {
        key = registered;
        interest = registered.interestOps();
    }

    /** Watches a channel that no selector takes. */
    void attach(ReadyChannel channel, int ops) {
        unselected = channel;
        interest = ops;
        await(ops);
    }

    private void await(int ops) {
        ReadyChannel channel = unselected;
        if (channel != null) {
            channel.await(ops, ready -> loop.execute(() -> loop.channels().serve(this, ready)));
        }
    }

    /** Serves a channel that no selector takes. */
    void serve(int ops) {
        int wanted = ops & interest;
        serving = true;
        try {
            if (!dead && wanted != 0) {
                handler.ready(wanted);
            }
        } finally {
            serving = false;
            if (!dead) {
                await(interest);
            }
        }
    }

    void pend(int ops) {
        interest = ops;
    }

    void attachPending(SelectableChannel channel, Selector selector) throws IOException {
        key = channel.register(selector, interest, this);
    }

    boolean isBulk() {
        return bulk;
    }

    /** A channel with much to read is ready; returns whether it was not before. */
    boolean defer() {
        boolean first = !deferred;
        deferred = true;
        return first;
    }

    /** Serves a channel that was ready when it was deferred. */
    void serveDeferred() {
        deferred = false;
        SelectionKey registered = key;
        if (registered == null || dead || !registered.isValid()) {
            return;
        }
        int ops = registered.readyOps() & interest;
        if (ops != 0) {
            handler.ready(ops);
        }
    }

    /** Serving a channel with much to read took so long. */
    void took(long nanos) {
        if (nanos > PORTION_NANOS) {
            portion = Math.max(portion / 2, SMALLEST_PORTION);
        } else if (nanos < PORTION_NANOS / 4) {
            portion = Math.min(portion * 2, LARGEST_PORTION);
        }
    }

    void serve(SelectionKey selected) {
        if (dead || !selected.isValid()) {
            return;
        }
        int ops;
        try {
            ops = selected.readyOps();
        } catch (CancelledKeyException e) {
            return;
        }
        handler.ready(ops);
    }

    /** Ends the watch because of a failure, which its handler gets. In the loop. */
    void end(Throwable cause) {
        kill();
        handler.failed(cause);
    }

    private void kill() {
        if (!dead) {
            dead = true;
            if (unselected == null) {
                loop.channels().ended();
            }
            SelectionKey registered = key;
            if (registered != null) {
                registered.cancel();
            }
            await(0);
        }
    }
}
