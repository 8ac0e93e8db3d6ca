package dev.qmp.monitor.proxy;

import dev.qmp.json.JsonValues;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.StringJoiner;

/**
 * Replies that were made of a {@link Recording}.
 *
 * <p>Thread: immutable.
 *
 * @param file the replies, in the form that {@link dev.qmp.qapi.replies.Replies} describes; they bring the server's schema along, as the
 *     answer to {@code query-qmp-schema}
 * @param leftOut what is not among them, because it does not fit the schema, one line each: requests that the server refused for their
 *     arguments, which a stand-in does, too
 */
public record RecordedReplies(JsonObject file, List<String> leftOut) {
    /**
     * Makes them.
     *
     * @param file the replies
     * @param leftOut lines, copied
     */
    public RecordedReplies {
        leftOut = List.copyOf(leftOut);
    }

    /**
     * Returns the replies as a text to be read and changed: each answer on a line.
     *
     * @return JSON, with a line's end
     */
    public String text() {
        StringJoiner members = new StringJoiner(",\n", "{\n", "\n}\n");
        file.forEach(
                (name, value) -> members.add("  " + JsonValues.toText(JsonValues.string(name)) + ": " + text(value)));
        return file.isEmpty() ? "{}\n" : members.toString();
    }

    private static String text(JsonValue value) {
        if (!(value instanceof JsonArray answers)) {
            return JsonValues.toText(value);
        }
        StringJoiner elements = new StringJoiner(",\n    ", "[\n    ", "\n  ]");
        answers.forEach(answer -> elements.add(JsonValues.toText(answer)));
        return elements.toString();
    }
}
