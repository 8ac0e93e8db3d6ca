package dev.qmp.cli.client;

import dev.qmp.cli.commandline.Arguments;
import dev.qmp.cli.commandline.Invocation;
import dev.qmp.cli.usage.ErrorLine;
import dev.qmp.cli.usage.ExitStatus;
import dev.qmp.cli.usage.FailedException;
import dev.qmp.cli.usage.UsageException;
import dev.qmp.json.JsonValues;
import dev.qmp.monitor.client.QmpAddress;
import dev.qmp.monitor.client.QmpClient;
import dev.qmp.monitor.client.QmpClientOptions;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.arguments.ArgumentException;
import dev.qmp.qapi.arguments.ArgumentReader;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code qmp exec}. */
public final class ExecCommand {
    private final String command;
    private final List<String> words;
    private final @Nullable JsonObject given;
    private final boolean outOfBand;
    private final boolean agent;
    private final Duration replyTimeout;
    private final QmpClientOptions options;
    private final @Nullable Schema described;

    private ExecCommand(Arguments arguments, List<QmpAddress> addresses) {
        command = arguments.argument(1);
        words = arguments.argumentsFrom(2);
        given = arguments.object("--args");
        outOfBand = arguments.flag("--oob");
        agent = arguments.flag("--agent");
        replyTimeout = Connections.replyTimeout(arguments);
        options = Connections.options("exec", arguments, addresses)
                .outOfBand(outOfBand)
                .build();
        String schema = arguments.text("--schema");
        described = schema == null ? null : SchemaInput.usual().read(schema);
    }

    /**
     * Runs one command and prints what it returns.
     *
     * @param arguments the command line after {@code exec}
     * @return the exit status
     */
    public static int run(List<String> arguments) {
        return Invocation.run("exec", arguments, ExecCommand::exec);
    }

    private static void check(Arguments arguments) {
        List<String> words = arguments.argumentsFrom(2);
        if (arguments.text("--args") != null && !words.isEmpty()) {
            throw new UsageException("--args and KEY=VALUE exclude each other");
        }
        for (String word : words) {
            if (word.indexOf('=') < 1) {
                throw new UsageException("'" + word + "' is not of the form KEY=VALUE");
            }
        }
        if (arguments.flag("--agent") && arguments.flag("--oob")) {
            throw new UsageException("a guest agent has no out-of-band execution");
        }
    }

    private static int exec(Arguments arguments) throws IOException {
        check(arguments);
        boolean many = AddressPattern.is(arguments.argument(0));
        ResultPrinter printer = new ResultPrinter(arguments, many);
        List<QmpAddress> addresses = AddressPattern.expand(arguments.argument(0));
        ExecCommand exec = new ExecCommand(arguments, addresses);
        if (!many) {
            QmpAddress address = addresses.get(0);
            printer.result(address, "return", exec.on(address));
            return ExitStatus.DONE;
        }
        return Servers.forEach(addresses, address -> {
            try {
                printer.result(address, "return", exec.on(address));
            } catch (FailedException e) {
                if (e.status() != ExitStatus.READER_GONE && !printer.failure(address, String.valueOf(e.getMessage()))) {
                    ErrorLine.print("qmp exec: " + address + ": " + e.getMessage());
                }
                throw e;
            }
        });
    }

    private JsonValue on(QmpAddress address) {
        try (QmpClient client = QmpClient.connect(address, options)) {
            ServerSchema schema = new ServerSchema();
            if (described != null) {
                schema.use(described);
            }
            JsonObject sent = given;
            if (sent == null && !words.isEmpty()) {
                // A server that needs an out-of-band command may not answer query-qmp-schema, and an agent does not
                // have it.
                sent = (outOfBand || agent) && described == null ? untyped() : typed(client, schema);
            }
            DeadlineWatch.doing("waiting for the reply to " + command + " from " + address);
            try {
                return Connections.call(
                        client, command, sent == null ? JsonValues.EMPTY_OBJECT : sent, outOfBand, replyTimeout);
            } catch (FailedException e) {
                throw hinted(e, client, schema);
            }
        } catch (IOException e) {
            throw new FailedException(String.valueOf(e.getMessage()));
        }
    }

    /** Adds what the schema knows, if the server says it quickly. */
    private FailedException hinted(FailedException failure, QmpClient client, ServerSchema schema) {
        String reason = String.valueOf(failure.getMessage());
        if (agent || outOfBand || failure.status() != ExitStatus.FAILED || !Hints.mayHelp(reason)) {
            return failure;
        }
        Optional<Schema> known = schema.await(Duration.ZERO);
        if (known.isEmpty()) {
            schema.request(client);
            known = schema.await(Duration.ofSeconds(1));
        }
        return new FailedException(
                reason + known.map(one -> Hints.of(one, command, reason)).orElse(""));
    }

    private JsonObject untyped() {
        try {
            return ArgumentReader.readUntyped(words);
        } catch (ArgumentException e) {
            throw new FailedException(String.valueOf(e.getMessage()));
        }
    }

    private JsonObject typed(QmpClient client, ServerSchema server) {
        if (described == null) {
            DeadlineWatch.doing("waiting for the reply to query-qmp-schema from " + client.address());
            server.request(client, replyTimeout);
        }
        Optional<Schema> schema = server.await();
        Optional<Command> known = schema.flatMap(one -> one.command(command));
        if (schema.isEmpty() || known.isEmpty()) {
            return untyped(); // the server reports what is wrong
        }
        try {
            return ArgumentReader.of(schema.get()).read(known.get(), words);
        } catch (ArgumentException e) {
            throw new FailedException(String.valueOf(e.getMessage()));
        }
    }
}
