package dev.qmp.dispatch.spi;

import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Sends events to every monitor in command mode, in the same order on all of them.
 *
 * <p>An event emitted inside a handler precedes that command's reply. Events with a rate limit may be delayed or dropped; see
 * {@link EventLimit}.
 *
 * <p>Thread: safe for use by any thread.
 */
@FunctionalInterface
public interface EventEmitter {
    /**
     * Emits an event, with the current time as its timestamp.
     *
     * @param event the event's name, as declared in the schema
     * @param data its data, or null if it has none
     */
    void emit(String event, @Nullable JsonObject data);

    /**
     * Emits an event that has no data.
     *
     * @param event the event's name
     */
    default void emit(String event) {
        emit(event, null);
    }
}
