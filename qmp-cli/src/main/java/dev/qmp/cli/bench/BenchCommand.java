package dev.qmp.cli.bench;

import dev.qmp.cli.client.Connections;
import dev.qmp.cli.commandline.Arguments;
import dev.qmp.cli.commandline.Invocation;
import dev.qmp.cli.terminal.Signals;
import dev.qmp.cli.usage.ErrorLine;
import dev.qmp.cli.usage.ExitStatus;
import dev.qmp.cli.usage.Printable;
import dev.qmp.cli.usage.StandardOutput;
import dev.qmp.cli.usage.UsageException;
import dev.qmp.json.JsonValues;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

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
            Blocks blocks = new Blocks(load, targets, Progress.onStandardError());
            int signal = untilSignalled(blocks::run);
            boolean measured =
                    targets.stream().anyMatch(target -> target.times().total() > 0);
            if (signal > 0 && !measured) {
                ErrorLine.print("qmp bench: interrupted before anything was measured");
                return 128 + signal;
            }
            if (arguments.flag("--json")) {
                StandardOutput.json(Report.json(load, targets), false);
            } else {
                System.out.print(Printable.text(Report.text(load, targets)));
            }
            if (signal > 0) {
                ErrorLine.print("qmp bench: interrupted: the figures are those so far");
                return 128 + signal;
            }
        } finally {
            targets.forEach(Target::close);
        }
        return targets.stream().anyMatch(Target::hasErrors) ? ExitStatus.FAILED : ExitStatus.DONE;
    }

    /** Runs work that a signal interrupts; returns the number of that signal, or 0 if the work was not interrupted. */
    private static int untilSignalled(Runnable work) {
        Thread worker = Thread.currentThread();
        AtomicInteger received = new AtomicInteger();
        Signals.ENDING.forEach((name, number) -> Signals.handle(name, () -> {
            if (received.compareAndSet(0, number)) {
                worker.interrupt();
            } else {
                Runtime.getRuntime().halt(128 + number);
            }
        }));
        work.run();
        return received.get();
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
                Objects.requireNonNullElse(arguments.object("--args"), JsonValues.EMPTY_OBJECT),
                outOfBand,
                (int) inFlight,
                arguments.number("--requests"),
                arguments.seconds("--duration", Load.DURATION),
                arguments.seconds("--warm-up", Load.WARM_UP),
                (int) Math.min(1000, arguments.number("--blocks").orElse(Load.BLOCKS)));
    }
}
