package dev.qmp.monitor.internal.standin;

import dev.qmp.dispatch.spi.CommandBinder;
import dev.qmp.dispatch.spi.CommandException;
import dev.qmp.dispatch.spi.CommandProvider;
import dev.qmp.dispatch.spi.ProviderContext;
import dev.qmp.monitor.journal.Journal;
import dev.qmp.qapi.SchemaSource;

/**
 * The commands that a test of a client uses to steer its stand-in and to ask it.
 *
 * <p>Thread: safe for use by any thread.
 */
public final class StandInProvider implements CommandProvider {
    private static final String SCHEMA = """
            { 'command': 'x-emit', 'data': { 'event': 'str', '*data': 'any' }, 'allow-oob': true }
            { 'command': 'x-journal',
              'data': { '*command': 'str', '*session': 'int', '*since': 'int', '*limit': 'int' } }
            { 'command': 'x-verify',
              'data': { 'command': 'str', '*arguments': 'any', '*times': 'int', '*at-least': 'int', '*at-most': 'int' } }
            """;

    @Override
    public String name() {
        return "stand-in";
    }

    @Override
    public SchemaSource schema() {
        return SchemaSource.text("stand-in.json", SCHEMA);
    }

    @Override
    public void bind(CommandBinder commands, ProviderContext context) {
        Emitter emitter = new Emitter(context::commands, context.events());
        commands.action(
                "x-emit", (request, arguments) -> emitter.emit(arguments.getString("event"), arguments.get("data")));
        commands.value("x-journal", (request, arguments) -> JournalCommands.entries(journal(context), arguments));
        commands.action("x-verify", (request, arguments) -> JournalCommands.verify(journal(context), arguments));
    }

    private static Journal journal(ProviderContext context) {
        return context.service(Journal.class)
                .orElseThrow(() -> new CommandException("there is no journal: start the server with --journal FILE"));
    }
}
