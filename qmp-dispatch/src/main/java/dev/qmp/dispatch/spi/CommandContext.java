package dev.qmp.dispatch.spi;

import jakarta.json.JsonValue;
import java.util.Optional;

/**
 * The circumstances of the request that a handler serves.
 *
 * <p>Thread: confined to the handler; {@link #afterReply} may be called until the handler has completed.
 */
public interface CommandContext {
    /**
     * Returns the monitor that the request came from.
     *
     * @return the monitor
     */
    MonitorContext monitor();

    /**
     * Returns the command's name.
     *
     * @return the name
     */
    String command();

    /**
     * Returns whether the handler runs out of band, in the I/O thread, where it must neither block nor take long.
     *
     * @return true if the request asked for out-of-band execution
     */
    boolean outOfBand();

    /**
     * Returns the request's {@code id}.
     *
     * @return the id, empty if it had none
     */
    Optional<JsonValue> id();

    /**
     * Returns what came beside the request's message, such as file descriptors.
     *
     * @param type its type
     * @param <T> the type
     * @return the object, empty if there is none
     */
    default <T> Optional<T> companion(Class<T> type) {
        return Optional.empty();
    }

    /**
     * Sets an action to run once the reply, a success or an error, has been queued for the peer, in the thread that queued it;
     * whatever the action sends follows the reply. Replaces an action set before.
     *
     * @param action short, and does not block
     */
    void afterReply(Runnable action);
}
