package dev.qmp.qapi.replies;

import dev.qmp.json.JsonValues;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value with placeholders. A string that is nothing but a placeholder takes the placeholder's value with its type; a member whose
 * placeholder has no value is left out, and within a longer text it is empty.
 *
 * <p>Thread: immutable.
 */
sealed interface Template {
    /** Fills the placeholders in; null if there is nothing to put there. */
    @Nullable
    JsonValue fill(Function<Placeholder, @Nullable JsonValue> values);

    /** Tells whether this is a value without placeholders, as it is. */
    default boolean is(JsonValue value) {
        return this instanceof Constant constant && constant.value() == value;
    }

    /** Calls an action for each placeholder. */
    default void forEach(Consumer<? super Placeholder> action) {
        JsonValue unused = fill(placeholder -> {
            action.accept(placeholder);
            return null;
        });
    }

    /** A value without placeholders. */
    record Constant(JsonValue value) implements Template {
        @Override
        public JsonValue fill(Function<Placeholder, @Nullable JsonValue> values) {
            return value;
        }
    }

    /** Nothing but a placeholder. */
    record Whole(Placeholder placeholder) implements Template {
        @Override
        public @Nullable JsonValue fill(Function<Placeholder, @Nullable JsonValue> values) {
            return values.apply(placeholder);
        }
    }

    /** A text; its parts are strings and placeholders. */
    record Text(List<Object> parts) implements Template {
        @Override
        public JsonValue fill(Function<Placeholder, @Nullable JsonValue> values) {
            StringBuilder text = new StringBuilder();
            for (Object part : parts) {
                if (part instanceof Placeholder placeholder) {
                    JsonValue value = values.apply(placeholder);
                    if (value != null) {
                        text.append(value instanceof JsonString string ? string.getString() : JsonValues.toText(value));
                    }
                } else {
                    text.append(part);
                }
            }
            return JsonValues.string(text.toString());
        }
    }

    /** An object; its members in order. */
    record Members(Map<String, Template> members) implements Template {
        @Override
        public JsonValue fill(Function<Placeholder, @Nullable JsonValue> values) {
            JsonObjectBuilder object = JsonValues.object();
            members.forEach((name, member) -> {
                JsonValue value = member.fill(values);
                if (value != null) {
                    object.add(name, value);
                }
            });
            return object.build();
        }
    }

    /** An array. */
    record Elements(List<Template> elements) implements Template {
        @Override
        public JsonValue fill(Function<Placeholder, @Nullable JsonValue> values) {
            JsonArrayBuilder array = JsonValues.array();
            for (Template element : elements) {
                JsonValue value = element.fill(values);
                if (value != null) {
                    array.add(value);
                }
            }
            return array.build();
        }
    }

    /** Finds the placeholders of a value. Texts that name nothing are problems. */
    static Template of(JsonValue value, Problems problems) {
        if (value instanceof JsonString text) {
            String string = text.getString();
            return string.contains("${") ? text(string, problems) : new Constant(value);
        }
        if (value instanceof JsonObject object) {
            Map<String, Template> members = null;
            for (Map.Entry<String, JsonValue> member : object.entrySet()) {
                problems.enter(member.getKey());
                Template template = of(member.getValue(), problems);
                problems.leave();
                if (members == null && !template.is(member.getValue())) {
                    members = new LinkedHashMap<>();
                    for (Map.Entry<String, JsonValue> before : object.entrySet()) {
                        members.put(before.getKey(), new Constant(before.getValue()));
                    }
                }
                if (members != null) {
                    members.put(member.getKey(), template);
                }
            }
            return members == null ? new Constant(value) : new Members(members);
        }
        if (value instanceof JsonArray array) {
            List<Template> elements = new ArrayList<>(array.size());
            boolean constant = true;
            for (int i = 0; i < array.size(); i++) {
                problems.enter(i);
                Template template = of(array.get(i), problems);
                problems.leave();
                constant &= template.is(array.get(i));
                elements.add(template);
            }
            return constant ? new Constant(value) : new Elements(elements);
        }
        return new Constant(value);
    }

    private static Template text(String text, Problems problems) {
        List<Object> parts = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int begin = text.indexOf("${", at);
            if (begin < 0) {
                break;
            }
            if (begin > at && text.charAt(begin - 1) == '$') {
                plain.append(text, at, begin - 1).append("${"); // $${ stands for ${
                at = begin + 2;
                continue;
            }
            int end = text.indexOf('}', begin);
            Placeholder placeholder = end < 0 ? null : Placeholder.of(text.substring(begin + 2, end));
            if (placeholder == null) {
                problems.add("'" + text.substring(begin, end < 0 ? text.length() : end + 1)
                        + "' is not one of ${arguments.NAME}, ${state} and ${count}; $${ stands for ${ itself");
                return new Constant(JsonValues.string(text));
            }
            plain.append(text, at, begin);
            if (!plain.isEmpty()) {
                parts.add(plain.toString());
                plain.setLength(0);
            }
            parts.add(placeholder);
            at = end + 1;
        }
        plain.append(text, at, text.length());
        if (parts.isEmpty()) {
            return new Constant(JsonValues.string(plain.toString()));
        }
        if (parts.size() == 1 && plain.isEmpty()) {
            return new Whole((Placeholder) parts.get(0));
        }
        if (!plain.isEmpty()) {
            parts.add(plain.toString());
        }
        return new Text(parts);
    }
}
