package dev.qmp.cli.shell;

import dev.qmp.cli.client.Connections;
import dev.qmp.cli.client.Painter;
import dev.qmp.cli.client.SchemaInput;
import dev.qmp.cli.client.ServerSchema;
import dev.qmp.cli.commandline.Arguments;
import dev.qmp.cli.commandline.Invocation;
import dev.qmp.cli.usage.ExitStatus;
import dev.qmp.cli.usage.Terminal;
import dev.qmp.monitor.client.QmpAddress;
import dev.qmp.monitor.client.QmpClient;
import dev.qmp.monitor.client.QmpClientOptions;
import dev.qmp.monitor.client.ReconnectPolicy;
import java.io.IOException;
import java.util.List;

/** {@code qmp shell}. */
public final class ShellCommand {
    private ShellCommand() {}

    /**
     * Talks to a server until the end of the input.
     *
     * @param arguments the command line after {@code shell}
     * @return the exit status
     */
    public static int run(List<String> arguments) {
        return Invocation.run("shell", arguments, ShellCommand::shell);
    }

    private static int shell(Arguments arguments) throws IOException {
        QmpAddress address = Connections.address(arguments.argument(0));
        QmpClientOptions.Builder options = Connections.options("shell", arguments, List.of(address));
        boolean interactive = Terminal.is(Terminal.Stream.IN) && Terminal.is(Terminal.Stream.OUT);
        if (interactive) {
            options.reconnect(ReconnectPolicy.FOREVER);
        }
        if (!interactive || arguments.flag("--reply-timeout")) {
            options.replyTimeout(Connections.replyTimeout(arguments));
        }
        Painter painter = new Painter(Terminal.hasColours(Terminal.Stream.OUT));
        ServerSchema schema = new ServerSchema();
        String described = arguments.text("--schema");
        if (described != null) {
            schema.use(SchemaInput.usual().read(described));
        }
        Pager pager = interactive && !arguments.flag("--no-pager") ? Pager.ofEnvironment() : null;
        try (Screen screen = interactive ? new TerminalScreen(schema, pager) : new PipeScreen()) {
            Announcer announcer = new Announcer(screen, painter, !arguments.flag("--no-events"));
            try (QmpClient client = Connections.connect(
                    arguments, address, options.listener(announcer).build())) {
                Runnable request = described != null
                        ? () -> {}
                        : arguments.flag("--agent")
                                ? () -> schema.requestOfAgent(client)
                                : () -> schema.request(client);
                request.run();
                announcer.begin(request); // the next server may have another schema
                Conversation conversation = new Conversation(
                        client,
                        schema,
                        screen,
                        painter,
                        announcer,
                        arguments.flag("--raw"),
                        arguments.flag("--stop-on-error"));
                if (interactive) {
                    conversation.welcome();
                }
                boolean good = conversation.run();
                announcer.leave();
                return good || (interactive && conversation.endedWell()) ? ExitStatus.DONE : ExitStatus.FAILED;
            }
        }
    }
}
