package dev.qmp.cli.client;

import dev.qmp.cli.commandline.Arguments;
import dev.qmp.cli.usage.FailedException;
import dev.qmp.json.JsonParseException;
import dev.qmp.json.JsonText;
import dev.qmp.monitor.client.QmpClient;
import dev.qmp.monitor.client.QmpClientOptions;
import dev.qmp.qapi.Configuration;
import dev.qmp.qapi.Diagnostic;
import dev.qmp.qapi.DocsMode;
import dev.qmp.qapi.Schema;
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
 * Reads schemas: from a file with a schema, from one with introspection, or from a server.
 *
 * <p>Thread: safe to share.
 */
public final class SchemaInput {
    private final QmpClientOptions options;
    private final Configuration configuration;
    private final Duration replyTimeout;

    /**
     * Reads from servers as the options of a command line say.
     *
     * @param arguments the command line
     * @param configuration which conditions of schema files are true
     */
    public SchemaInput(Arguments arguments, Configuration configuration) {
        this(
                Connections.options("schema", arguments, List.of())
                        .outOfBand(false)
                        .build(),
                configuration,
                Connections.replyTimeout(arguments));
    }

    private SchemaInput(QmpClientOptions options, Configuration configuration, Duration replyTimeout) {
        this.options = options;
        this.configuration = configuration;
        this.replyTimeout = replyTimeout;
    }

    /**
     * Reads from servers with the usual limits, and from schema files in which every condition is true.
     *
     * @return the reader
     */
    public static SchemaInput usual() {
        return new SchemaInput(
                QmpClientOptions.builder().outOfBand(false).build(), Configuration.all(), Connections.REPLY_TIMEOUT);
    }

    /**
     * Reads a schema.
     *
     * @param name the name of a file, or the address of a server
     * @return the schema
     * @throws FailedException if that fails; the message names the place
     */
    public Schema read(String name) {
        Path file = file(name);
        if (file == null) {
            return understand(name, ask(name));
        }
        JsonValue list = Files.isRegularFile(file) ? introspection(name, file) : null;
        return list == null ? compile(file) : understand(name, list);
    }

    /**
     * Returns the file that a name means.
     *
     * @param name the name of a file, or the address of a server
     * @return null if it is an address
     */
    public static @Nullable Path file(String name) {
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

    /**
     * Asks a server for its introspection.
     *
     * @param name the server's address
     * @return what {@code query-qmp-schema} returns
     * @throws FailedException if that fails; the message names the server
     */
    public JsonValue ask(String name) {
        try (QmpClient client = QmpClient.connect(Connections.address(name), options)) {
            return Connections.call(client, "query-qmp-schema", replyTimeout);
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
                .orElseThrow(() -> new FailedException(lastLine(result.errors().get(0))));
    }

    /**
     * Formats an error without the lines that lead to its place, which is in the last line.
     *
     * @param error the error
     * @return one line
     */
    public static String lastLine(Diagnostic error) {
        String text = error.format().strip();
        return text.substring(text.lastIndexOf('\n') + 1);
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
