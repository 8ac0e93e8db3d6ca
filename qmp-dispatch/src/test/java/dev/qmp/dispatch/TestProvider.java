package dev.qmp.dispatch;

import dev.qmp.dispatch.spi.CommandBinder;
import dev.qmp.dispatch.spi.CommandProvider;
import dev.qmp.dispatch.spi.Dialect;
import dev.qmp.dispatch.spi.EventLimit;
import dev.qmp.dispatch.spi.ProviderContext;
import dev.qmp.json.JsonText;
import dev.qmp.qapi.SchemaSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A provider made of a schema's text, in a file that has its name, and of a function that binds the handlers. A command
 * {@code rfc-only} may also run out of band on monitors of the RFC's dialect.
 */
record TestProvider(
        String name,
        String text,
        BiConsumer<? super CommandBinder, ? super ProviderContext> binding,
        List<EventLimit> eventLimits)
        implements CommandProvider {
    static TestProvider provider(String name, String schema, Consumer<? super CommandBinder> binding) {
        return new TestProvider(name, schema, (commands, context) -> binding.accept(commands), List.of());
    }

    @Override
    public SchemaSource schema() {
        return SchemaSource.text(name + ".json", text);
    }

    @Override
    public void bind(CommandBinder commands, ProviderContext context) {
        binding.accept(commands, context);
    }

    @Override
    public Set<String> alsoOutOfBand(Dialect dialect) {
        return dialect == Dialect.RFC && text.contains("rfc-only") ? Set.of("rfc-only") : Set.of();
    }

    /** Runs a request in the modern dialect, and waits for its reply. */
    static Reply ask(Dispatcher dispatcher, String request) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        dispatcher.dispatch(
                Request.of(JsonText.parse(request), RequestRules.EXEC_OOB),
                TestMonitor.MODERN,
                CommandScope.ALL,
                reply::complete);
        return reply.orTimeout(60, TimeUnit.SECONDS).join();
    }
}
