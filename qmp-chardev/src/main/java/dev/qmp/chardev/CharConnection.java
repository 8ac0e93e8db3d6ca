package dev.qmp.chardev;

import dev.qmp.chardev.loop.Watch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * The output side of one peer's visit, from OPENED on. What is written here never reaches the next peer.
 *
 * <p>A front end that answers false to {@link CharHandlers#endOfInput()} keeps its connection: the device lets go of it and
 * may take its next peer, while replies can still be written here until {@link #close()} or a failure.
 *
 * <p>Thread: any.
 */
public interface CharConnection {
    /**
     * Writes as much as is taken without blocking.
     *
     * @param source the bytes; its position moves by what was taken
     * @return the number of bytes taken; 0 if it would block
     * @throws IOException if the peer is gone
     */
    int write(ByteBuffer source) throws IOException;

    /**
     * Waits for the connection to take bytes again, or for its end, as {@link CharFrontend#addWatch} does.
     *
     * @param conditions what to wait for
     * @param callback what to do, in the device's loop
     * @return the watch; if the connection is over, the callback hears {@link WatchCondition#HUP} if it asked for that, and
     *     the watch is inactive soon
     */
    Watch addWatch(Set<WatchCondition> conditions, WatchCallback callback);

    /**
     * Says whether everything that was taken has left for the system: no layer or buffer of the device holds any of it.
     *
     * @return true unless something waits
     */
    default boolean isDrained() {
        return true;
    }

    /**
     * Runs an action once everything that was taken has left for the system, or never will.
     *
     * @param action what to run: at once, in the calling thread, or later in a thread of the device's; short, and it does not
     *     block
     */
    default void whenDrained(Runnable action) {
        action.run();
    }

    /**
     * Ends the connection: it takes nothing any more, and closes when the device's layers have given up what they hold, which
     * includes their farewell, or after ten seconds. {@link CharEvent#CLOSED} does not wait for that. Does not wait. Idempotent.
     */
    void close();
}
