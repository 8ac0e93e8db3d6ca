package dev.qmp.qapi.arguments;

import dev.qmp.json.JsonParseException;
import dev.qmp.json.JsonText;
import dev.qmp.json.JsonValues;
import dev.qmp.qapi.AlternateType;
import dev.qmp.qapi.Alternative;
import dev.qmp.qapi.BuiltinType;
import dev.qmp.qapi.EnumType;
import dev.qmp.qapi.JsonType;
import dev.qmp.qapi.Type;
import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;

/** Turns the text of a value into a value of its type. */
final class ValueText {
    private ValueText() {}

    static JsonValue read(@Nullable Type type, String key, String text) {
        if (type == null) {
            return any(key, text);
        }
        if (type instanceof BuiltinType builtin) {
            return builtin(builtin.kind(), key, text);
        }
        if (type instanceof EnumType) {
            return JsonValues.string(text);
        }
        if (type instanceof AlternateType alternate) {
            return alternate(alternate, key, text);
        }
        String expected = type.jsonType().wireName();
        JsonValue value = json(key, text, expected);
        boolean fits = value.getValueType()
                == (type.jsonType() == JsonType.ARRAY ? JsonValue.ValueType.ARRAY : JsonValue.ValueType.OBJECT);
        if (!fits) {
            throw wrongType(key, expected);
        }
        return value;
    }

    private static JsonValue builtin(BuiltinType.Kind kind, String key, String text) {
        JsonValue value =
                switch (kind) {
                    case STR -> JsonValues.string(text);
                    case BOOL -> Literals.bool(text);
                    case NULL -> text.equals("null") ? JsonValue.NULL : null;
                    case ANY -> any(key, text);
                    case NUMBER -> Literals.number(text);
                    default -> Literals.size(text);
                };
        if (value != null) {
            return value;
        }
        throw switch (kind) {
            case BOOL -> new ArgumentException("Parameter '" + key + "' expects 'on' or 'off'");
            case NUMBER, NULL -> wrongType(key, kind.typeName());
            case SIZE -> new ArgumentException("Parameter '" + key + "' expects size");
            default -> new ArgumentException("Parameter '" + key + "' expects integer");
        };
    }

    private static JsonValue alternate(AlternateType type, String key, String text) {
        boolean isObject = text.startsWith("{") && accepts(type, JsonType.OBJECT);
        boolean isArray = text.startsWith("[") && accepts(type, JsonType.ARRAY);
        JsonValue value = isObject || isArray ? json(key, text, isObject ? "object" : "array") : null;
        if (value == null && text.equals("null") && accepts(type, JsonType.NULL)) {
            value = JsonValue.NULL;
        }
        if (value == null && accepts(type, JsonType.BOOLEAN)) {
            value = Literals.bool(text);
        }
        if (value == null && accepts(type, JsonType.INT)) {
            value = Literals.integer(text);
        }
        if (value == null && accepts(type, JsonType.NUMBER)) {
            value = Literals.number(text);
        }
        if (value == null && accepts(type, JsonType.STRING)) {
            value = JsonValues.string(text);
        }
        if (value == null) {
            throw wrongType(key, type.name());
        }
        return value;
    }

    private static boolean accepts(AlternateType type, JsonType wanted) {
        for (Alternative branch : type.alternatives()) {
            if (branch.type().jsonType() == wanted) {
                return true;
            }
        }
        return false;
    }

    private static JsonValue any(String key, String text) {
        if (text.startsWith("{") || text.startsWith("[")) {
            return json(key, text, "JSON");
        }
        try {
            return JsonText.parse(text);
        } catch (JsonParseException e) {
            return JsonValues.string(text);
        }
    }

    private static JsonValue json(String key, String text, String expected) {
        try {
            return JsonText.parse(text);
        } catch (JsonParseException e) {
            throw new ArgumentException(
                    "Invalid parameter type for '" + key + "', expected: " + expected + " (" + e.getMessage() + ")");
        }
    }

    private static ArgumentException wrongType(String key, String expected) {
        return new ArgumentException("Invalid parameter type for '" + key + "', expected: " + expected);
    }
}
