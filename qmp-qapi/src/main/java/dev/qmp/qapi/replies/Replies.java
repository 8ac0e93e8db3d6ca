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
import java.util.stream.Collectors;
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

    private final Map<String, AnswerList> commands;
    private final RepliesReader read;
    private final Object lock = new Object();
    private String state; // guarded by the lock, as the lists are

    private Replies(RepliesReader read) {
        this.read = read;
        this.commands = read.commands.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(entry -> entry.getKey().name(), Map.Entry::getValue));
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
        return list(command) != null;
    }

    private @Nullable AnswerList list(String command) {
        AnswerList own = commands.get(command);
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
     * @return its answers; empty if it is not answered here
     */
    public Optional<Script> script(Command command) {
        return Optional.ofNullable(list(command.name())).map(list -> new Script(this, list, command));
    }

    /**
     * The answers to one command.
     *
     * <p>Thread: as {@link Replies}.
     */
    public static final class Script {
        private final Replies replies;
        private final AnswerList list;
        private final @Nullable Command command;
        private final @Nullable ScriptedReply unconditional;

        private Script(Replies replies, AnswerList list, @Nullable Command command) {
            this.replies = replies;
            this.list = list;
            this.command = command;
            this.unconditional = list.unconditional();
        }

        /**
         * Hands out the answer to a request.
         *
         * @param arguments the request's arguments
         * @return the answer; empty if none matches, or those that do are used up
         */
        public Optional<ScriptedReply> next(JsonObject arguments) {
            return unconditional != null ? Optional.of(unconditional) : replies.take(list, command, arguments);
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
        if (read.lines.isEmpty() && read.linePatterns.isEmpty()) {
            return Optional.empty();
        }
        String words = words(line);
        AnswerList list = read.lines.get(words);
        if (list == null) {
            list = byPrefix(read.linePatterns, words);
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

    /** Begins anew: every answer is left, the state is the first one. */
    public void reset() {
        synchronized (lock) {
            state = read.state;
            commands.values().forEach(AnswerList::reset);
            read.patterns.values().forEach(AnswerList::reset);
            read.lines.values().forEach(AnswerList::reset);
            read.linePatterns.values().forEach(AnswerList::reset);
            if (read.greetings != null) {
                read.greetings.reset();
            }
        }
    }
}
