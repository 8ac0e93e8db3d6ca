package dev.qmp.cli.shell;

import dev.qmp.cli.client.Connections;
import dev.qmp.cli.client.ServerSchema;
import dev.qmp.cli.commandline.Arguments;
import dev.qmp.cli.commandline.Invocation;
import dev.qmp.cli.usage.ExitStatus;
import dev.qmp.cli.usage.Printable;
import dev.qmp.monitor.client.QmpAddress;
import dev.qmp.monitor.client.QmpClient;
import dev.qmp.monitor.client.QmpClientOptions;
import dev.qmp.qapi.Schema;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code qmp __complete}, which completion scripts call for what only the server knows: the commands and arguments after {@code
 * qmp exec ADDRESS}.
 */
public final class CompleteCommand {
    /** Short, because a user is waiting at the keyboard. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private CompleteCommand() {}

    /**
     * Prints the completions of the last word, one per line; nothing if the server does not describe itself in time.
     *
     * @param words the words after {@code qmp exec}; the last one, possibly empty, is being typed
     * @return the exit status
     */
    public static int run(List<String> words) {
        if (words.size() < 2) {
            return ExitStatus.DONE;
        }
        String begun = words.get(words.size() - 1);
        List<String> line = new ArrayList<>(words.subList(0, words.size() - 1));
        line.add("_="); // stands for the word being typed, so that no argument is missing
        return Invocation.run("exec", line, arguments -> print(arguments, begun));
    }

    private static int print(Arguments arguments, String begun) throws IOException {
        List<String> before = new ArrayList<>();
        List<String> after = arguments.argumentsFrom(2);
        if (!after.isEmpty()) {
            before.add(arguments.argument(1));
            before.addAll(after.subList(0, after.size() - 1));
        }
        QmpAddress address = Connections.address(arguments.argument(0));
        QmpClientOptions options = Connections.options("exec", arguments, List.of(address))
                .timeout(PATIENCE)
                .outOfBand(false)
                .build();
        try (QmpClient client = QmpClient.connect(address, options)) {
            ServerSchema schema = new ServerSchema();
            schema.request(client);
            Optional<Schema> known = schema.await(PATIENCE);
            known.ifPresent(found -> Completion.ofRequest(found, before, begun, arguments.flag("--oob")).stream()
                    .filter(word ->
                            Printable.line(word).equals(word)) // what would control the user's shell is not offered
                    .forEach(System.out::println));
            return ExitStatus.DONE;
        }
    }
}
