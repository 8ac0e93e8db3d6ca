package dev.qmp.cli.client;

import dev.qmp.cli.usage.Printable;
import dev.qmp.json.JsonValues;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Formats values for reading, with colours if enabled.
 *
 * <p>Thread: immutable.
 */
public final class Painter {
    private static final int WIDTH = 76;
    private static final Pattern TOKEN = Pattern.compile("(\"(?:[^\"\\\\]|\\\\.)*\")(:?)|[-+.\\w]+");

    /** The kinds of text that have a colour. */
    public enum Ink {
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

    /**
     * Makes a painter.
     *
     * @param colours whether it uses colours
     */
    public Painter(boolean colours) {
        this.colours = colours;
    }

    /**
     * Colours a text.
     *
     * @param ink the kind of text
     * @param text the text, whose control characters are made visible
     * @return the text, coloured if colours are enabled
     */
    public String paint(Ink ink, String text) {
        String visible = Printable.text(text);
        return colours ? "\u001B[" + ink.code + "m" + visible + "\u001B[0m" : visible;
    }

    /**
     * Colours JSON as a writer printed it.
     *
     * @param json ASCII without control characters other than line feeds
     * @return the same text, coloured if colours are enabled
     */
    public String json(String json) {
        return TOKEN.matcher(json).replaceAll(token -> {
            String string = token.group(1);
            Ink ink = string == null ? Ink.SCALAR : token.group(2).isEmpty() ? Ink.STRING : Ink.KEY;
            String colon = string == null ? "" : token.group(2);
            return Matcher.quoteReplacement(paint(ink, string == null ? token.group() : string) + colon);
        });
    }

    /**
     * Formats a value, on one line if it fits.
     *
     * @param value the value
     * @return lines without the last line feed
     */
    public String value(JsonValue value) {
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
