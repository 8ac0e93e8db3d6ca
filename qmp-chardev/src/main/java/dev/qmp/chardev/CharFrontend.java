package dev.qmp.chardev;

import dev.qmp.chardev.loop.EventLoop;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The handle through which a front end uses the device it is attached to. It writes to the peer's {@link #connection()}.
 *
 * <p>Thread: all methods may be called by any thread; each says whether it waits.
 */
public interface CharFrontend extends AutoCloseable {
    /**
     * The attached device; another one after {@code chardev-change}.
     *
     * @return the device
     */
    Chardev chardev();

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
    void setHandlers(@Nullable CharHandlers handlers, @Nullable EventLoop loop);

    /**
     * Does what {@link #setHandlers} does without waiting.
     *
     * @param handlers the callbacks, or null for none
     * @param loop the loop whose thread calls them; null leaves the device where it is
     * @return completed when it is done
     * @throws IllegalArgumentException if the device cannot move to that loop
     */
    CompletionStage<Void> setHandlersAsync(@Nullable CharHandlers handlers, @Nullable EventLoop loop);

    /**
     * Takes the clients of a device with {@link CharFeature#MULTI_CLIENT}, or stops with null. Waits like {@link
     * #setHandlers}.
     *
     * @param listener receives the clients, or null
     * @param loop the loop in which clients are accepted and live at first; null leaves the device where it is
     */
    void setClientListener(@Nullable ClientListener listener, @Nullable EventLoop loop);

    /**
     * The current peer's connection. What is written there never reaches a later peer; ask for it in OPENED.
     *
     * @return the connection; one that takes nothing if there is no peer
     */
    CharConnection connection();

    /** Says that the front end has room again. Cheap if the device holds nothing back. Does not wait. */
    void acceptInput();

    /** Drops the peer, if the device has one that can be dropped; CLOSED follows. Does not wait. */
    void disconnect();

    /**
     * Asks a terminal to echo and to deliver whole lines, as a control monitor does.
     *
     * @param on whether it should
     */
    void setEcho(boolean on);

    /** Removes the handlers and releases the device for another front end; waits like {@link #setHandlers}. */
    void detach();

    /**
     * Does what {@link #detach} does without waiting.
     *
     * @return completed when it is done
     */
    CompletionStage<Void> detachAsync();

    /** Detaches, then closes the device for good. */
    @Override
    void close();
}
