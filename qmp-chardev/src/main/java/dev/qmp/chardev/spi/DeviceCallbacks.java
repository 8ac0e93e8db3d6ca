package dev.qmp.chardev.spi;

import dev.qmp.chardev.CharConnection;
import dev.qmp.chardev.ClientListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What the owner of a device asks of its back end. Authors extend {@link CharDevice}, which has defaults for the rest.
 *
 * <p>Thread: methods whose names end in {@code InLoop}, {@link #enterLoop} and {@link #leaveLoop} are called by the thread of the
 * device's loop, the others as they say. None may block.
 */
public interface DeviceCallbacks {
    /**
     * Writes as much as can be written without blocking, to the whole device: not called if {@link #connection} returns
     * connections that write themselves. Called by any thread that holds the device's write lock.
     *
     * @param source the bytes; its position moves by what was taken
     * @return the number of bytes taken, 0 if it would block
     * @throws IOException if there is no peer or the channel is broken
     */
    default int writeBytes(ByteBuffer source) throws IOException {
        throw new IOException("Input/output error");
    }

    /** Closes channels for good and emits CLOSED if the device was open. */
    void closeInLoop();

    /**
     * The current peer's connection. Any thread.
     *
     * @return the connection; if nobody is connected, one that takes nothing
     */
    CharConnection connection();

    /**
     * Ends the current peer's connection, because the front end cannot go on with it; not at once, but when the device has
     * finished what it is doing. In the loop.
     */
    void endVisitInLoop();

    /** Raises a serial break at the front end. */
    void sendBreakInLoop();

    /**
     * Starts or stops watching for the channel to become writable; {@link DevicePort#writable} is due when it does.
     *
     * @param wanted whether anybody waits
     */
    void writeInterestInLoop(boolean wanted);

    /** Registers the device's channels and timers with its new loop, after a move. */
    default void enterLoop() {}

    /** Gives up all channels and timers in the old loop, before a move. */
    default void leaveLoop() {}

    /** The front end has room, or might have: reading can go on. */
    default void resumeInLoop() {}

    /** Drops the peer, if there is one. */
    default void disconnectInLoop() {}

    /**
     * The front end has set or removed its handlers.
     *
     * @param opened whether there are handlers now
     */
    default void frontendInLoop(boolean opened) {}

    /**
     * Turns the echo of a terminal on or off.
     *
     * @param on whether the terminal echoes, line by line
     */
    default void echoInLoop(boolean on) {}

    /** The program's start is over. */
    default void startCompletedInLoop() {}

    /**
     * Lets what was written before {@link #closeInLoop} leave, for a limited time, and then releases what that needs. In the
     * loop, after {@link #closeInLoop}.
     *
     * @return completed when nothing of the device is left; already completed by default
     */
    default CompletionStage<Void> lastOutput() {
        return CompletableFuture.completedFuture(null);
    }

    /**
     * Removes what the device has put into the file system, because the process ends without closing it. Called by any thread,
     * possibly while the device is being closed.
     */
    default void removeFiles() {}

    /**
     * Hands out clients as devices of their own from now on.
     *
     * @param listener receives them, or null
     * @throws IllegalStateException by default: the device has one client only
     */
    default void clientListenerInLoop(@Nullable ClientListener listener) {
        throw new IllegalStateException(this + " has one client only");
    }

    /**
     * Cuts the connection to the peer. Any thread.
     *
     * @return false, the default, if this type of device has nothing to cut
     */
    default boolean yank() {
        return false;
    }

    /**
     * Says whether everything that {@link #writeBytes} took has been passed to the system. Any thread.
     *
     * @return true by default: the device has no buffer
     */
    default boolean isDrained() {
        return true;
    }

    /**
     * Runs an action once everything that {@link #writeBytes} took has been passed to the system, or never will be. Any thread.
     *
     * @param action run at once, or later by any thread
     */
    default void whenDrained(Runnable action) {
        action.run();
    }
}
