package dev.qmp.qapi.replies;

import dev.qmp.qapi.Event;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A scripted answer to a request, with the request's values in place.
 *
 * @param outcome the result or the error
 * @param delayMillis how long the answer takes, in milliseconds, 0 or more
 * @param events the events, in the order in which they are sent
 * @param blockOn the file that is opened before anything else, while nothing else runs in the thread; null if none is
 * @param fault what goes wrong when the reply is sent; null if nothing does
 */
public record ScriptedReply(
        Outcome outcome,
        long delayMillis,
        List<ScriptedEvent> events,
        @Nullable String blockOn,
        @Nullable WireFault fault) {
    /**
     * Makes an answer.
     *
     * @param outcome the result or the error
     * @param delayMillis how long the answer takes, in milliseconds, 0 or more
     * @param events the events, copied
     * @param blockOn a file, or null
     * @param fault a fault, or null
     */
    public ScriptedReply {
        events = List.copyOf(events);
    }

    /** A result or an error. */
    public sealed interface Outcome {}

    /**
     * A result.
     *
     * @param value the value, which the command's declaration allows
     */
    public record Result(JsonValue value) implements Outcome {}

    /**
     * An error.
     *
     * @param errorClass one of QMP's error classes
     * @param description the text
     */
    public record Failure(String errorClass, String description) implements Outcome {}

    /**
     * A scripted event.
     *
     * @param event its declaration
     * @param data its data, which the declaration allows; an empty object if it has none
     * @param afterMillis how long after the reply it is sent, in milliseconds; {@link #BEFORE} if it precedes the reply
     */
    public record ScriptedEvent(Event event, JsonObject data, long afterMillis) {
        /** The time of an event that precedes the reply. */
        public static final long BEFORE = -1;
    }
}
