package dev.qmp.chardev.loop;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The channels of one loop. The selector is opened with the first of them.
 *
 * <p>Thread: confined to the loop's owner, except {@link #wakeUp}.
 */
final class LoopChannels {
    private final EventLoop loop;
    private final TaskQueue tasks;
    private final LoopErrors errors;
    private final Consumer<SelectionKey> serve = this::serve;
    private Runnable beforeServing = () -> {};
    private volatile @Nullable Selector selector; // written by the owner, read by wakers
    private boolean serving;
    private boolean closed;

    LoopChannels(EventLoop loop, TaskQueue tasks, LoopErrors errors) {
        this.loop = loop;
        this.tasks = tasks;
        this.errors = errors;
    }

    /** Sets what runs before each channel that is served. */
    void beforeServing(Runnable action) {
        beforeServing = action;
    }

    /** Registers a channel as {@link EventLoop#watch} says. */
    ChannelWatch watch(SelectableChannel channel, int interest, ReadyHandler handler) throws IOException {
        Selector open = openSelector();
        ChannelWatch watch = new ChannelWatch(loop, handler);
        SelectionKey stale = channel.keyFor(open);
        if (stale == null || stale.isValid()) {
            watch.attach(channel.register(open, interest, watch));
        } else if (serving) { // its cancelled key leaves the selector only with the next selection
            watch.pend(interest);
            tasks.add(() -> {
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
        return watch;
    }

    /** The selector, or null while there has been no channel: what {@link #select} wants. */
    @Nullable
    Selector selector() {
        return selector;
    }

    /** Selects and serves; 0 does not wait, -1 waits without end. */
    int select(Selector open, long millis) throws IOException {
        serving = true;
        try {
            if (millis == 0) {
                return open.selectNow(serve);
            }
            return millis < 0 ? open.select(serve) : open.select(serve, millis);
        } finally {
            serving = false;
        }
    }

    /** Ends a selection that waits, or the next one; false if there is no selector yet. Any thread. */
    boolean wakeUp() {
        Selector open = selector;
        if (open != null) {
            open.wakeup();
        }
        return open != null;
    }

    /** Releases the selector; from now on no channel can be watched. */
    void close() {
        closed = true;
        Selector open = selector;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                log().log(System.Logger.Level.WARNING, "selector not closed", e);
            }
            selector = null;
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
        try {
            watch.serve(key);
        } catch (Throwable e) {
            end(watch, "the handler of a channel of " + loop + " failed; the channel is no longer watched", e);
        }
    }

    /** Ends a watch that cannot go on; its device hears of it. */
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

    /** The logger; made when there is something to say, because making it costs milliseconds at the start. */
    private static System.Logger log() {
        return System.getLogger(EventLoop.class.getName());
    }
}
