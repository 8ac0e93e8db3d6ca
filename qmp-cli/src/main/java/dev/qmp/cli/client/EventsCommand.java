package dev.qmp.cli.client;

import dev.qmp.cli.commandline.Arguments;
import dev.qmp.cli.commandline.Invocation;
import dev.qmp.cli.usage.ExitStatus;
import dev.qmp.cli.usage.UsageException;
import dev.qmp.monitor.client.QmpAddress;
import dev.qmp.monitor.client.QmpClient;
import dev.qmp.monitor.client.QmpClientOptions;
import dev.qmp.monitor.client.QmpConnectionException;
import dev.qmp.monitor.client.ReconnectPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

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
        boolean many = !arguments.flag("--listen") && AddressPattern.is(arguments.argument(0));
        if (arguments.flag("--agent")) {
            throw new UsageException("a guest agent has no events");
        }
        long count = arguments.number("--count").orElse(Long.MAX_VALUE);
        Duration time = arguments.seconds("--for", FOR_EVER);
        List<QmpAddress> addresses = many
                ? AddressPattern.expand(arguments.argument(0))
                : List.of(Connections.address(arguments.argument(0)));
        EventPrinter printer = new EventPrinter(
                new ResultPrinter(arguments, many),
                NamePattern.any(arguments.texts("--name")),
                count,
                addresses.size());
        QmpClientOptions.Builder options =
                Connections.options("events", arguments, addresses).outOfBand(false);
        if (arguments.flag("--reconnect")) {
            options.reconnect(ReconnectPolicy.FOREVER);
        }
        QmpClientOptions common = options.build();
        List<QmpClient> clients = new CopyOnWriteArrayList<>();
        if (many) {
            Servers.forEach(addresses, address -> {
                try {
                    clients.add(connect(arguments, address, common, printer));
                } catch (QmpConnectionException e) {
                    printer.ended(e.getMessage());
                }
            });
            if (clients.isEmpty()) {
                return ExitStatus.FAILED;
            }
        } else {
            clients.add(connect(arguments, addresses.get(0), common, printer));
        }
        DeadlineWatch.doing("waiting for events");
        try {
            return printer.await(time, count != Long.MAX_VALUE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitStatus.FAILED;
        } finally {
            clients.forEach(QmpClient::close);
        }
    }

    private static QmpClient connect(
            Arguments arguments, QmpAddress address, QmpClientOptions common, EventPrinter printer)
            throws QmpConnectionException {
        return Connections.connect(
                arguments,
                address,
                common.toBuilder().listener(printer.of(address)).build());
    }
}
