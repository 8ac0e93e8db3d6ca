package dev.qmp.qapi.replies;

import dev.qmp.qapi.Schema;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Scripted answers to commands, checked against a schema.
 *
 * <p>They come from a JSON object with a member for each command: an answer, or an array of answers that are given in turn,
 * the last one from then on. An answer has exactly one of {@code return} (any value that the command may return) and
 * {@code error} ({@code class} and {@code desc}); optionally {@code delay} (milliseconds) and {@code events}, an array of
 * objects with {@code event}, optionally {@code data} and {@code delay} (milliseconds after what went before):
 *
 * <pre>{@code
 * {
 *   "query-name": { "return": { "name": "guest-1" } },
 *   "cont": [
 *     { "error": { "class": "GenericError", "desc": "not yet" } },
 *     { "return": {}, "delay": 20, "events": [ { "event": "RESUME" } ] }
 *   ]
 * }
 * }</pre>
 *
 * <p>Thread: may be used by any number of threads at once; an answer is handed out once to one of them.
 */
public final class Replies {
    private final Map<String, List<ScriptedReply>> replies;
    private final Map<String, AtomicInteger> positions;

    private Replies(Map<String, List<ScriptedReply>> replies, Map<String, AtomicInteger> positions) {
        this.replies = replies;
        this.positions = positions;
    }

    /**
     * Reads scripted answers.
     *
     * @param file what the file holds
     * @param schema the schema, whose commands and events are known
     * @return the answers
     * @throws RepliesException if they do not have the form above, or do not fit the schema
     */
    public static Replies read(JsonValue file, Schema schema) {
        Map<String, List<ScriptedReply>> replies = new RepliesReader(schema).read(file);
        Map<String, AtomicInteger> positions = new java.util.HashMap<>();
        for (String command : replies.keySet()) {
            positions.put(command, new AtomicInteger());
        }
        return new Replies(replies, positions);
    }

    /**
     * Returns which commands have answers.
     *
     * @return the names
     */
    public Set<String> commands() {
        return replies.keySet();
    }

    /**
     * Returns all answers of a command, without handing one out.
     *
     * @param command its name
     * @return the answers in order, none if the command is not scripted
     */
    public List<ScriptedReply> all(String command) {
        return replies.getOrDefault(command, List.of());
    }

    /**
     * Hands out the next answer of a command; the last one again and again.
     *
     * @param command its name
     * @return the answer, empty if the command is not scripted
     */
    public Optional<ScriptedReply> next(String command) {
        List<ScriptedReply> list = replies.get(command);
        AtomicInteger position = positions.get(command);
        if (list == null || position == null) {
            return Optional.empty();
        }
        int last = list.size() - 1;
        return Optional.of(list.get(position.getAndUpdate(i -> Math.min(i + 1, last))));
    }
}
