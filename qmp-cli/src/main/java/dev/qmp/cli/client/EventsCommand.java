package dev.qmp.cli.client;

import dev.qmp.cli.commandline.Arguments;
import dev.qmp.cli.commandline.Invocation;
import dev.qmp.cli.usage.ErrorLine;
import dev.qmp.cli.usage.ExitStatus;
import dev.qmp.cli.usage.UsageException;
import dev.qmp.monitor.client.QmpAddress;
import dev.qmp.monitor.client.QmpClient;
import dev.qmp.monitor.client.QmpClientOptions;
import dev.qmp.monitor.client.ReconnectPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** {@code qmp events}. */
public final class EventsCommand {
    private static final Duration FOR_EVER = Duration.ofDays(10_000);

    private EventsCommand() {}

    /**
     * Prints events as they arrive.
     *
     * @param arguments the command line after {@code events}
     * @return the exit status
     */
    public static int run(List<String> arguments) {
        return Invocation.run("events", arguments, EventsCommand::events);
    }

    private static int events(Arguments arguments) throws IOException {
        QmpAddress address = Connections.address(arguments.argument(0));
        if (arguments.flag("--agent")) {
            throw new UsageException("a guest agent has no events");
        }
        long count = arguments.number("--count").orElse(Long.MAX_VALUE);
        EventPrinter printer =
                new EventPrinter(arguments.flag("--pretty"), NamePattern.any(arguments.texts("--name")), count);
        Duration time = arguments.seconds("--for", FOR_EVER);
        QmpClientOptions.Builder options =
                Connections.options(arguments).outOfBand(false).listener(printer);
        if (arguments.flag("--reconnect")) {
            options.reconnect(ReconnectPolicy.FOREVER);
        }
        QmpClient client = QmpClient.connect(address, options.build());
        String ended = printer.await(time);
        client.close();
        if (ended == null) {
            return ExitStatus.DONE;
        }
        ErrorLine.print("qmp events: " + ended);
        return count == Long.MAX_VALUE && !printer.hasFailed() ? ExitStatus.DONE : ExitStatus.FAILED;
    }
}
