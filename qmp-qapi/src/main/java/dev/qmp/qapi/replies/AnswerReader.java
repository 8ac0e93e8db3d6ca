package dev.qmp.qapi.replies;

import dev.qmp.json.JsonValues;
import dev.qmp.qapi.Command;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answers to a command.
 *
 * <p>Thread: confined to one reading.
 */
final class AnswerReader {
    /** What answers. */
    enum Kind {
        COMMAND,
        GREETING,
        HUMAN
    }

    private static final Set<String> COMMAND_KEYS =
            Set.of("when", "state", "then", "times", "return", "error", "delay", "events", "fault", "block-on");
    private static final Set<String> GREETING_KEYS = Set.of("state", "then", "times", "delay", "events", "fault");
    private static final Set<String> HUMAN_KEYS = Set.of("state", "then", "times", "return", "error");
    private static final Set<String> ERROR_CLASSES =
            Set.of("GenericError", "CommandNotFound", "DeviceNotActive", "DeviceNotFound", "KVMMissingCap");
    private static final int LARGEST = 1 << 30; // bytes of a fault
    private static final Set<String> ERROR_KEYS = Set.of("class", "desc");
    private static final Template NOTHING = new Template.Constant(JsonValues.EMPTY_OBJECT);

    private final Problems problems;
    private final SchemaFit fit;
    private final ConditionReader conditions;
    private final EventReader events;

    AnswerReader(Problems problems, SchemaFit fit) {
        this.problems = problems;
        this.fit = fit;
        this.conditions = new ConditionReader(problems);
        this.events = new EventReader(problems, fit);
    }

    /** Reads one answer, or an array of them; the command is null if it may be any. */
    List<Answer> answers(JsonValue value, Kind kind, @Nullable Command command) {
        List<Answer> answers = new ArrayList<>();
        if (value instanceof JsonArray list) {
            if (list.isEmpty()) {
                problems.add("at least one answer is expected");
            }
            for (int i = 0; i < list.size(); i++) {
                problems.enter(i);
                answer(list.get(i), kind, command, answers);
                problems.leave();
            }
        } else {
            answer(value, kind, command, answers);
        }
        return answers;
    }

    private void answer(JsonValue value, Kind kind, @Nullable Command command, List<Answer> answers) {
        if (kind == Kind.HUMAN && value.getValueType() == JsonValue.ValueType.STRING) {
            Template text = Template.of(value, problems);
            answers.add(
                    made(null, null, null, 0, new Answer.Variable(text, null, null, 0, List.of(), null, null), true));
            return;
        }
        int before = problems.count();
        JsonObject object = object(
                value,
                switch (kind) {
                    case COMMAND -> COMMAND_KEYS;
                    case GREETING -> GREETING_KEYS;
                    case HUMAN -> HUMAN_KEYS;
                });
        if (object == null) {
            return;
        }
        WireFault fault = fault(object.get("fault"), kind == Kind.GREETING);
        Template result = null;
        String errorClass = null;
        Template description = null;
        JsonValue given = object.get("return");
        JsonValue error = object.get("error");
        boolean checked = true;
        if (kind == Kind.GREETING) {
            result = NOTHING;
        } else if (fault != null && !fault.kind().sendsReply()) {
            if (given != null || error != null) {
                problems.add(
                        "with '" + fault.kind().word() + "' no reply is sent, so 'return' and 'error' mean nothing");
            }
            result = NOTHING;
        } else if ((given != null) == (error != null) && (given != null || fault == null)) {
            problems.add("exactly one of 'return' and 'error' is expected");
        } else if (error != null) {
            problems.enter("error");
            JsonObject members = object(error, ERROR_KEYS);
            if (members != null) {
                errorClass = errorClass(members);
                description = description(members);
            }
            problems.leave();
        } else {
            problems.enter("return");
            int sound = problems.count();
            result = given == null ? NOTHING : Template.of(given, problems);
            checked = problems.count() == sound && fits(result, kind, command);
            problems.leave();
        }
        long delay = whole(object, "delay", 0, "a number of milliseconds, an integer of 0 or more");
        List<Answer.VariableEvent> sent = events.events(object.get("events"), command);
        checked &= events.areChecked();
        if (fault != null && fault.kind() == WireFault.Kind.EVENT_BEFORE_GREETING && sent.isEmpty()) {
            problems.addAt("fault", "needs 'events', the ones to send");
        }
        Matcher.Members when = null;
        JsonValue condition = object.get("when");
        if (condition != null) {
            problems.enter("when");
            when = conditions.arguments(condition, command == null || !command.gen() ? null : command.argumentType());
            problems.leave();
        }
        Template blockOn = text(object, "block-on");
        if (blockOn != null) {
            fit.placeholders(blockOn, command, problems);
        }
        String state = name(object, "state");
        String then = name(object, "then");
        int times = times(object);
        if (problems.count() == before) {
            answers.add(made(
                    when,
                    state,
                    then,
                    times,
                    new Answer.Variable(result, errorClass, description, delay, sent, blockOn, fault),
                    checked));
        }
    }

    private boolean fits(Template result, Kind kind, @Nullable Command command) {
        if (kind == Kind.HUMAN) {
            if (result instanceof Template.Constant constant && JsonValues.text(constant.value()) == null) {
                problems.add("a text is expected, as the monitor prints it");
            }
            return true;
        }
        return command != null && fit.result(command, result, problems);
    }

