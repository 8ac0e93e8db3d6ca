package dev.qmp.chardev;

import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.loop.Watch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The handle through which a front end uses the device it is attached to.
 *
 * <p>Thread: all methods may be called by any thread; each says whether it waits.
 */
public final class CharFrontend implements AutoCloseable {
    private static final long RETRY_NANOS = 100_000;

    private volatile Chardev device;
    private volatile @Nullable CharHandlers handlers;

    CharFrontend(Chardev device) {
        this.device = device;
    }

    /**
     * The device behind the handle; another one after a hot swap.
     *
     * @return the device
     */
    public Chardev chardev() {
        return device;
    }

    /**
     * Sets the callbacks and starts, or stops with null. Moves the device to the given loop. If the device is open, OPENED
     * comes at once, before this returns. When this returns, no callback of earlier handlers is running or will come.
     *
     * <p>Waits for the loops concerned; a plain thread may call it before the loop has started.
     *
     * @param handlers the callbacks, or null for none
     * @param loop the loop whose thread calls them; null leaves the device where it is
     * @throws IllegalStateException if the caller is a loop's thread and another loop is concerned: use {@link
     *     #setHandlersAsync}
     * @throws IllegalArgumentException if the device cannot move to that loop
     */
    public void setHandlers(@Nullable CharHandlers handlers, @Nullable EventLoop loop) {
        this.handlers = handlers;
        device.frontend().setHandlers(handlers, loop);
    }

    /**
     * Does what {@link #setHandlers} does without waiting.
     *
     * @param handlers the callbacks, or null for none
     * @param loop the loop whose thread calls them; null leaves the device where it is
     * @return completed when it is done
     * @throws IllegalArgumentException if the device cannot move to that loop
     */
    public CompletionStage<Void> setHandlersAsync(@Nullable CharHandlers handlers, @Nullable EventLoop loop) {
        this.handlers = handlers;
        return device.frontend().setHandlersAsync(handlers, loop);
    }

    /**
     * Takes the clients of a device with {@link CharFeature#MULTI_CLIENT}, or stops with null. Waits like {@link
     * #setHandlers}.
     *
     * @param listener who gets the clients, or null
     * @param loop the loop in which clients are accepted and live at first; null leaves the device where it is
     */
    public void setClientListener(@Nullable ClientListener listener, @Nullable EventLoop loop) {
        device.frontend().setClientListener(listener, loop);
    }

    /**
     * Writes as much as the device takes without blocking, by one call under the device's write lock. After a fatal error
     * the loop learns of it and drops the peer.
     *
     * @param source the bytes; its position moves by what was taken
     * @return the number of bytes taken; 0 if it would block
     * @throws IOException if there is no peer or the connection is broken
     */
    public int write(ByteBuffer source) throws IOException {
        return device.write(source);
    }

    /**
     * Writes all bytes, waiting 100 µs between attempts. Not for a loop's thread.
     *
     * @param source the bytes
     * @throws IOException as {@link #write}
     * @throws IllegalStateException if the caller is a loop's thread
     */
    public void writeAll(ByteBuffer source) throws IOException {
        if (EventLoop.current() != null) {
            throw new IllegalStateException("a loop may not block in " + device);
        }
        while (source.hasRemaining()) {
            if (device.write(source) == 0) {
                LockSupport.parkNanos(this, RETRY_NANOS);
                if (Thread.currentThread().isInterrupted()) {
                    throw new IOException("interrupted");
                }
            }
        }
    }

    /**
     * Waits for the device to take bytes again, or for the peer to leave. Fires once unless the callback asks for more; ends
     * with the connection. Does not wait.
     *
     * @param conditions what to wait for
     * @param callback what to do, in the device's loop
     * @return the watch, inactive soon if there is no connection
     */
    public Watch addWatch(Set<WatchCondition> conditions, WatchCallback callback) {
        return device.connection().addWatch(conditions, callback);
    }

    /**
     * The present peer's connection, for output that must not reach a later peer. Ask in OPENED.
     *
     * @return the connection; perhaps over already
     */
    public CharConnection connection() {
        return device.connection();
    }

    /** Says that the front end has room again. Cheap if the device holds nothing back. Does not wait. */
    public void acceptInput() {
        device.frontend().acceptInput();
    }

    /** Drops the peer, if the device has one that can be dropped; CLOSED follows. Does not wait. */
    public void disconnect() {
        device.disconnect();
    }

    /**
     * Asks a terminal to echo and to give whole lines, as a control monitor does.
     *
     * @param on whether it should
     */
    public void setEcho(boolean on) {
        device.setEcho(on);
    }

    /** Removes the handlers and releases the device for another front end; waits like {@link #setHandlers}. */
    public void detach() {
        Chardev current = device;
        handlers = null;
        current.frontend().setHandlers(null, null);
        current.frontend().release(this);
    }

    /**
     * Does what {@link #detach} does without waiting.
     *
     * @return completed when it is done
     */
    public CompletionStage<Void> detachAsync() {
        Chardev current = device;
        handlers = null;
        return current.frontend()
                .setHandlersAsync(null, null)
                .thenRun(() -> current.frontend().release(this));
    }

    /** Detaches, then closes the device for good. */
    @Override
    public void close() {
        detach();
        device.close();
    }

    @Nullable
    CharHandlers handlers() {
        return handlers;
    }

    void exchange(Chardev other) {
        device = other;
    }
}
