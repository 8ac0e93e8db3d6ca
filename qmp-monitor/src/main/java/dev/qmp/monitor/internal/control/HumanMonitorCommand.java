package dev.qmp.monitor.internal.control;

import dev.qmp.dispatch.CommandScope;
import dev.qmp.dispatch.spi.CommandContext;
import dev.qmp.dispatch.spi.Dialect;
import dev.qmp.dispatch.spi.MonitorContext;
import dev.qmp.monitor.internal.control.schema.HumanMonitorCommandArguments;
import dev.qmp.monitor.internal.human.HumanCommands;
import dev.qmp.monitor.internal.human.LineResult;
import dev.qmp.monitor.internal.human.TerminalText;
import dev.qmp.monitor.internal.lifecycle.Composition;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** The command {@code human-monitor-command}. Specification: {@code qmp-hmp}. */
final class HumanMonitorCommand {
    private HumanMonitorCommand() {}

    /**
     * Runs a line as a human monitor would, and completes with what that would print.
     *
     * @param parts the commands of the host
     * @param context the request
     * @param arguments its arguments
     */
    static CompletionStage<String> run(
            Composition.Parts parts, CommandContext context, HumanMonitorCommandArguments arguments) {
        LineResult result = new HumanCommands(parts.commands()).interpret(arguments.commandLine());
        CompletableFuture<String> printed = new CompletableFuture<>();
        if (result instanceof LineResult.Call call) {
            MonitorContext caller = context.monitor();
            MonitorContext passing = new PassingMonitor(caller.label(), caller.dialect(), new ConcurrentHashMap<>(2));
            parts.dispatcher()
                    .dispatch(
                            call.request(),
                            passing,
                            CommandScope.ALL,
                            reply -> printed.complete(text(HumanCommands.text(call.request(), reply))));
        } else if (result instanceof LineResult.Text answer) {
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
    private record PassingMonitor(String label, Dialect dialect, Map<Class<?>, Object> attributes)
            implements MonitorContext {
        @Override
        public <T> Optional<T> attribute(Class<T> type) {
            return Optional.ofNullable(type.cast(attributes.get(type)));
        }

        @Override
        public <T> void setAttribute(Class<T> type, T value) {
            attributes.put(type, value);
        }
    }
}
