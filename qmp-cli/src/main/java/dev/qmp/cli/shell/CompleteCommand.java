package dev.qmp.cli.shell;

import dev.qmp.cli.client.Connections;
import dev.qmp.cli.commandline.Arguments;
import dev.qmp.cli.commandline.Invocation;
import dev.qmp.cli.usage.ExitStatus;
import dev.qmp.monitor.client.QmpClient;
import dev.qmp.monitor.client.QmpClientOptions;
import dev.qmp.qapi.Schema;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code qmp __complete}, which completion scripts call for what only the server knows: the commands and arguments behind {@code
 * qmp exec ADDRESS}.
 */
public final class CompleteCommand {
    /** Somebody waits at a keyboard. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private CompleteCommand() {}

    /**
     * Prints what the last word may become, a line for each possibility; nothing if the server does not tell.
     *
     * @param words the words behind {@code qmp exec}; the last one, maybe empty, is being typed
     * @return the exit status
     */
    public static int run(List<String> words) {
        if (words.size() < 2) {
            return ExitStatus.DONE;
        }
        String begun = words.get(words.size() - 1);
        List<String> line = new ArrayList<>(words.subList(0, words.size() - 1));
        line.add("_="); // in the place of what is being typed, so that nothing is missing
        return Invocation.run("exec", line, arguments -> print(arguments, begun));
    }

    private static int print(Arguments arguments, String begun) throws IOException {
        List<String> before = new ArrayList<>();
        List<String> behind = arguments.argumentsFrom(2);
        if (!behind.isEmpty()) {
            before.add(arguments.argument(1));
            before.addAll(behind.subList(0, behind.size() - 1));
        }
        QmpClientOptions options = Connections.options(arguments)
                .timeout(PATIENCE)
                .outOfBand(false)
                .build();
        try (QmpClient client = QmpClient.connect(Connections.address(arguments.argument(0)), options)) {
            ServerSchema schema = new ServerSchema();
            schema.fetch(client);
            Optional<Schema> known = schema.await(PATIENCE.toMillis());
            known.ifPresent(found -> Completion.ofRequest(found, before, begun, arguments.flag("--oob"))
                    .forEach(System.out::println));
            return ExitStatus.DONE;
        }
    }
}
