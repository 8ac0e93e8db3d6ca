package dev.qmp.cli.bench;

import dev.qmp.cli.client.Connections;
import dev.qmp.cli.commandline.Arguments;
import dev.qmp.cli.commandline.Invocation;
import dev.qmp.cli.usage.ExitStatus;
import dev.qmp.cli.usage.UsageException;
import dev.qmp.json.JsonParseException;
import dev.qmp.json.JsonText;
import dev.qmp.json.JsonValues;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code qmp bench}. */
public final class BenchCommand {
    private static final int MOST_IN_FLIGHT = 100_000;

    private BenchCommand() {}

    /**
     * Loads one server, or two in turn.
     *
     * @param arguments the command line after {@code bench}
     * @return the exit status
     */
    public static int run(List<String> arguments) {
        return Invocation.run("bench", arguments, BenchCommand::bench);
    }

    private static int bench(Arguments arguments) throws IOException {
        Load load = load(arguments);
        List<Target> targets = new ArrayList<>();
        try {
            targets.add(Target.connect(Connections.address(arguments.argument(0)), arguments, load));
            for (String other : arguments.argumentsFrom(1)) {
                targets.add(Target.connect(Connections.address(other), arguments, load));
            }
            new Blocks(load, targets, Progress.onStandardError()).run();
            if (arguments.flag("--json")) {
                Report.json(load, targets);
            } else {
                Report.text(load, targets);
            }
        } finally {
            targets.forEach(Target::close);
        }
        return targets.stream().anyMatch(Target::hasErrors) ? ExitStatus.FAILED : ExitStatus.DONE;
    }

    private static Load load(Arguments arguments) {
        if (arguments.argumentsFrom(1).size() > 1) {
            throw new UsageException("one server, or two side by side");
        }
        if (arguments.text("--requests") != null && arguments.text("--duration") != null) {
            throw new UsageException("--requests and --duration exclude each other");
        }
        long inFlight = arguments.number("--in-flight").orElse(1);
        if (inFlight > MOST_IN_FLIGHT) {
            throw new UsageException("--in-flight: at most " + MOST_IN_FLIGHT);
        }
        boolean outOfBand = arguments.flag("--oob");
        String command = arguments.text("--command");
        if (outOfBand && command == null) {
            throw new UsageException("--oob needs --command: one that may run out of band");
        }
        return new Load(
                command == null ? arguments.flag("--agent") ? "guest-ping" : "query-version" : command,
                object(arguments.text("--args")),
                outOfBand,
                (int) inFlight,
                arguments.number("--requests"),
                arguments.seconds("--duration", Load.DURATION),
                arguments.seconds("--warm-up", Load.WARM_UP),
                (int) Math.min(1000, arguments.number("--blocks").orElse(Load.BLOCKS)));
    }

    private static JsonObject object(@Nullable String json) {
        try {
            if (json == null) {
                return JsonValues.EMPTY_OBJECT;
            }
            if (JsonText.parse(json) instanceof JsonObject object) {
                return object;
            }
            throw new UsageException("--args: a JSON object is needed");
        } catch (JsonParseException e) {
            throw new UsageException("--args: " + e.getMessage());
        }
    }
}
