package dev.qmp.qapi.replies;

import static dev.qmp.qapi.replies.ScriptedReply.ScriptedEvent.BEFORE;

import dev.qmp.json.JsonValues;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.Event;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of an answer, and finds out when each is sent.
 *
 * <p>Thread: confined to one reading.
 */
final class EventReader {
    private static final Set<String> KEYS = Set.of("event", "data", "delay", "after");
    private static final String MILLISECONDS = "a number of milliseconds, an integer of 0 or more";

    private final Problems problems;
    private final SchemaFit fit;
    private boolean checked;

    EventReader(Problems problems, SchemaFit fit) {
        this.problems = problems;
        this.fit = fit;
    }

    /** Reads events; the command is null if it may be any. */
    List<Answer.VariableEvent> events(@Nullable JsonValue value, @Nullable Command command) {
        checked = true;
        List<Answer.VariableEvent> events = new ArrayList<>();
        if (value == null) {
            return events;
        }
        if (!(value instanceof JsonArray list)) {
            problems.addAbout("events", "'events' must be an array");
            return events;
        }
        problems.enter("events");
        long time = BEFORE;
        for (int i = 0; i < list.size(); i++) {
            problems.enter(i);
            time = event(list.get(i), time, command, events);
            problems.leave();
        }
        problems.leave();
        events.sort(Comparator.comparingLong(Answer.VariableEvent::afterMillis));
        return events;
    }

    /** Tells whether the events read last are known to fit the schema, whatever the request is. */
    boolean areChecked() {
        return checked;
    }

    private long event(JsonValue value, long previous, @Nullable Command command, List<Answer.VariableEvent> events) {
        JsonObject object = AnswerReader.object(problems, value, KEYS);
        if (object == null) {
            return previous;
        }
        String name = JsonValues.stringOrNull(object, "event");
        Event event = name == null ? null : fit.schema().event(name).orElse(null);
        if (event == null) {
            problems.addAbout(
                    "event", "the schema has no event " + (name == null ? "without a name" : "'" + name + "'"));
            return previous;
        }
        JsonValue data = object.get("data");
        if (data != null && !(data instanceof JsonObject)) {
            problems.addAbout("data", "'data' must be an object");
            return previous;
        }
        int sound = problems.count();
        Template template = data == null ? new Template.Constant(JsonValues.EMPTY_OBJECT) : Template.of(data, problems);
        checked &= problems.count() == sound && fit.event(event, template, command, problems);
        long time = time(object, previous);
        events.add(new Answer.VariableEvent(event, template, time));
        return time;
    }

    private long time(JsonObject object, long previous) {
        long delay = AnswerReader.whole(problems, object, "delay", 0, MILLISECONDS);
        long after = AnswerReader.whole(problems, object, "after", BEFORE, MILLISECONDS);
        if (object.containsKey("after") && object.containsKey("delay")) {
            problems.add("'after' counts from the reply, 'delay' from the event before: one of them is expected");
        }
        if (object.containsKey("after")) {
            return after;
        }
        return delay == 0 ? previous : Math.max(previous, 0) + delay;
    }
}
