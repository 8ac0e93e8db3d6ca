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
            JsonValue described =
                    file == null ? ask(name) : JsonText.parse(Files.readAllBytes(file), JsonLimits.DEFAULT);
            return Introspection.toSchema(described);
        } catch (IOException e) {
            throw new FailedException(
                    "--schema-from " + name + ": " + (file == null ? e.getMessage() : IoErrors.reason(e)));
        } catch (JsonParseException e) {
            throw new FailedException("--schema-from " + name + ": " + e.getMessage());
        } catch (SchemaException e) {
            throw new FailedException(
                    "--schema-from " + name + ": " + e.diagnostics().get(0).message());
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
        }
    }
}
