package dev.qmp.chardev;

import dev.qmp.chardev.loop.Watch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The output to one peer, from OPENED on. What is written here never reaches a later peer.
 *
 * <p>A front end that answers false to {@link CharHandlers#endOfInput()} keeps its connection half-closed: the device may
 * accept its next peer, while replies can still be written here until {@link #close()} or a failure.
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
     * Waits for the connection to take bytes again, or for its end. Fires once unless the callback asks for more; ends with the
     * connection. Does not wait.
     *
     * @param conditions what to wait for
     * @param callback what to do, in the device's loop
     * @return the watch; if the connection is over, the callback gets {@link WatchCondition#HUP} if it asked for that, and the
     *     watch is inactive soon
     */
    Watch addWatch(Set<WatchCondition> conditions, WatchCallback callback);

    /**
     * Says who the peer is, as far as that is known while it is connected.
     *
     * @return what the system and TLS vouch for
     */
    default PeerIdentity peer() {
        return PeerIdentity.UNKNOWN;
    }

    /**
     * Returns the file descriptors that came last, with a piece of input that has been delivered, or is being delivered. In the device's loop.
     *
     * @return the descriptors, which the connection holds until others come; null if none have come
     */
    default @Nullable ReceivedDescriptors descriptors() {
        return null;
    }

    /**
     * Passes a file descriptor to the peer, no later than with the first byte that is written next.
     *
     * @param descriptor the descriptor, which is closed in any case
     * @throws IOException if this connection cannot pass any, or is closed
     */
    default void pass(OpenDescriptor descriptor) throws IOException {
        descriptor.close();
        throw new IOException("Descriptors cannot be passed over this connection");
    }

    /**
     * Says whether everything that was taken has been passed to the system: no layer or buffer of the device holds any of it.
     *
     * @return true unless something waits
     */
    default boolean isDrained() {
        return true;
    }

    /**
     * Runs an action once everything that was taken has been passed to the system, or never will be.
     *
     * @param action what to run: at once in the calling thread, or later in a thread of the device; must not block
     */
    default void whenDrained(Runnable action) {
        action.run();
    }

    /**
     * Ends the connection at once: what waits is dropped, and the peer sees a reset where the transport can do that, else an end. Does
     * not wait. Idempotent.
     */
    default void reset() {
        close();
    }

    /**
     * Ends the connection: it accepts nothing any more, and closes when the device's layers have sent what they hold and their
     * closing messages, or after ten seconds. {@link CharEvent#CLOSED} does not wait for that. Does not wait. Idempotent.
     */
    void close();
}
