package dev.qmp.qapi.replies;

import dev.qmp.json.JsonValues;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.Event;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.validation.CompatPolicy;
import dev.qmp.qapi.validation.ValidationException;
import dev.qmp.qapi.validation.Validator;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads scripted answers; collects everything that is wrong with them.
 *
 * <p>Thread: confined to one reading.
 */
final class RepliesReader {
    private static final Set<String> ERROR_CLASSES =
            Set.of("GenericError", "CommandNotFound", "DeviceNotActive", "DeviceNotFound", "KVMMissingCap");
    private static final Set<String> REPLY_KEYS = Set.of("return", "error", "delay", "events");
    private static final Set<String> EVENT_KEYS = Set.of("event", "data", "delay");
    private static final Set<String> ERROR_KEYS = Set.of("class", "desc");

    private final Schema schema;
    private final Validator validator;
    private final List<String> problems = new ArrayList<>();

    /** Makes a reader. */
    RepliesReader(Schema schema) {
        this.schema = schema;
        this.validator = Validator.of(schema, CompatPolicy.ACCEPT);
    }

    /** Reads the answers by command. */
    Map<String, List<ScriptedReply>> read(JsonValue file) {
        Map<String, List<ScriptedReply>> replies = new LinkedHashMap<>();
        if (file instanceof JsonObject commands) {
            commands.forEach((name, value) -> schema.command(name)
                    .ifPresentOrElse(
                            command -> replies.put(name, command(command, value)),
                            () -> problems.add("command '" + name + "': the schema has no such command")));
        } else {
            problems.add("an object with a member for each command is expected");
        }
        if (!problems.isEmpty()) {
            throw new RepliesException(problems);
        }
        return replies;
    }

    private List<ScriptedReply> command(Command command, JsonValue value) {
        List<ScriptedReply> replies = new ArrayList<>();
        if (value instanceof JsonArray list) {
            for (int i = 0; i < list.size(); i++) {
                reply(command, list.get(i), command.describe() + ", answer " + (i + 1), replies);
            }
            if (list.isEmpty()) {
                problems.add(command.describe() + ": at least one answer is expected");
            }
        } else {
            reply(command, value, command.describe(), replies);
        }
        return replies;
    }

    private void reply(Command command, JsonValue value, String where, List<ScriptedReply> replies) {
        JsonObject object = object(value, REPLY_KEYS, where);
        if (object == null) {
            return;
        }
        JsonValue result = object.get("return");
        JsonValue error = object.get("error");
        ScriptedReply.Outcome outcome = null;
        if ((result == null) == (error == null)) {
            problems.add(where + ": exactly one of 'return' and 'error' is expected");
        } else if (error != null) {
            outcome = failure(error, where + ", 'error'");
        } else if (result != null) {
            valid(where + ", 'return'", () -> validator.checkReturn(command, result));
            outcome = new ScriptedReply.Result(result);
        }
        long delay = delay(object, where);
        List<ScriptedReply.ScriptedEvent> events = events(object.get("events"), where);
        if (outcome != null) {
            replies.add(new ScriptedReply(outcome, delay, events));
        }
    }

    private ScriptedReply.@Nullable Failure failure(JsonValue value, String where) {
        JsonObject error = object(value, ERROR_KEYS, where);
        if (error == null) {
            return null;
        }
        String errorClass = JsonValues.stringOrNull(error, "class");
        String description = JsonValues.stringOrNull(error, "desc");
        if (errorClass == null || !ERROR_CLASSES.contains(errorClass)) {
            problems.add(where + ": 'class' must be one of QMP's error classes, such as GenericError");
            return null;
        }
        if (description == null) {
            problems.add(where + ": 'desc' must be a string");
            return null;
        }
        return new ScriptedReply.Failure(errorClass, description);
    }

    private List<ScriptedReply.ScriptedEvent> events(@Nullable JsonValue value, String where) {
        List<ScriptedReply.ScriptedEvent> events = new ArrayList<>();
        if (value instanceof JsonArray list) {
            for (int i = 0; i < list.size(); i++) {
                event(list.get(i), where + ", event " + (i + 1), events);
            }
        } else if (value != null) {
            problems.add(where + ": 'events' must be an array");
        }
        return events;
    }

    private void event(JsonValue value, String where, List<ScriptedReply.ScriptedEvent> events) {
        JsonObject object = object(value, EVENT_KEYS, where);
        if (object == null) {
            return;
        }
        String name = JsonValues.stringOrNull(object, "event");
        Event event = name == null ? null : schema.event(name).orElse(null);
        if (event == null) {
            problems.add(where + ": the schema has no event " + (name == null ? "without a name" : "'" + name + "'"));
            return;
        }
        JsonObject data = JsonValues.EMPTY_OBJECT;
        JsonValue given = object.get("data");
        if (given instanceof JsonObject members) {
            data = members;
        } else if (given != null) {
            problems.add(where + ": 'data' must be an object");
            return;
        }
        JsonObject checked = data;
        valid(where + ", event '" + name + "'", () -> validator.checkEvent(event, checked));
        events.add(new ScriptedReply.ScriptedEvent(event, data, delay(object, where)));
    }

    private long delay(JsonObject object, String where) {
        JsonValue delay = object.get("delay");
        if (delay == null) {
            return 0;
        }
        OptionalLong millis = JsonValues.asInt64(delay);
        if (millis.isEmpty() || millis.getAsLong() < 0) {
            problems.add(where + ": 'delay' must be a number of milliseconds, an integer of 0 or more");
            return 0;
        }
        return millis.getAsLong();
    }

    private @Nullable JsonObject object(JsonValue value, Set<String> keys, String where) {
        if (!(value instanceof JsonObject object)) {
            problems.add(where + ": an object is expected");
            return null;
        }
        for (String key : object.keySet()) {
            if (!keys.contains(key)) {
                problems.add(where + ": unknown member '" + key + "'");
            }
        }
        return object;
    }

    private void valid(String where, Runnable check) {
        try {
            check.run();
        } catch (ValidationException e) {
            problems.add(where + ": " + e.getMessage());
        }
    }
}
