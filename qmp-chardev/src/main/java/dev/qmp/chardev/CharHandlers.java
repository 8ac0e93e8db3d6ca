package dev.qmp.chardev;

import java.nio.ByteBuffer;

/**
 * The callbacks of a front end.
 *
 * <p>Thread: every method is called by the thread of the event loop that was given to {@link CharFrontend#setHandlers},
 * one at a time; none may block.
 */
public interface CharHandlers {
    /**
     * Says how many bytes the front end takes now. Asked again immediately before every delivery. A front end whose
     * answer goes from 0 to more calls {@link CharFrontend#acceptInput()}.
     *
     * @return the number of bytes, 0 while suspended
     */
    int canRead();

    /**
     * Takes bytes, at most as many as {@link #canRead()} said.
     *
     * <p>Bytes left in the buffer stay with the device and are delivered again after the next {@link
     * CharFrontend#acceptInput()}, before any later byte and before the end of input is acted on.
     *
     * @param bytes the bytes; the buffer belongs to the device and is valid during the call only
     */
    void read(ByteBuffer bytes);

    /**
     * Handles an event.
     *
     * @param event the event
     */
    void event(CharEvent event);

    /**
     * Decides what the end of the peer's input means; asked once, when every byte before it has been consumed. A peer that
     * has only finished sending may still wait for replies.
     *
     * @return true (the default) to disconnect at once; false to keep the output side, that is the {@link CharConnection},
     *     until it is closed or fails. {@link CharEvent#CLOSED} follows at once in both cases, and the device may take its
     *     next peer
     */
    default boolean endOfInput() {
        return true;
    }

    /**
     * The device of this front end was exchanged for another one.
     *
     * @return true if the front end can continue with the new one; false (the default) undoes the exchange
     */
    default boolean backendChanged() {
        return false;
    }

    /**
     * Says whether {@link #backendChanged()} is implemented, that is whether the device may be exchanged at all.
     *
     * @return false by default
     */
    default boolean supportsBackendChange() {
        return false;
    }
}
