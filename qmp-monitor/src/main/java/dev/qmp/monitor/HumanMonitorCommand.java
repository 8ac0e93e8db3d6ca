package dev.qmp.monitor;

import dev.qmp.dispatch.CommandScope;
import dev.qmp.dispatch.spi.CommandContext;
import dev.qmp.dispatch.spi.CommandException;
import dev.qmp.dispatch.spi.Dialect;
import dev.qmp.dispatch.spi.MonitorContext;
import dev.qmp.monitor.internal.control.HumanMonitorCommandArguments;
import dev.qmp.monitor.internal.human.HumanCommands;
import dev.qmp.monitor.internal.human.Outcome;
import dev.qmp.monitor.internal.human.TerminalText;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The command {@code human-monitor-command}. */
final class HumanMonitorCommand {
    private HumanMonitorCommand() {}

    /** Runs a line as a human monitor would, and completes with what that would print. */
    static CompletionStage<String> run(CommandContext context, HumanMonitorCommandArguments arguments) {
        if (arguments.cpuIndex().isPresent()) {
            throw new CommandException("Parameter 'cpu-index' expects a CPU number");
        }
        MonitorContext caller = context.monitor();
        MonitorHost host = caller.attribute(MonitorHost.class)
                .orElseThrow(() -> new CommandException("This monitor has no other commands"));
        Composition.Parts parts = host.composition().await();
        Outcome outcome = new HumanCommands(parts.commands()).interpret(arguments.commandLine());
        CompletableFuture<String> printed = new CompletableFuture<>();
        if (outcome instanceof Outcome.Call call) {
            MonitorContext passing = new PassingMonitor(caller.label(), caller.dialect(), new MonitorAttributes(host));
            parts.dispatcher()
                    .dispatch(
                            call.request(),
                            passing,
                            CommandScope.ALL,
                            reply -> printed.complete(text(HumanCommands.text(call.request(), reply))));
        } else if (outcome instanceof Outcome.Text answer) {
            printed.complete(text(answer.text()));
        }
        return printed;
    }

    private static String text(String printed) {
        TerminalText text = new TerminalText();
        text.print(printed);
        return text.toString();
    }

    /**
     * The monitor on whose behalf the line runs; what handlers keep with it goes with it.
     *
     * <p>Thread: safe for use by any thread.
     */
    private record PassingMonitor(String label, Dialect dialect, MonitorAttributes attributes)
            implements MonitorContext {
        @Override
        public <T> Optional<T> attribute(Class<T> type) {
            return attributes.get(type);
        }

        @Override
        public <T> void setAttribute(Class<T> type, T value) {
            attributes.set(type, value);
        }
    }
}
