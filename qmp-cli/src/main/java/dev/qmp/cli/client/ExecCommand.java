package dev.qmp.cli.client;

import dev.qmp.cli.commandline.Arguments;
import dev.qmp.cli.commandline.Invocation;
import dev.qmp.cli.usage.ExitStatus;
import dev.qmp.cli.usage.FailedException;
import dev.qmp.cli.usage.StandardOutput;
import dev.qmp.cli.usage.UsageException;
import dev.qmp.json.JsonValues;
import dev.qmp.monitor.client.QmpAddress;
import dev.qmp.monitor.client.QmpClient;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.arguments.ArgumentException;
import dev.qmp.qapi.arguments.ArgumentReader;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

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
        JsonObject given = arguments.object("--args");
        if (given != null && !words.isEmpty()) {
            throw new UsageException("--args and KEY=VALUE exclude each other");
        }
        for (String word : words) {
            if (word.indexOf('=') < 1) {
                throw new UsageException("'" + word + "' is not of the form KEY=VALUE");
            }
        }
        boolean outOfBand = arguments.flag("--oob");
        boolean agent = arguments.flag("--agent");
        if (agent && outOfBand) {
            throw new UsageException("a guest agent has no out-of-band execution");
        }
        try (QmpClient client = QmpClient.connect(
                address, Connections.options(arguments).outOfBand(outOfBand).build())) {
            if (given == null && !words.isEmpty()) {
                // A server that needs an out-of-band command may not answer query-qmp-schema; an agent does not have
                // it.
                given = outOfBand || agent ? untyped(words) : typed(client, command, words);
            }
            JsonObject sent = given == null ? JsonValues.EMPTY_OBJECT : given;
            CompletableFuture<JsonValue> reply =
                    outOfBand ? client.executeOob(command, sent) : client.execute(command, sent);
            JsonValue returned = Connections.await(reply);
            String text = arguments.flag("--raw") ? JsonValues.text(returned) : null;
            if (text == null) {
                StandardOutput.json(returned, arguments.flag("--pretty"));
            } else {
                System.out.print(text.endsWith("\n") ? text : text + "\n");
            }
            return ExitStatus.DONE;
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
        ServerSchema server = new ServerSchema();
        server.request(client);
        Optional<Schema> schema = server.await();
        Optional<Command> command = schema.flatMap(known -> known.command(name));
        if (schema.isEmpty() || command.isEmpty()) {
            return untyped(words); // the server reports what is wrong
        }
        try {
            return ArgumentReader.of(schema.get()).read(command.get(), words);
        } catch (ArgumentException e) {
            throw new FailedException(String.valueOf(e.getMessage()));
        }
    }
}
