package dev.qmp.monitor.journal;

import dev.qmp.json.JsonValues;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request and its reply.
 *
 * @param number 1 for the first request of the journal
 * @param time when the request was read
 * @param monitor the monitor's label
 * @param session the session's number
 * @param peer the peer as its device describes it
 * @param request the whole request; text that is not JSON is a string with the error
 * @param reply the whole reply; null if none was sent
 * @param fault what went wrong on the wire, or why there is no reply; null if nothing went wrong
 * @param microseconds from the request to the reply
 */
public record JournalEntry(
        long number,
        Instant time,
        String monitor,
        long session,
        String peer,
        JsonValue request,
        @Nullable JsonObject reply,
        @Nullable String fault,
        long microseconds) {
    /**
     * Returns the command.
     *
     * @return its name; empty if the request names none
     */
    public String command() {
        if (request instanceof JsonObject object) {
            JsonValue name = object.get("execute");
            if (name == null) {
                name = object.get("exec-oob");
            }
            return name instanceof JsonString text ? text.getString() : "";
        }
        return "";
    }

    /**
     * Returns the arguments.
     *
     * @return the arguments; an empty object if the request has none
     */
    public JsonObject arguments() {
        return request instanceof JsonObject object && object.get("arguments") instanceof JsonObject arguments
                ? arguments
                : JsonValues.EMPTY_OBJECT;
    }

    /**
     * Returns the entry as the file and {@code x-journal} have it.
     *
     * @return an object
     */
    public JsonObject toJson() {
        JsonObjectBuilder object = JsonValues.object()
                .add("number", JsonValues.number(number))
                .add("time", time.toString())
                .add("monitor", monitor)
                .add("session", JsonValues.number(session))
                .add("peer", peer)
                .add("request", request);
        if (reply != null) {
            object.add("reply", reply);
        }
        if (fault != null) {
            object.add("fault", fault);
        }
        return object.add("microseconds", JsonValues.number(microseconds)).build();
    }
}
