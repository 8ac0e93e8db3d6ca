package dev.qmp.qapi.replies;

import dev.qmp.json.JsonValues;
import dev.qmp.qapi.AlternateType;
import dev.qmp.qapi.ArrayType;
import dev.qmp.qapi.BuiltinType;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.EnumType;
import dev.qmp.qapi.Member;
import dev.qmp.qapi.ObjectType;
import dev.qmp.qapi.Type;
import dev.qmp.qapi.UnionType;
import dev.qmp.qapi.Variant;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What stands between <code>${</code> and <code>}</code>: a value of the request, or of the scenario.
 *
 * <p>Thread: immutable.
 */
sealed interface Placeholder {
    /**
     * What placeholders stand for.
     *
     * @param arguments the request's arguments
     * @param state the scenario's state when the answer was chosen
     * @param count how many requests the command has had, this one included
     */
    record Values(JsonObject arguments, String state, long count) {}

    /** Returns the value; null if the request does not have it. */
    @Nullable
    JsonValue value(Values values);

    /** A value of the request, by the names that lead to it, joined by dots. */
    record Argument(String path) implements Placeholder {
        @Override
        public @Nullable JsonValue value(Values values) {
            return find(values.arguments(), path);
        }

        private static @Nullable JsonValue find(JsonValue within, String path) {
            if (within instanceof JsonArray array) {
                int dot = path.indexOf('.');
                JsonValue element = element(array, dot < 0 ? path : path.substring(0, dot));
                return element == null || dot < 0 ? element : find(element, path.substring(dot + 1));
            }
            if (!(within instanceof JsonObject object)) {
                return null;
            }
            JsonValue whole = object.get(path);
            if (whole != null) {
                return whole;
            }
            // Names may hold dots themselves.
            for (int dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
                JsonValue member = object.get(path.substring(0, dot));
                if (member != null) {
                    return find(member, path.substring(dot + 1));
                }
            }
            return null;
        }

        private static @Nullable JsonValue element(JsonArray array, String index) {
            try {
                int at = Integer.parseInt(index);
                return at >= 0 && at < array.size() ? array.get(at) : null;
            } catch (NumberFormatException e) {
                return null;
            }
        }

        /** Returns the declared type of the value; null if any may come; throws if there can be no such value. */
        @Nullable
        Type type(Command command) {
            return command.gen() ? type(command.argumentType(), path) : null;
        }

        private static @Nullable Type type(Type within, String path) {
            if (within instanceof ArrayType array) {
                int dot = path.indexOf('.');
                return dot < 0 ? array.element() : type(array.element(), path.substring(dot + 1));
            }
            if (within instanceof AlternateType
                    || (within instanceof BuiltinType builtin && builtin.kind() == BuiltinType.Kind.ANY)) {
                return null;
            }
            if (within instanceof ObjectType object) {
                for (int dot = path.length(); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
                    Member member = member(object, path.substring(0, dot));
                    if (member != null) {
                        return dot == path.length() ? member.type() : type(member.type(), path.substring(dot + 1));
                    }
                }
            }
            throw new IllegalArgumentException("has no '" + path + "'");
        }
    }

    /** The scenario's state. */
    record State() implements Placeholder {
        @Override
        public JsonValue value(Values values) {
            return JsonValues.string(values.state());
        }
    }

    /** The number of the request. */
    record Count() implements Placeholder {
        @Override
        public JsonValue value(Values values) {
            return JsonValues.number(values.count());
        }
    }

    /** Finds what a text between the braces names; null if it names nothing. */
    static @Nullable Placeholder of(String text) {
        return switch (text) {
            case "state" -> new State();
            case "count" -> new Count();
            default ->
                text.startsWith("arguments.") && text.length() > "arguments.".length()
                        ? new Argument(text.substring("arguments.".length()))
                        : null;
        };
    }

    /** Finds a member, in whichever branch. */
    static @Nullable Member member(ObjectType object, String name) {
        Member own = object.member(name).orElse(null);
        if (own == null && object instanceof UnionType union) {
            for (Variant variant : union.variants()) {
                Member found = member(variant.type(), name);
                if (found != null) {
                    return found;
                }
            }
        }
        return own;
    }

    /** Returns a value of the type of the placeholder's; null if that is not known, or if its values differ in what they fit. */
    default @Nullable JsonValue sample(@Nullable Command command) {
        if (!(this instanceof Argument argument)) {
            return this instanceof State ? JsonValues.string("s") : JsonValues.number(1);
        }
        Type type;
        try {
            type = command == null ? null : argument.type(command);
        } catch (IllegalArgumentException e) {
            return null;
        }
        if (type == null || type instanceof EnumType) {
            return null;
        }
        return switch (type.jsonType()) {
            case STRING -> JsonValues.string("s");
            case INT -> JsonValues.number(1);
            case NUMBER -> JsonValues.number(1.5);
            case BOOLEAN -> JsonValue.TRUE;
            default -> null;
        };
    }
}
