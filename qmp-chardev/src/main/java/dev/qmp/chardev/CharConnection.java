package dev.qmp.chardev;

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

    /** Ends the connection. Does not wait. Idempotent. */
    void close();
}
