package dev.qmp.monitor.internal.human;

import dev.qmp.json.JsonValues;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.util.Map;

/**
 * Prints values in a readable form: one member per line, as {@code key: value}, nested values indented, elements of arrays after a dash.
 *
 * <p>Thread: confined to one value.
 */
final class ValueText {
    private final StringBuilder out = new StringBuilder();

    private ValueText() {}

    /** Returns the text of a command's result, empty for the empty object, else ending in a line feed. */
    static String of(JsonValue value) {
        ValueText text = new ValueText();
        if (value instanceof JsonString string) {
            text.plain(string.getString());
        } else if (value instanceof JsonObject object) {
            text.members(object, "", "");
        } else if (value instanceof JsonArray array) {
            text.elements(array, "");
        } else {
            text.out.append(value).append('\n');
        }
        return text.out.toString();
    }

    /** Prints a result that is a text; what would steer the terminal is escaped. */
    private void plain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isControl(c) && c != '\n' && c != '\t' && !(c == '\r' && text.startsWith("\n", i + 1))) {
                out.append("\\x").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else if (c != '\r') {
                out.append(c);
            }
        }
        if (!text.endsWith("\n") && !text.isEmpty()) {
            out.append('\n');
        }
    }

    private void members(JsonObject object, String first, String indent) {
        String lead = first;
        for (Map.Entry<String, JsonValue> member : object.entrySet()) {
            out.append(lead).append(scalar(member.getKey())).append(':');
            lead = indent;
            JsonValue value = member.getValue();
            if (value instanceof JsonObject inner && !inner.isEmpty()) {
                out.append('\n');
                members(inner, indent + "  ", indent + "  ");
            } else if (value instanceof JsonArray array && !isInline(array)) {
                out.append('\n');
                elements(array, indent + "  ");
            } else {
                out.append(' ').append(inline(value)).append('\n');
            }
        }
    }

    private void elements(JsonArray array, String indent) {
        for (JsonValue value : array) {
            if (value instanceof JsonObject object && !object.isEmpty()) {
                members(object, indent + "- ", indent + "  ");
            } else if (value instanceof JsonArray inner && !isInline(inner)) {
                out.append(indent).append("-\n");
                elements(inner, indent + "  ");
            } else {
                out.append(indent).append("- ").append(inline(value)).append('\n');
            }
        }
    }

    /** Tells whether an array fits into a line: it holds nothing that has parts. */
    private static boolean isInline(JsonArray array) {
        for (JsonValue value : array) {
            if (value instanceof JsonStructure) {
                return false;
            }
        }
        return true;
    }

    private static String inline(JsonValue value) {
        if (value instanceof JsonString string) {
            return scalar(string.getString());
        }
        if (value instanceof JsonArray array && !array.isEmpty()) {
            StringBuilder list = new StringBuilder();
            for (JsonValue element : array) {
                list.append(list.isEmpty() ? "" : ", ").append(inline(element));
            }
            return list.toString();
        }
        return JsonValues.toText(value);
    }

    /** Returns a text as it is, or quoted if it could be mistaken. */
    private static String scalar(String text) {
        boolean isPlain = !text.isEmpty() && text.equals(text.strip());
        for (int i = 0; i < text.length() && isPlain; i++) {
            isPlain = !isControl(text.charAt(i));
        }
        return isPlain ? text : JsonValues.toText(JsonValues.string(text));
    }

    private static boolean isControl(char c) {
        return c < ' ' || (c >= 0x7f && c < 0xa0);
    }
}
