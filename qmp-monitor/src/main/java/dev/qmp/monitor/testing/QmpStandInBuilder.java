package dev.qmp.monitor.testing;

import dev.qmp.dispatch.CommandTable;
import dev.qmp.json.JsonLimits;
import dev.qmp.json.JsonParseException;
import dev.qmp.json.JsonText;
import dev.qmp.monitor.spi.VersionInfo;
import dev.qmp.qapi.replies.RepliesException;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Describes a {@link QmpStandIn}; may start any number of them.
 *
 * <p>Thread: confined to one thread.
 */
public final class QmpStandInBuilder {
    private final Consumer<CommandTable.Builder> schema;
    private final Map<String, JsonValue> replies = new LinkedHashMap<>();
    private final Map<String, Path> files = new HashMap<>();
    private @Nullable VersionInfo version;
    private boolean tcp;

    QmpStandInBuilder(Consumer<CommandTable.Builder> schema) {
        this.schema = schema;
    }

    /**
     * Sets the answers of a command. Those set last for a key count.
     *
     * @param key the name of a command, a pattern such as {@code query-*}, or {@code $connect}
     * @param answers the answers, in the order in which they are looked at
     * @return this builder
     */
    public QmpStandInBuilder reply(String key, Answer... answers) {
        return put(key, Answer.list(answers), null);
    }

    /**
     * Adds replies.
     *
     * @param json what a file of replies would hold
     * @return this builder
     * @throws JsonParseException if the text is not JSON
     * @throws IllegalArgumentException if it is not an object
     */
    public QmpStandInBuilder replies(String json) {
        object(JsonText.parse(json), "the replies").forEach((key, value) -> put(key, value, null));
        return this;
    }

    /**
     * Adds the replies in a file.
     *
     * @param file a file of replies, as {@code qmp serve --replies} takes it
     * @return this builder
     * @throws UncheckedIOException if it cannot be read
     * @throws IllegalArgumentException if it is not an object of JSON; the message has the place
     */
    public QmpStandInBuilder replies(Path file) {
        byte[] text = read(file);
        JsonValue value;
        try {
            value = JsonText.parse(text, JsonLimits.DEFAULT.withTokenCount(Math.max(1, text.length)));
        } catch (JsonParseException e) {
            throw new IllegalArgumentException(
                    file + ":" + JsonText.lineAndColumn(text, e.offset()) + ": " + e.getMessage(), e);
        }
        object(value, file.toString()).forEach((key, answers) -> put(key, answers, file));
        return this;
    }

    static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    static JsonObject object(JsonValue value, String what) {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw new IllegalArgumentException(what + ": an object with a member for each command is expected");
    }

    private QmpStandInBuilder put(String key, JsonValue answers, @Nullable Path file) {
        replies.put(key, answers);
        files.remove(key);
        if (file != null) {
            files.put(key, file);
        }
        return this;
    }

    /**
     * Sets the version in the greeting, such as {@code 9.2.0}; that of the emulated QEMU by default.
     *
     * @param text {@code MAJOR.MINOR.MICRO}, or with the text of {@code package} after a colon
     * @return this builder
     * @throws IllegalArgumentException if it is not a version
     */
    public QmpStandInBuilder version(String text) {
        version = VersionInfo.parse(text);
        return this;
    }

    /**
     * Has the stand-in listen on a free port of 127.0.0.1, not on a unix socket in a new directory.
     *
     * @return this builder
     */
    public QmpStandInBuilder tcp() {
        tcp = true;
        return this;
    }

    /**
     * Starts a stand-in.
     *
     * @return it, listening
     * @throws dev.qmp.qapi.SchemaException if the schema is bad
     * @throws IllegalArgumentException if the replies do not fit the schema; the message has all problems, with their places
     * @throws UncheckedIOException if no directory can be made for the socket
     */
    public QmpStandIn start() {
        try {
            return new QmpStandIn(new StandInServer.Plan(schema, Map.copyOf(replies), version), tcp);
        } catch (RepliesException e) {
            List<String> lines = e.places().stream().map(this::line).toList();
            throw new IllegalArgumentException(String.join("\n", lines), e);
        }
    }

    private String line(RepliesException.Problem problem) {
        Path file = problem.path().isEmpty()
                ? null
                : files.get(problem.path().get(0).toString());
        if (file == null) {
            return problem.text();
        }
        byte[] text = read(file);
        return file + ":" + JsonText.lineAndColumn(text, JsonText.offset(text, problem.path())) + ": " + problem.text();
    }
}
