package dev.qmp.cli.client;

import dev.qmp.cli.commandline.Arguments;
import dev.qmp.cli.commandline.Invocation;
import dev.qmp.cli.usage.ExitStatus;
import dev.qmp.cli.usage.FailedException;
import dev.qmp.cli.usage.UsageException;
import dev.qmp.json.JsonParseException;
import dev.qmp.json.JsonText;
import dev.qmp.json.JsonValues;
import dev.qmp.monitor.client.QmpAddress;
import dev.qmp.monitor.client.QmpClient;
import dev.qmp.monitor.client.QmpCommandException;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.SchemaException;
import dev.qmp.qapi.arguments.ArgumentException;
import dev.qmp.qapi.arguments.ArgumentReader;
import dev.qmp.qapi.introspection.Introspection;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** {@code qmp exec}. */
public final class ExecCommand {
    private ExecCommand() {}

    /**
     * Runs one command and prints what it returns.
     *
     * @param arguments the command line after {@code exec}
     * @return the exit status
     */
    public static int run(List<String> arguments) {
        return Invocation.run("exec", arguments, ExecCommand::exec);
    }

    private static int exec(Arguments arguments) throws IOException {
        QmpAddress address = Connections.address(arguments.argument(0));
        String command = arguments.argument(1);
        List<String> words = arguments.argumentsFrom(2);
        String json = arguments.text("--args");
        if (json != null && !words.isEmpty()) {
            throw new UsageException("--args and KEY=VALUE exclude each other");
        }
        for (String word : words) {
            if (word.indexOf('=') < 1) {
                throw new UsageException("'" + word + "' is not of the form KEY=VALUE");
            }
        }
        JsonObject given = json == null ? null : object(json);
        boolean outOfBand = arguments.flag("--oob");
        boolean agent = arguments.flag("--agent");
        if (agent && outOfBand) {
            throw new UsageException("a guest agent has no out-of-band execution");
        }
        try (QmpClient client = QmpClient.connect(
                address, Connections.options(arguments).outOfBand(outOfBand).build())) {
            if (given == null && !words.isEmpty()) {
                // Whoever runs a command out of band does so because the server does nothing else.
                given = outOfBand || agent ? untyped(words) : typed(client, command, words);
            }
            JsonObject sent = given == null ? JsonValues.EMPTY_OBJECT : given;
            CompletableFuture<JsonValue> reply =
                    outOfBand ? client.executeOob(command, sent) : client.execute(command, sent);
            JsonValue returned = Connections.await(reply);
            Output output = new Output(arguments.flag("--pretty"));
            if (arguments.flag("--raw")) {
                output.raw(returned);
            } else {
                output.json(returned);
            }
            return ExitStatus.DONE;
        }
    }

    private static JsonObject object(String json) {
        try {
            if (JsonText.parse(json) instanceof JsonObject object) {
                return object;
            }
            throw new UsageException("--args: a JSON object is needed");
        } catch (JsonParseException e) {
            throw new UsageException("--args: " + e.getMessage());
        }
    }

    private static JsonObject untyped(List<String> words) {
        try {
            return ArgumentReader.readUntyped(words);
        } catch (ArgumentException e) {
            throw new FailedException(String.valueOf(e.getMessage()));
        }
    }

    private static JsonObject typed(QmpClient client, String name, List<String> words) {
        Optional<Schema> schema = schema(client);
        Optional<Command> command = schema.flatMap(known -> known.command(name));
        if (schema.isEmpty() || command.isEmpty()) {
            return untyped(words); // the server says what is wrong
        }
        try {
            return ArgumentReader.of(schema.get()).read(command.get(), words);
        } catch (ArgumentException e) {
            throw new FailedException(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<Schema> schema(QmpClient client) {
        try {
            return client.execute("query-qmp-schema").join() instanceof JsonArray list
                    ? Optional.of(Introspection.toSchema(list))
                    : Optional.empty();
        } catch (CompletionException e) {
            if (e.getCause() instanceof QmpCommandException) {
                return Optional.empty(); // a server older than introspection
            }
            throw new FailedException(Connections.reason(e.getCause()));
        } catch (SchemaException e) {
            return Optional.empty();
        }
    }
}
