package dev.qmp.chardev.loop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The channels that one loop watches, for back ends. The selector is opened with the first of them and closed after the last.
 *
 * <p>Channels with much to read are served after all others, one by one, for a short time in each turn of the loop: a short request does
 * not wait until each of them has been served.
 *
 * <p>Thread: confined to the loop's owner, except {@link #wakeUp}.
 */
public final class LoopChannels {
    /** How long channels with much to read are served in each turn, in nanoseconds. */
    private static final long BULK_NANOS = 2_000_000;

    private final EventLoop loop;
    private final TaskQueue tasks;
    private final LoopErrors errors;
    private final Consumer<SelectionKey> serve = this::serve;
    private final ArrayDeque<ChannelWatch> bulk = new ArrayDeque<>(); // ready, and not served yet
    private final int readBufferSize;
    private @Nullable ByteBuffer readBuffer;
    private Runnable beforeServing = () -> {};
    private volatile @Nullable Selector selector; // written by the owner, read by wakers
    private int selected; // how many watches need the selector
    private boolean serving;
    private boolean closed;

    LoopChannels(EventLoop loop, TaskQueue tasks, LoopErrors errors, int readBufferSize) {
        this.loop = loop;
        this.tasks = tasks;
        this.errors = errors;
        this.readBufferSize = readBufferSize;
    }

    /** Sets the action that runs before each channel is served. */
    void beforeServing(Runnable action) {
        beforeServing = action;
    }

    /**
     * Watches a channel. The channel must be in non-blocking mode, unless it is a {@link ReadyChannel}.
     *
     * @param channel the channel
     * @param interest the operations to watch for, as in {@link SelectionKey}
     * @param handler what to do when one is ready
     * @return the watch
     * @throws IOException if the selector cannot be opened, the channel is closed, or the loop has ended
     * @throws IllegalStateException if the caller is not the loop's thread
     */
    public ChannelWatch watch(SelectableChannel channel, int interest, ReadyHandler handler) throws IOException {
        loop.checkInLoop();
        ChannelWatch watch = new ChannelWatch(loop, handler);
        if (channel instanceof ReadyChannel unselected) {
            watch.attach(unselected, interest);
            return watch;
        }
        Selector open = openSelector();
        SelectionKey stale = channel.keyFor(open);
        if (stale == null || stale.isValid()) {
            watch.attach(channel.register(open, interest, watch));
        } else if (serving) { // its cancelled key leaves the selector only with the next selection
            watch.pend(interest);
            tasks.add(() -> {
                if (!watch.isActive()) {
                    return;
                }
                try {
                    flush(open);
                    watch.attachPending(channel, open);
                } catch (IOException | RuntimeException e) {
                    end(watch, "a channel of " + loop + " was lost before it was watched", e);
                }
            });
        } else {
            flush(open);
            watch.attach(channel.register(open, interest, watch));
        }
        selected++;
        return watch;
    }

    /** A watch that needed the selector has ended. */
    void ended() {
        selected--;
    }

    /**
     * The buffer that all devices of this loop read into.
     *
     * @return a direct buffer, cleared; its contents are valid until control returns to the loop
     */
    public ByteBuffer readBuffer() {
        ByteBuffer buffer = readBuffer;
        if (buffer == null) {
            buffer = ByteBuffer.allocateDirect(readBufferSize);
            readBuffer = buffer;
        }
        return buffer.clear();
    }

    /**
     * The selector, or null while there is no channel: what {@link #select} wants. The selector of the last channel is closed here,
     * because a loop without one parks: that costs fewer system calls in each turn, and to wake it.
     */
    @Nullable
    Selector selector() {
        Selector open = selector;
        if (open != null && selected == 0 && !serving) {
            selector = null; // first, so that whoever sees the loop asleep unparks it
            close(open);
            return null;
        }
        return open;
    }

    /** Selects and serves; 0 does not wait, -1 waits without end. Returns how many channels were ready. */
    int select(Selector open, long millis) throws IOException {
        serving = true;
        try {
            int waiting = bulk.size();
            if (millis == 0 || waiting > 0) {
                waiting += open.selectNow(serve);
            } else {
                waiting = millis < 0 ? open.select(serve) : open.select(serve, millis);
            }
            serveBulk();
            return waiting;
        } finally {
            serving = false;
        }
    }

    private void serveBulk() {
        if (bulk.isEmpty()) {
            return;
        }
        long begun = System.nanoTime();
        long end = begun + BULK_NANOS;
        for (ChannelWatch watch = bulk.poll(); watch != null; watch = begun - end < 0 ? bulk.poll() : null) {
            beforeServing.run();
            try {
                watch.serveDeferred();
            } catch (Throwable e) {
                failed(watch, e);
            }
            long ended = System.nanoTime();
            watch.took(ended - begun);
            begun = ended;
        }
    }

    /** Ends the current selection, or the next one; false if there is no selector yet. Any thread. */
    boolean wakeUp() {
        Selector open = selector;
        if (open != null) {
            open.wakeup();
        }
        return open != null;
    }

    /** Closes the selector; from now on no channel can be watched. */
    void close() {
        closed = true;
        bulk.clear();
        Selector open = selector;
        if (open != null) {
            close(open);
            selector = null;
        }
    }

    private static void close(Selector open) {
        try {
            open.close();
        } catch (IOException e) {
            System.getLogger(EventLoop.class.getName()).log(System.Logger.Level.WARNING, "selector not closed", e);
        }
    }

    private Selector openSelector() throws IOException {
        Selector open = selector;
        if (open == null) {
            if (closed) {
                throw new IOException(loop + " has ended");
            }
            open = Selector.open();
            selector = open;
        }
        return open;
    }

    private void serve(SelectionKey key) {
        beforeServing.run();
        ChannelWatch watch = (ChannelWatch) key.attachment();
        if (watch.isBulk()) {
            if (watch.defer()) {
                bulk.add(watch);
            }
            return;
        }
        try {
            watch.serve(key);
        } catch (Throwable e) {
            failed(watch, e);
        }
    }

    /** Serves a channel that no selector takes. */
    void serve(ChannelWatch watch, int ops) {
        beforeServing.run();
        try {
            watch.serve(ops);
        } catch (Throwable e) {
            failed(watch, e);
        }
    }

    private void failed(ChannelWatch watch, Throwable cause) {
        end(watch, "the handler of a channel of " + loop + " failed; the channel is no longer watched", cause);
    }

    /** Ends a watch after a failure, and notifies its handler. */
    private void end(ChannelWatch watch, String what, Throwable cause) {
        errors.report(what, cause);
        try {
            watch.end(cause);
        } catch (Throwable e) {
            errors.report("the end of a channel's watch failed, too", e);
        }
    }

    private static void flush(Selector open) throws IOException {
        open.selectNow(key -> {}); // level-triggered: what is ready now is ready again at the next selection
    }
}
