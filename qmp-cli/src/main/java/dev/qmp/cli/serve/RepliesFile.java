package dev.qmp.cli.serve;

import dev.qmp.cli.usage.FailedException;
import dev.qmp.cli.usage.IoErrors;
import dev.qmp.cli.usage.OptionReader;
import dev.qmp.json.JsonLimits;
import dev.qmp.json.JsonParseException;
import dev.qmp.json.JsonText;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.SchemaException;
import dev.qmp.qapi.introspection.Introspection;
import dev.qmp.qapi.replies.RepliesException;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * The file of {@code --replies}.
 *
 * <p>Thread: confined to one thread, but for reading ahead, which another thread does.
 */
final class RepliesFile {
    private static final int LARGEST = 64 << 20;
    private static final int LARGE = 1 << 20; // reading it takes longer than another thread costs
    private static final JsonLimits LIMITS = JsonLimits.DEFAULT.withTokenCount(LARGEST);

    private final String name;
    private final FutureTask<JsonValue> reading = new FutureTask<>(this::readNow);
    private byte[] text = new byte[0];

    RepliesFile(String name) {
        this.name = name;
    }

    /** Begins to read a large file while its user does other things first. */
    void readAhead() {
        if (OptionReader.path(name).toFile().length() >= LARGE) {
            Thread reader = new Thread(reading, "qmp-replies");
            reader.setDaemon(true);
            reader.start();
        }
    }

    /** Reads the file, once. */
    JsonValue read() {
        reading.run(); // does nothing if it has begun
        try {
            return reading.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FailedException failed) {
                throw failed;
            }
            throw new IllegalStateException("--replies " + name, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailedException("--replies " + name + ": interrupted");
        }
    }

    private JsonValue readNow() {
        try (InputStream in = Files.newInputStream(OptionReader.path(name))) {
            text = in.readNBytes(LARGEST + 1);
        } catch (IOException e) {
            throw new FailedException("--replies " + name + ": " + IoErrors.reason(e));
        }
        if (text.length > LARGEST) {
            throw new FailedException("--replies " + name + ": larger than " + (LARGEST >> 20) + " MiB");
        }
        try {
            return JsonText.parse(text, LIMITS);
        } catch (JsonParseException e) {
            throw new FailedException(
                    "--replies " + name + ":" + JsonText.lineAndColumn(text, e.offset()) + ": " + e.getMessage());
        }
    }

    /** Returns the schema of a recorded server, which its answer to query-qmp-schema describes; null if there is no such answer. */
    @Nullable
    Schema schema() {
        if (read() instanceof JsonObject answers
                && answers.get("query-qmp-schema") instanceof JsonObject answer
                && answer.get("return") instanceof JsonArray introspection) {
            try {
                return Introspection.toSchema(introspection);
            } catch (SchemaException e) {
                throw new FailedException("--replies " + name + ": query-qmp-schema: "
                        + e.diagnostics().get(0).message());
            }
        }
        return null;
    }

    /** Returns the lines to print about replies that are refused, with the place of each problem. */
    List<String> refusal(RepliesException refused) {
        return refused.places().stream()
                .map(problem -> "qmp serve: --replies " + name + ":"
                        + JsonText.lineAndColumn(text, JsonText.offset(text, problem.path())) + ": " + problem.text())
                .toList();
    }
}
