package dev.qmp.qapi.replies;

import dev.qmp.json.JsonValues;
import dev.qmp.qapi.Event;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One answer of the script: when it counts, how often, and what it is.
 *
 * @param when what the arguments must be like; null if they may be anything
 * @param state the state that is needed, or null
 * @param then the state that follows, or null
 * @param times how often it is given; {@link #ONCE_OR_LAST} or {@link #FOREVER}
 * @param fixed the answer, if it has no placeholders
 * @param variable makes the answer, if it has placeholders
 * @param isChecked whether it is known to fit the schema whatever the request is
 */
record Answer(
        Matcher.@Nullable Members when,
        @Nullable String state,
        @Nullable String then,
        int times,
        @Nullable ScriptedReply fixed,
        @Nullable Variable variable,
        boolean isChecked) {
    /** Once, or for ever where it is the last one that matches. */
    static final int ONCE_OR_LAST = 0;

    static final int FOREVER = Integer.MAX_VALUE;

    /**
     * An answer with placeholders.
     *
     * @param result the result, or null
     * @param errorClass the class of the error, or null
     * @param description the text of the error, or null
     */
    record Variable(
            @Nullable Template result,
            @Nullable String errorClass,
            @Nullable Template description,
            long delayMillis,
            List<VariableEvent> events,
            @Nullable Template blockOn,
            @Nullable WireFault fault) {
        /** Fills the placeholders in. */
        ScriptedReply fill(Function<Placeholder, @Nullable JsonValue> values) {
            ScriptedReply.Outcome outcome;
            if (errorClass == null) {
                JsonValue value = result == null ? null : result.fill(values);
                outcome = new ScriptedReply.Result(value == null ? JsonValue.NULL : value);
            } else {
                outcome = new ScriptedReply.Failure(errorClass, text(Objects.requireNonNull(description), values));
            }
            List<ScriptedReply.ScriptedEvent> filled = new ArrayList<>(events.size());
            for (VariableEvent event : events) {
                JsonValue data = event.data().fill(values);
                filled.add(new ScriptedReply.ScriptedEvent(
                        event.event(),
                        data instanceof JsonObject object ? object : JsonValues.EMPTY_OBJECT,
                        event.afterMillis()));
            }
            return new ScriptedReply(
                    outcome, delayMillis, filled, blockOn == null ? null : text(blockOn, values), fault);
        }

        private static String text(Template template, Function<Placeholder, @Nullable JsonValue> values) {
            JsonValue value = template.fill(values);
            String text = JsonValues.text(value);
            return text != null ? text : value == null ? "" : JsonValues.toText(value);
        }
    }

    /** An event with placeholders in its data. */
    record VariableEvent(Event event, Template data, long afterMillis) {}

    /** Tells whether it is given to every request, the same every time. */
    boolean isUnconditional() {
        return when == null && state == null && then == null && times == ONCE_OR_LAST && fixed != null && isChecked;
    }

    /** Tells whether it counts for a request. */
    boolean matches(JsonObject arguments, String current) {
        return (state == null || state.equals(current)) && (when == null || when.matches(arguments));
    }

    /** Tells whether there is one left, so many having been given. */
    boolean isLeft(int given) {
        return times == FOREVER || given < Math.max(times, 1);
    }
}
