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
    private final EventLoop loop;
    private final ReadyHandler handler;
    private @Nullable SelectionKey key;
    private @Nullable ReadyChannel unselected; // instead of a key
    private int interest;
    private boolean serving;
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
