package dev.qmp.qapi.replies;

import dev.qmp.qapi.Event;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;

/**
 * A scripted answer to a command.
 *
 * @param outcome the result or the error
 * @param delayMillis how long the answer takes, in milliseconds, 0 or more
 * @param events the events to send once the answer is due, in order
 */
public record ScriptedReply(Outcome outcome, long delayMillis, List<ScriptedEvent> events) {
    /**
     * Makes an answer.
     *
     * @param outcome the result or the error
     * @param delayMillis how long the answer takes, in milliseconds, 0 or more
     * @param events the events, copied
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
     * @param delayMillis how long after the answer, or after the event before, it is sent, in milliseconds, 0 or more
     */
    public record ScriptedEvent(Event event, JsonObject data, long delayMillis) {}
}
