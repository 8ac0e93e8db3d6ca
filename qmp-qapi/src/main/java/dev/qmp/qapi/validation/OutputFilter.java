package dev.qmp.qapi.validation;

import dev.qmp.qapi.Command;
import dev.qmp.qapi.Event;
import dev.qmp.qapi.Feature;
import dev.qmp.qapi.Schema;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Takes out of results and event data what a {@link CompatPolicy} hides: members, and whole events. Values of enumerations
 * are not hidden.
 *
 * <p>Thread: immutable; may be used by any number of threads at once.
 */
public final class OutputFilter {
    private final CompatPolicy policy;
    private final Map<Command, HiddenMembers> results = new HashMap<>();
    private final Map<Event, HiddenMembers> events = new HashMap<>();

    private OutputFilter(Schema schema, CompatPolicy policy) {
        this.policy = policy;
        if (!policy.showsAllOutput()) {
            HiddenMembers.Factory factory = new HiddenMembers.Factory(policy);
            for (Command command : schema.commands()) {
                factory.of(command.returnType()).ifPresent(hidden -> results.put(command, hidden));
            }
            for (Event event : schema.events()) {
                factory.of(event.argumentType()).ifPresent(hidden -> events.put(event, hidden));
            }
        }
    }

    /**
     * Prepares the filter of a schema.
     *
     * @param schema the schema
     * @param policy what to hide
     * @return the filter
     */
    public static OutputFilter of(Schema schema, CompatPolicy policy) {
        return new OutputFilter(schema, policy);
    }

    /**
     * Filters the result of a command.
     *
     * @param command the command
     * @param result a valid result
     * @return the result without hidden members; the same object if there is nothing to hide
     */
    public JsonValue result(Command command, JsonValue result) {
        HiddenMembers hidden = results.get(command);
        return hidden == null ? result : hidden.removeFrom(result);
    }

    /**
     * Filters an event.
     *
     * @param event the event
     * @param data valid data
     * @return the data without hidden members, the same object if there is nothing to hide; empty if the event itself is
     *     hidden
     */
    public Optional<JsonObject> event(Event event, JsonObject data) {
        if (policy.hides(event.hasFeature(Feature.DEPRECATED), event.hasFeature(Feature.UNSTABLE))) {
            return Optional.empty();
        }
        HiddenMembers hidden = events.get(event);
        return Optional.of(hidden == null ? data : (JsonObject) hidden.removeFrom(data));
    }
}
