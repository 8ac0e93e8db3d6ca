package dev.qmp.qapi.replies;

import dev.qmp.json.JsonValues;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.Schema;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads scripted answers; collects everything that is wrong with them.
 *
 * <p>Thread: confined to one reading.
 */
final class RepliesReader {
    private final Schema schema;
    private final Problems problems = new Problems();
    private final SchemaFit fit;
    private final AnswerReader answers;

    final Map<String, AnswerList> commands = new HashMap<>();
    /** By what stands before the asterisk, the longest first. */
    final Map<String, AnswerList> patterns = byLength();

    final Map<String, AnswerList> lines = new HashMap<>();
    final Map<String, AnswerList> linePatterns = byLength();

    @Nullable
    AnswerList greetings;

    String state = "";

    RepliesReader(Schema schema) {
        this(new SchemaFit(schema));
    }

    private RepliesReader(SchemaFit fit) {
        this.schema = fit.schema();
        this.fit = fit;
        this.answers = new AnswerReader(problems, fit);
    }

    /** Begins with what was read before. */
    RepliesReader(RepliesReader before) {
        this(before.fit);
        commands.putAll(before.commands);
        patterns.putAll(before.patterns);
        lines.putAll(before.lines);
        linePatterns.putAll(before.linePatterns);
        greetings = before.greetings;
        state = before.state;
    }

    private static Map<String, AnswerList> byLength() {
        return new TreeMap<>(
                (one, other) -> one.length() != other.length() ? other.length() - one.length() : one.compareTo(other));
    }

    SchemaFit fit() {
        return fit;
    }

    /** Reads everything; throws if anything is wrong. */
    void read(JsonValue file) {
        if (file instanceof JsonObject object) {
            object.forEach((key, value) -> {
                problems.enter(key);
                entry(key, value);
                problems.leave();
            });
        } else {
            problems.add("an object with a member for each command is expected");
        }
        problems.throwIfAny();
    }

    private void entry(String key, JsonValue value) {
        switch (key) {
            case "$schema" -> {
                // For editors.
            }
            case "$state" -> {
                String text = JsonValues.text(value);
                if (text == null || text.isEmpty()) {
                    problems.add("the name of a state is expected, a string");
                } else {
                    state = text;
                }
            }
            case "$connect" -> greetings = new AnswerList(answers.answers(value, AnswerReader.Kind.GREETING, null));
            case "$hmp" -> human(value);
            case "qmp_capabilities" -> problems.add("the server itself answers it");
            default -> {
                if (key.startsWith("$")) {
                    problems.add("expected: $connect, $hmp, $state, or the name of a command");
                } else if (key.indexOf('*') >= 0) {
                    pattern(key, value);
                } else {
                    command(key, value);
                }
            }
        }
    }

    private void command(String name, JsonValue value) {
        Command command = schema.command(name).orElse(null);
        if (command == null) {
            problems.add("the schema has no such command");
            return;
        }
        List<Answer> list = answers.answers(value, AnswerReader.Kind.COMMAND, command);
        commands.put(name, new AnswerList(list));
    }

    private void pattern(String key, JsonValue value) {
        String prefix = prefix(key);
        if (prefix == null) {
            return;
        }
        List<Answer> list = answers.answers(value, AnswerReader.Kind.COMMAND, null);
        patterns.put(prefix, new AnswerList(list));
        List<Command> meant = schema.commands().stream()
                .filter(command -> command.name().startsWith(prefix))
                .toList();
        if (meant.isEmpty()) {
            problems.add("the schema has no such command");
        }
        for (Answer answer : list) {
            ScriptedReply reply = answer.fixed();
            if (reply != null && !meant.isEmpty() && meant.stream().allMatch(one -> fit.fault(one, reply) != null)) {
                problems.add("no such command can have the answer: " + fit.fault(meant.get(0), reply));
            }
        }
    }

    private @Nullable String prefix(String key) {
        if (key.indexOf('*') != key.length() - 1) {
            problems.add("'*' can only be the last character");
            return null;
        }
        return key.substring(0, key.length() - 1);
    }

    private void human(JsonValue value) {
        if (!(value instanceof JsonObject object)) {
            problems.add("an object with a member for each line is expected");
            return;
        }
        lines.clear();
        linePatterns.clear();
        object.forEach((line, answer) -> {
            problems.enter(line);
            String words = Replies.words(line);
            AnswerList list = new AnswerList(answers.answers(answer, AnswerReader.Kind.HUMAN, null));
            if (words.indexOf('*') >= 0) {
                String prefix = prefix(words);
                if (prefix != null) {
                    linePatterns.put(prefix, list);
                }
            } else if (lines.put(words, list) != null) {
                problems.add("the same line again");
            }
            problems.leave();
        });
    }
}
