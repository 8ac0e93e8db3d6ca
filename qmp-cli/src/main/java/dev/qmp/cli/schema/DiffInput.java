package dev.qmp.cli.schema;

import dev.qmp.cli.client.Connections;
import dev.qmp.cli.commandline.Arguments;
import dev.qmp.cli.usage.FailedException;
import dev.qmp.json.JsonParseException;
import dev.qmp.json.JsonText;
import dev.qmp.monitor.client.QmpClient;
import dev.qmp.monitor.client.QmpClientOptions;
import dev.qmp.qapi.Configuration;
import dev.qmp.qapi.DocsMode;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.SchemaEntity;
import dev.qmp.qapi.SchemaException;
import dev.qmp.qapi.SchemaSource;
import dev.qmp.qapi.compiler.CheckResult;
import dev.qmp.qapi.compiler.SchemaCompiler;
import dev.qmp.qapi.introspection.Introspection;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of the two schemas of a comparison.
 *
 * @param name as typed
 * @param schema what was read
 */
record DiffInput(String name, Schema schema) {
    /**
     * Reads schemas from files and servers.
     *
     * <p>Thread: safe to share.
     */
    static final class Reader {
        private final QmpClientOptions options;
        private final Configuration configuration;
        private final Duration replyTimeout;

        Reader(Arguments arguments, Configuration configuration) {
            this.options = Connections.options("schema", arguments, List.of())
                    .outOfBand(false)
                    .build();
            this.configuration = configuration;
            this.replyTimeout = Connections.replyTimeout(arguments);
        }

        /** Reads a schema; if that fails, the exception's message names the place. */
        DiffInput read(String name) {
            Path file = file(name);
            if (file == null) {
                return new DiffInput(name, ask(name));
            }
            JsonValue list = Files.isRegularFile(file) ? introspection(name, file) : null;
            return new DiffInput(name, list == null ? compile(file) : understand(name, list));
        }

        /** Returns the file that a name means; null if it is the address of a server. */
        private static @Nullable Path file(String name) {
            try {
                Path file = Path.of(name);
                if (Files.exists(file)) {
                    return Files.isRegularFile(file) || Files.isDirectory(file) ? file : null;
                }
                return name.indexOf(':') < 0 ? file : null;
            } catch (InvalidPathException e) {
                return null;
            }
        }

        private Schema ask(String name) {
            try (QmpClient client = QmpClient.connect(Connections.address(name), options)) {
                return understand(name, Connections.call(client, "query-qmp-schema", replyTimeout));
            } catch (IOException e) {
                throw new FailedException(String.valueOf(e.getMessage()));
            }
        }

        private Schema compile(Path file) {
            CheckResult result = SchemaCompiler.create()
                    .withDocs(DocsMode.OFF)
                    .withConfiguration(configuration)
                    .check(List.of(SchemaSource.file(file)), false);
            return result.schema()
                    .orElseThrow(() -> new FailedException(
                            Generation.lastLine(result.errors().get(0))));
        }

        /** Returns the introspection in a file; null if it contains something else. */
        private static @Nullable JsonValue introspection(String name, Path file) {
            try {
                byte[] bytes = Files.readAllBytes(file);
                String text = new String(bytes, StandardCharsets.ISO_8859_1).stripLeading();
                if (text.startsWith("[")) {
                    return JsonText.parse(bytes);
                }
                boolean mayBeReply = text.startsWith("{") && text.contains("\"return\"");
                return mayBeReply && JsonText.parse(bytes) instanceof JsonObject reply ? reply.get("return") : null;
            } catch (IOException e) {
                return null; // the compiler reports it, as for all schemas
            } catch (JsonParseException e) {
                throw new FailedException(name + ": " + e.getMessage());
            }
        }

        private static Schema understand(String name, JsonValue value) {
            try {
                if (value instanceof JsonArray list) {
                    return Introspection.toSchema(list);
                }
                throw new FailedException(name + ": introspection is not an array");
            } catch (SchemaException e) {
                throw new FailedException(name + ": " + e.diagnostics().get(0).message());
            }
        }
    }

    /** Returns where a declaration is: its file and line, or the name of the input. */
    String place(@Nullable SchemaEntity entity) {
        return entity == null || entity.source().file().isEmpty()
                ? name
                : entity.source().toString();
    }
}
