package dev.qmp.cli.serve;

import dev.qmp.cli.client.Connections;
import dev.qmp.cli.usage.FailedException;
import dev.qmp.cli.usage.IoErrors;
import dev.qmp.json.JsonLimits;
import dev.qmp.json.JsonParseException;
import dev.qmp.json.JsonText;
import dev.qmp.monitor.client.QmpClient;
import dev.qmp.monitor.client.QmpClientOptions;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.SchemaException;
import dev.qmp.qapi.introspection.Introspection;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The option {@code --schema-from}. Thread: stateless. */
final class SchemaFrom {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private SchemaFrom() {}

    /** Reads the introspection in a file, or that of a server. */
    static Schema read(String name) {
        Path file = file(name);
        try {
            return Introspection.toSchema(file == null ? ask(name) : parse(file));
        } catch (SchemaException e) {
            throw refusal(name, ": " + e.diagnostics().get(0).message());
        } catch (IOException e) {
            throw refusal(name, ": " + (file == null ? e.getMessage() : IoErrors.reason(e)));
        }
    }

    private static FailedException refusal(String name, String reason) {
        return new FailedException("--schema-from " + name + reason);
    }

    private static JsonValue parse(Path file) throws IOException {
        byte[] text = Files.readAllBytes(file);
        try {
            return JsonText.parse(text, JsonLimits.DEFAULT);
        } catch (JsonParseException e) {
            throw refusal(file.toString(), ":" + JsonText.lineAndColumn(text, e.offset()) + ": " + e.getMessage());
        }
    }

    private static @Nullable Path file(String name) {
        try {
            Path path = Path.of(name);
            return Files.isRegularFile(path) || (!Files.exists(path) && name.indexOf(':') < 0) ? path : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static JsonValue ask(String name) throws IOException {
        QmpClientOptions options =
                QmpClientOptions.builder().timeout(TIMEOUT).outOfBand(false).build();
        try (QmpClient client = QmpClient.connect(Connections.address(name), options)) {
            return Connections.await(client.execute("query-qmp-schema"));
        } catch (FailedException e) {
            throw refusal(name, ": " + e.getMessage());
        }
    }
}
