package dev.qmp.qapi.internal.manual.render;

import dev.qmp.json.JsonParseException;
import dev.qmp.json.JsonText;
import dev.qmp.json.JsonValues;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.arguments.ArgumentException;
import dev.qmp.qapi.arguments.ArgumentReader;
import dev.qmp.qapi.internal.manual.catalog.Catalog;
import dev.qmp.qapi.internal.manual.catalog.Definition;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The requests of an exchange as command lines of {@code qmp exec}. A request that is not complete, or not for a command of
 * the schema, has none.
 */
final class ExecLines {
    private static final String PLAIN = "-_./:,@%+=";

    private ExecLines() {}

    /** Returns a line for each request of an exchange. */
    static List<String> of(Catalog catalog, String exchange) {
        List<String> lines = new ArrayList<>();
        StringBuilder request = null;
        for (String line : exchange.split("\n", -1)) {
            String text = line.stripLeading();
            boolean begins = text.startsWith("-> ");
            if (begins || text.startsWith("<- ")) {
                add(lines, catalog, request);
                request = begins ? new StringBuilder(text.substring(3)) : null;
            } else if (request != null) {
                request.append('\n').append(line);
            }
        }
        add(lines, catalog, request);
        return lines;
    }

    private static void add(List<String> lines, Catalog catalog, @Nullable StringBuilder request) {
        if (request == null) {
            return;
        }
        try {
            String line =
                    JsonText.parse(request.toString()) instanceof JsonObject object ? line(catalog, object) : null;
            if (line != null) {
                lines.add(line);
            }
        } catch (JsonParseException e) {
            // Something is left out: no program could send it either.
        }
    }

    private static @Nullable String line(Catalog catalog, JsonObject request) {
        boolean outOfBand = request.containsKey("exec-oob");
        JsonValue name = request.get(outOfBand ? "exec-oob" : "execute");
        JsonValue given = request.getOrDefault("arguments", JsonValue.EMPTY_JSON_OBJECT);
        Definition named = name instanceof JsonString text ? catalog.find(text.getString()) : null;
        if (named == null || !(named.entity() instanceof Command command) || !(given instanceof JsonObject arguments)) {
            return null;
        }
        boolean isAgent = catalog.find("guest-sync-delimited") != null;
        StringBuilder line = new StringBuilder("qmp exec ");
        line.append(isAgent ? "--agent /run/agent.sock " : "/run/vm.sock ").append(quoted(command.name()));
        // Without the server's schema, as for these two, values are typed by what they look like.
        ArgumentReader reader = outOfBand || isAgent ? null : catalog.argumentReader();
        for (String word : words(reader, command, arguments)) {
            line.append(' ').append(quoted(word));
        }
        return line.append(outOfBand ? " --oob" : "").toString();
    }

    /** Returns the shortest words that are read back as the very arguments. */
    private static List<String> words(@Nullable ArgumentReader reader, Command command, JsonObject arguments) {
        for (boolean deep : new boolean[] {true, false}) {
            List<String> words = new ArrayList<>();
            pairs(words, "", arguments, deep);
            if (meansTheSame(reader, command, words, arguments)) {
                return words;
            }
        }
        return List.of("--args", JsonValues.toText(arguments));
    }

    private static void pairs(List<String> words, String prefix, JsonObject object, boolean deep) {
        for (Map.Entry<String, JsonValue> entry : object.entrySet()) {
            String key = prefix + entry.getKey();
            JsonValue value = entry.getValue();
            if (deep && value instanceof JsonObject inner && !inner.isEmpty()) {
                pairs(words, key + '.', inner, true);
            } else {
                words.add(key + '=' + (value instanceof JsonString text ? text.getString() : JsonValues.toText(value)));
            }
        }
    }

    private static boolean meansTheSame(
            @Nullable ArgumentReader reader, Command command, List<String> words, JsonObject arguments) {
        // A word cannot hold all control characters, and none can be read; JSON escapes them.
        if (words.stream().anyMatch(word -> word.chars().anyMatch(c -> c < ' '))) {
            return false;
        }
        try {
            JsonObject read = reader == null ? ArgumentReader.readUntyped(words) : reader.read(command, words);
            return read.equals(arguments);
        } catch (ArgumentException e) {
            return false;
        }
    }

    /** Quotes a word for a POSIX shell, if it needs that. */
    static String quoted(String word) {
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            boolean isPlain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!isPlain && PLAIN.indexOf(c) < 0) {
                return "'" + word.replace("'", "'\\''") + "'";
            }
        }
        return word.isEmpty() ? "''" : word;
    }
}
