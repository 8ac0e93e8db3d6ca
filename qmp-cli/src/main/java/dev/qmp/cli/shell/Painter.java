package dev.qmp.cli.shell;

import dev.qmp.cli.usage.Printable;
import dev.qmp.json.JsonValues;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Map;

/**
 * Formats values for reading, with colours if enabled.
 *
 * <p>Thread: immutable.
 */
final class Painter {
    private static final int WIDTH = 76;

    /** The kinds of text that have a colour. */
    enum Ink {
        /** The keys of objects. */
        KEY("36"),
        /** Strings. */
        STRING("32"),
        /** Numbers, booleans and null. */
        SCALAR("33"),
        /** Names of events. */
        EVENT("1;35"),
        /** Errors. */
        ERROR("31"),
        /** Messages of the shell itself. */
        NOTE("2");

        private final String code;

        Ink(String code) {
            this.code = code;
        }
    }

    private final boolean colours;

    Painter(boolean colours) {
        this.colours = colours;
    }

    /** Colours a text; what it has of control characters is made visible. */
    String paint(Ink ink, String text) {
        String visible = Printable.text(text);
        return colours ? "\u001B[" + ink.code + "m" + visible + "\u001B[0m" : visible;
    }

    /** Formats a value, on one line if it fits. */
    String value(JsonValue value) {
        StringBuilder text = new StringBuilder();
        append(text, value, 0);
        return text.toString();
    }

    private void append(StringBuilder text, JsonValue value, int indent) {
        boolean fits = indent + JsonValues.toText(value).length() <= WIDTH;
        switch (value.getValueType()) {
            case OBJECT -> object(text, (JsonObject) value, indent, fits);
            case ARRAY -> array(text, (JsonArray) value, indent, fits);
            case STRING -> text.append(paint(Ink.STRING, JsonValues.toText(value)));
            default -> text.append(paint(Ink.SCALAR, JsonValues.toText(value)));
        }
    }

    private void object(StringBuilder text, JsonObject object, int indent, boolean fits) {
        text.append('{');
        String separator = "";
        for (Map.Entry<String, JsonValue> member : object.entrySet()) {
            text.append(separator);
            separator = fits ? ", " : ",";
            lineBreak(text, indent + 2, fits);
            text.append(paint(Ink.KEY, JsonValues.toText(JsonValues.string(member.getKey()))))
                    .append(": ");
            append(text, member.getValue(), indent + 2);
        }
        if (!object.isEmpty()) {
            lineBreak(text, indent, fits);
        }
        text.append('}');
    }

    private void array(StringBuilder text, JsonArray array, int indent, boolean fits) {
        text.append('[');
        String separator = "";
        for (JsonValue element : array) {
            text.append(separator);
            separator = fits ? ", " : ",";
            lineBreak(text, indent + 2, fits);
            append(text, element, indent + 2);
        }
        if (!array.isEmpty()) {
            lineBreak(text, indent, fits);
        }
        text.append(']');
    }

    private static void lineBreak(StringBuilder text, int indent, boolean fits) {
        if (!fits) {
            text.append('\n').append(" ".repeat(indent));
        }
    }
}