    /** Fills in what has no placeholders, once and for all. */
    private static Answer made(
            Matcher.@Nullable Members when,
            @Nullable String state,
            @Nullable String then,
            int times,
            Answer.Variable variable,
            boolean checked) {
        boolean[] found = new boolean[1];
        Function<Placeholder, @Nullable JsonValue> finder = placeholder -> {
            found[0] = true;
            return null;
        };
        ScriptedReply reply = variable.fill(finder);
        return new Answer(when, state, then, times, found[0] ? null : reply, found[0] ? variable : null, checked);
    }

    private @Nullable String errorClass(JsonObject error) {
        String errorClass = JsonValues.stringOrNull(error, "class");
        if (errorClass == null || !ERROR_CLASSES.contains(errorClass)) {
            problems.addAbout("class", "'class' must be one of QMP's error classes, such as GenericError");
        }
        return errorClass;
    }

    private Template description(JsonObject error) {
        Template description = text(error, "desc");
        if (description == null) {
            problems.addAbout("desc", "'desc' must be a string");
            return NOTHING;
        }
        return description;
    }

    private @Nullable WireFault fault(@Nullable JsonValue value, boolean greeting) {
        if (value == null) {
            return null;
        }
        problems.enter("fault");
        try {
            String word = JsonValues.text(value);
            long bytes = -1;
            long every = 0;
            if (value instanceof JsonObject object) {
                word = object.keySet().stream()
                        .filter(key -> !key.equals("every"))
                        .findFirst()
                        .orElse("");
                if (object.size() > (object.containsKey("every") ? 2 : 1)) {
                    problems.add("one fault is expected");
                }
                bytes = whole(object, word, 0, "a number of bytes, an integer of 0 or more");
                every = whole(object, "every", 0, "a number of milliseconds, an integer of 0 or more");
            }
            WireFault.Kind kind =
                    word == null ? null : WireFault.Kind.of(word, greeting).orElse(null);
            if (kind == null) {
                problems.add((word == null ? "" : "there is no fault '" + word + "' here; ") + "expected: "
                        + String.join(", ", WireFault.Kind.words(greeting)));
                return null;
            }
            if (value instanceof JsonObject && !kind.counts()) {
                problems.add("'" + word + "' takes no number");
            } else if (value instanceof JsonObject object
                    && object.containsKey("every")
                    && kind != WireFault.Kind.SPLIT) {
                problems.add("'every' is for 'split'");
            }
            if ((kind == WireFault.Kind.SPLIT && bytes == 0) || bytes > LARGEST) {
                problems.add("'" + word + "' must be a number of bytes from 1 to " + LARGEST);
            }
            return new WireFault(kind, (int) Math.min(bytes, LARGEST), every);
        } finally {
            problems.leave();
        }
    }

    private int times(JsonObject object) {
        JsonValue times = object.get("times");
        if (times == null) {
            return Answer.ONCE_OR_LAST;
        }
        if ("forever".equals(JsonValues.text(times))) {
            return Answer.FOREVER;
        }
        OptionalLong number = JsonValues.asInt64(times);
        if (number.isEmpty() || number.getAsLong() < 1 || number.getAsLong() >= Answer.FOREVER) {
            problems.addAt("times", "must be an integer of 1 or more, or \"forever\"");
            return Answer.ONCE_OR_LAST;
        }
        return (int) number.getAsLong();
    }

    private @Nullable String name(JsonObject object, String key) {
        JsonValue value = object.get(key);
        String name = JsonValues.text(value);
        if (value != null && (name == null || name.isEmpty())) {
            problems.addAt(key, "the name of a state is expected, a string");
        }
        return name;
    }

    private @Nullable Template text(JsonObject object, String key) {
        JsonValue value = object.get(key);
        if (value == null) {
            return null;
        }
        if (JsonValues.text(value) == null) {
            problems.addAbout(key, "'" + key + "' must be a string");
            return NOTHING;
        }
        problems.enter(key);
        Template text = Template.of(value, problems);
        problems.leave();
        return text;
    }

    private long whole(JsonObject object, String key, long absent, String what) {
        return whole(problems, object, key, absent, what);
    }

    /** Reads a member that is an integer of 0 or more. */
    static long whole(Problems problems, JsonObject object, String key, long absent, String what) {
        JsonValue value = object.get(key);
        if (value == null) {
            return absent;
        }
        OptionalLong number = JsonValues.asInt64(value);
        if (number.isEmpty() || number.getAsLong() < 0) {
            problems.addAbout(key, "'" + key + "' must be " + what);
            return absent;
        }
        return number.getAsLong();
    }

    private @Nullable JsonObject object(JsonValue value, Set<String> keys) {
        return object(problems, value, keys);
    }

    /** Reads an object that has no members but these; null if it is not an object. */
    static @Nullable JsonObject object(Problems problems, JsonValue value, Set<String> keys) {
        if (!(value instanceof JsonObject object)) {
            problems.add("an object is expected");
            return null;
        }
        for (String key : object.keySet()) {
            if (!keys.contains(key)) {
                problems.addAbout(key, "unknown member '" + key + "'");
            }
        }
        return object;
    }
}
