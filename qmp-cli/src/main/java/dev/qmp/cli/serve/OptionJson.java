package dev.qmp.cli.serve;

import dev.qmp.chardev.ChardevException;
import dev.qmp.json.JsonParseException;
import dev.qmp.json.JsonText;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Map;
import java.util.stream.Collectors;

/** Arguments of options that are JSON objects, which are read as the text {@code KEY=VALUE,...} with the same meaning. */
final class OptionJson {
    private OptionJson() {}

    /** Returns whether an argument is to be read as JSON, which QEMU decides by its first character. */
    static boolean isJson(String argument) {
        return argument.startsWith("{");
    }

    /**
     * Reads an argument that {@linkplain #isJson is JSON}.
     *
     * @throws ChardevException if it is not
     */
    static JsonObject object(String json) {
        try {
            return JsonText.parse(json).asJsonObject();
        } catch (JsonParseException e) {
            throw new ChardevException(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Returns the text.
     *
     * @param json an object whose members are strings, numbers and truth values
     * @throws ChardevException if it is not one
     */
    static String text(String json) {
        return text(object(json));
    }

    /**
     * Returns the text.
     *
     * @param object its members are strings, numbers and truth values
     * @throws ChardevException if they are not
     */
    static String text(JsonObject object) {
        return object.entrySet().stream()
                .map(member -> member.getKey() + "=" + value(member))
                .collect(Collectors.joining(","));
    }

    private static String value(Map.Entry<String, JsonValue> member) {
        String key = member.getKey();
        if (key.isEmpty() || key.indexOf('=') >= 0 || key.indexOf(',') >= 0) {
            throw new ChardevException("Parameter '" + key + "' is unexpected");
        }
        JsonValue value = member.getValue();
        if (value instanceof JsonString string) {
            return string.getString().replace(",", ",,");
        }
        if (value instanceof JsonNumber) {
            return value.toString();
        }
        return switch (value.getValueType()) {
            case TRUE -> "on";
            case FALSE -> "off";
            default -> throw new ChardevException("Invalid parameter type for '" + key + "', expected: string");
        };
    }
}
