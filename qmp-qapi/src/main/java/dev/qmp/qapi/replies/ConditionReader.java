package dev.qmp.qapi.replies;

import dev.qmp.json.JsonValues;
import dev.qmp.qapi.AlternateType;
import dev.qmp.qapi.ArrayType;
import dev.qmp.qapi.BuiltinType;
import dev.qmp.qapi.EnumType;
import dev.qmp.qapi.JsonType;
import dev.qmp.qapi.Member;
import dev.qmp.qapi.ObjectType;
import dev.qmp.qapi.Type;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Reads conditions on arguments, {@code when}. What no request can meet is a problem: unknown arguments, values of other types.
 *
 * <p>Thread: confined to one reading.
 */
final class ConditionReader {
    private static final String MATCHES = "$matches";
    private static final String ABSENT = "$absent";

    private final Problems problems;

    ConditionReader(Problems problems) {
        this.problems = problems;
    }

    /** Reads the condition on all arguments of a command; the type is null if they may be anything. */
    Matcher.Members arguments(JsonValue value, @Nullable Type type) {
        if (value instanceof JsonObject object) {
            return members(object, type);
        }
        problems.add("an object with the arguments to look at is expected");
        return Matcher.Members.ANY;
    }

    private Matcher.Members members(JsonObject object, @Nullable Type type) {
        List<String> names = new ArrayList<>(object.size());
        List<Matcher> matchers = new ArrayList<>(object.size());
        for (Map.Entry<String, JsonValue> entry : object.entrySet()) {
            String name = entry.getKey();
            problems.enter(name);
            Type known = null;
            if (type instanceof ObjectType declared) {
                Member member = Placeholder.member(declared, name);
                if (member == null) {
                    problems.add(
                            name.startsWith("$")
                                    ? "is not '$matches' or '$absent', alone in its object"
                                    : "no request has this member");
                } else {
                    known = member.type();
                }
            }
            names.add(name);
            matchers.add(value(entry.getValue(), known));
            problems.leave();
        }
        return new Matcher.Members(names, matchers);
    }

    private Matcher value(JsonValue value, @Nullable Type type) {
        if (value instanceof JsonObject object) {
            if (object.size() == 1) {
                JsonValue expression = object.get(MATCHES);
                if (expression != null) {
                    return matches(expression, type);
                }
                JsonValue absent = object.get(ABSENT);
                if (absent != null) {
                    return absent(absent);
                }
            }
            check(type, JsonType.OBJECT);
            return members(object, type);
        }
        if (value instanceof JsonArray array) {
            check(type, JsonType.ARRAY);
            Type element = type instanceof ArrayType declared ? declared.element() : null;
            List<Matcher> matchers = new ArrayList<>(array.size());
            for (int i = 0; i < array.size(); i++) {
                problems.enter(i);
                matchers.add(value(array.get(i), element));
                problems.leave();
            }
            return new Matcher.Elements(matchers);
        }
        check(
                type,
                switch (value.getValueType()) {
                    case STRING -> JsonType.STRING;
                    case NUMBER -> JsonType.NUMBER;
                    case NULL -> JsonType.NULL;
                    default -> JsonType.BOOLEAN;
                });
        if (type instanceof EnumType declared
                && value instanceof JsonString text
                && declared.value(text.getString()).isEmpty()) {
            problems.add("is never '" + text.getString() + "'");
        }
        return new Matcher.Scalar(Objects.requireNonNull(Matcher.canonical(value)));
    }

    private Matcher matches(JsonValue expression, @Nullable Type type) {
        check(type, JsonType.STRING);
        String text = JsonValues.text(expression);
        if (text == null) {
            problems.addAt(MATCHES, "a regular expression is expected, a string");
            return Matcher.Members.ANY;
        }
        try {
            return new Matcher.Matches(Pattern.compile(text));
        } catch (PatternSyntaxException e) {
            problems.addAt(
                    MATCHES,
                    "'" + text + "' is not a regular expression: " + e.getDescription()
                            + (e.getIndex() < 0 ? "" : " near index " + e.getIndex()));
            return Matcher.Members.ANY;
        }
    }

    private Matcher absent(JsonValue value) {
        if (value != JsonValue.TRUE && value != JsonValue.FALSE) {
            problems.addAt(ABSENT, "true or false is expected");
        }
        return new Matcher.Absent(value == JsonValue.TRUE);
    }

    private void check(@Nullable Type type, JsonType wanted) {
        if (type == null
                || type instanceof AlternateType
                || (type instanceof BuiltinType builtin && builtin.kind() == BuiltinType.Kind.ANY)) {
            return;
        }
        JsonType declared = type.jsonType() == JsonType.INT ? JsonType.NUMBER : type.jsonType();
        if (declared != wanted) {
            problems.add("is never " + article(wanted) + wanted.wireName() + ": the schema declares "
                    + article(type.jsonType()) + type.jsonType().wireName());
        }
    }

    private static String article(JsonType type) {
        return switch (type) {
            case NULL -> "";
            case INT, OBJECT, ARRAY -> "an ";
            default -> "a ";
        };
    }
}
