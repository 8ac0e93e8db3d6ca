package dev.qmp.monitor.internal.host;

import dev.qmp.chardev.loop.ErrorHandler;
import dev.qmp.dispatch.CommandTable;
import dev.qmp.dispatch.Dispatcher;
import dev.qmp.dispatch.spi.ProviderException;
import dev.qmp.monitor.internal.control.ControlProvider;
import dev.qmp.monitor.internal.event.EventBus;
import dev.qmp.monitor.internal.event.EventContract;
import dev.qmp.monitor.internal.lifecycle.Composition;
import dev.qmp.monitor.internal.session.QmpSession;

/** Composes the commands of a host, and its events, from what the settings say. Thread: stateless. */
final class HostCommands {
    private HostCommands() {}

    static Composition.Parts compose(
            HostSettings settings, CommandTable.Builder table, EventBus events, ErrorHandler errors) {
        if (!settings.agent) {
            table.provider(new ControlProvider());
        }
        settings.commands.forEach(step -> step.accept(table));
        if (settings.upstream != null) {
            table.provider(new SessionCommands());
        } else if (settings.sessionCommands) {
            table.beside(new SessionCommands());
        }
        CommandTable commands = table.build();
        if (!settings.agent) {
            checkNegotiation(commands);
        }
        events.start(
                new EventContract(commands.schema(), settings.compatibility, settings.checkProviders),
                commands.eventLimits());
        Dispatcher dispatcher = Dispatcher.builder(commands)
                .compatibility(settings.compatibility)
                .machineMissing(settings.machineMissing)
                .checkResults(settings.checkProviders)
                .exceptionTexts(settings.exceptionTexts)
                .errorHandler(errors::failed)
                .build();
        return new Composition.Parts(commands, dispatcher);
    }

    private static void checkNegotiation(CommandTable commands) {
        if (commands.schema().command(QmpSession.NEGOTIATE).isEmpty()) {
            throw new ProviderException(
                    "the schema declares no command '" + QmpSession.NEGOTIATE
                            + "', without which no client can negotiate; add the schema to the built-in one, or declare that command");
        }
        if (!commands.isHandled(QmpSession.NEGOTIATE)) {
            throw new ProviderException("without the built-in handler of '" + QmpSession.NEGOTIATE
                    + "' no client can negotiate; declare that command as the built-in schema does");
        }
    }
}
