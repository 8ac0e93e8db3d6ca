package dev.qmp.qapi.replies;

import dev.qmp.json.JsonValues;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.Schema;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Scripted answers to commands, checked against a schema.
 *
 * <p>They come from a JSON object with a member for each command: an answer, or an array of answers. Of those that match a request the
 * first that is left is given; each is given once, the last one again and again.
 *
 * <pre>{@code
 * {
 *   "query-name": { "return": { "name": "guest-1" } },
 *   "device_add": [
 *     { "when": { "driver": "nosuch" }, "error": { "class": "GenericError", "desc": "no '${arguments.driver}'" } },
 *     { "return": {}, "events": [ { "event": "DEVICE_DELETED", "data": { "path": "/x" }, "after": 300 } ] }
 *   ],
 *   "query-*": { "error": { "class": "GenericError", "desc": "not scripted" } }
 * }
 * }</pre>
 *
 * <p>{@code docs/stand-in.md} explains all that such an object may hold; {@link #jsonSchema} describes it.
 *
 * <p>Thread: may be used by any number of threads at once; an answer is handed out once to one of them.
 */
public final class Replies {
    /** What patterns do not answer: without these no client can negotiate, learn what there is, or end the server. */
    private static final Set<String> PROTOCOL =
            Set.of("qmp_capabilities", "query-commands", "query-qmp-schema", "quit");

    private final Object lock = new Object();
    private volatile RepliesReader read;
    private String state; // guarded by the lock, as the lists are

    private Replies(RepliesReader read) {
        this.read = read;
        this.state = read.state;
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
        RepliesReader reader = new RepliesReader(schema);
        reader.read(file);
        return new Replies(reader);
    }

    /**
     * Replaces what one key of the file says, as if it had been there from the beginning; all else stays as it is, the state and what has been
     * given of other answers too.
     *
     * @param key the name of a command, a pattern, {@code $connect} or {@code $hmp}
     * @param answers what the file would hold there
     * @throws RepliesException if that does not fit the schema; nothing is replaced then
     */
    public void replace(String key, JsonValue answers) {
        JsonObject file = JsonValues.object().add(key, answers).build();
        synchronized (lock) {
            RepliesReader next = new RepliesReader(read);
            next.read(file);
            read = next;
        }
    }

    /**
     * Returns the JSON Schema of files of replies, draft 2020-12.
     *
     * @return its text
     */
    public static String jsonSchema() {
        try (InputStream in = Replies.class.getResourceAsStream("replies.schema.json")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns whether a command is answered here: by its name, or by a pattern, which leaves out the commands without which a client could
     * not work at all.
     *
     * @param command its name
     * @return true if it is
     */
    public boolean answers(String command) {
        return list(read, command) != null;
    }

    private static @Nullable AnswerList list(RepliesReader read, String command) {
        AnswerList own = read.commands.get(command);
        return own != null || PROTOCOL.contains(command) ? own : byPrefix(read.patterns, command);
    }

    private static @Nullable AnswerList byPrefix(Map<String, AnswerList> patterns, String text) {
        for (Map.Entry<String, AnswerList> pattern : patterns.entrySet()) {
            if (text.startsWith(pattern.getKey())) {
                return pattern.getValue();
            }
        }
        return null;
    }

    /**
     * Prepares to answer a command.
     *
     * @param command a command of the schema
     * @return its answers, none perhaps
     */
    public Script script(Command command) {
        return new Script(this, command);
    }

    /**
     * The answers to one command.
     *
     * <p>Thread: as {@link Replies}.
     */
    public static final class Script {
        private final Replies replies;
        private final Command command;
        private volatile Found found;

        /** What the script had for the command when it was last looked up. */
        private record Found(
                RepliesReader read,
                @Nullable AnswerList list,
                @Nullable ScriptedReply unconditional) {}

        private Script(Replies replies, Command command) {
            this.replies = replies;
            this.command = command;
            this.found = find(replies.read, command);
        }

        private static Found find(RepliesReader read, Command command) {
            AnswerList list = list(read, command.name());
            return new Found(read, list, list == null ? null : list.unconditional());
        }

        private Found current() {
            RepliesReader read = replies.read;
            Found last = found;
            if (last.read != read) {
                last = find(read, command);
                found = last;
            }
            return last;
        }

        /**
         * Tells whether the command is answered here.
         *
         * @return false if the script has no answer for it, used up or not
         */
        public boolean hasAnswers() {
            return current().list != null;
        }

        /**
         * Hands out the answer to a request.
         *
         * @param arguments the request's arguments
         * @return the answer; empty if none matches, or those that do are used up
         */
        public Optional<ScriptedReply> next(JsonObject arguments) {
            Found now = current();
            if (now.unconditional != null) {
                return Optional.of(now.unconditional);
            }
            return now.list == null ? Optional.empty() : replies.take(now.list, command, arguments);
        }
    }

    private Optional<ScriptedReply> take(AnswerList list, @Nullable Command command, JsonObject arguments) {
        Answer answer;
        Placeholder.Values values;
        synchronized (lock) {
            values = new Placeholder.Values(arguments, state, list.count());
            answer = list.take(arguments, state);
            if (answer == null) {
                return Optional.empty();
            }
            if (answer.then() != null) {
                state = answer.then();
            }
        }
        ScriptedReply reply = answer.fixed();
        if (reply == null) {
            reply = Objects.requireNonNull(answer.variable()).fill(one -> one.value(values));
        }
        String fault = answer.isChecked() ? null : read.fit().fault(command, reply);
        if (fault != null) {
            String name = command == null ? "" : " to '" + command.name() + "'";
            return Optional.of(new ScriptedReply(
                    new ScriptedReply.Failure(
                            "GenericError", "the scripted answer" + name + " does not fit the schema: " + fault),
                    0,
                    List.of(),
                    null,
                    null));
        }
        return Optional.of(reply);
    }

    /**
     * Hands out what happens to a new session; its outcome means nothing.
     *
     * @return the events and the fault; empty if nothing is scripted
     */
    public Optional<ScriptedReply> greeting() {
        AnswerList greetings = read.greetings;
        return greetings == null ? Optional.empty() : take(greetings, null, JsonValues.EMPTY_OBJECT);
    }

    /**
     * Hands out the answer to a line of a human monitor.
     *
     * @param line the line
     * @return the answer; its result is a text. Empty if the line is not scripted
     */
    public Optional<ScriptedReply> human(String line) {
        RepliesReader now = read;
        if (now.lines.isEmpty() && now.linePatterns.isEmpty()) {
            return Optional.empty();
        }
        String words = words(line);
        AnswerList list = now.lines.get(words);
        if (list == null) {
            list = byPrefix(now.linePatterns, words);
        }
        return list == null ? Optional.empty() : take(list, null, JsonValues.EMPTY_OBJECT);
    }

    /** Returns a line with single spaces between its words. */
    static String words(String line) {
        return line.strip().replaceAll("\\s+", " ");
    }

    /**
     * Returns the state of the scenario.
     *
     * @return its name; empty before there is one
     */
    public String state() {
        synchronized (lock) {
            return state;
        }
    }

    /**
     * Sets the state of the scenario.
     *
     * @param name its name; empty as before there is one
     */
    public void state(String name) {
        synchronized (lock) {
            state = name;
        }
    }
}
