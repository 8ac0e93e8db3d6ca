package dev.qmp.cli.serve;

import dev.qmp.dispatch.CommandBinder;
import dev.qmp.dispatch.CommandProvider;
import dev.qmp.dispatch.Dialect;
import dev.qmp.dispatch.EventLimit;
import dev.qmp.dispatch.ProviderContext;
import dev.qmp.qapi.SchemaSource;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A provider out of a jar: what it misses when it is first used is told with the jar's name.
 *
 * <p>Thread: as {@link CommandProvider} says.
 */
final class PluginProvider implements CommandProvider {
    private final String jar;
    private final CommandProvider provider;

    PluginProvider(String jar, CommandProvider provider) {
        this.jar = jar;
        this.provider = provider;
    }

    @Override
    public String name() {
        return told(() -> provider.name() + " (" + jar + ")");
    }

    @Override
    public SchemaSource schema() {
        return told(provider::schema);
    }

    @Override
    public void bind(CommandBinder commands, ProviderContext context) {
        boolean unused = told(() -> {
            provider.bind(commands, context);
            return true;
        });
    }

    @Override
    public Set<String> alsoOutOfBand(Dialect dialect) {
        return told(() -> provider.alsoOutOfBand(dialect));
    }

    @Override
    public List<EventLimit> eventLimits() {
        return told(provider::eventLimits);
    }

    private <T> T told(Supplier<T> step) {
        try {
            return step.get();
        } catch (LinkageError e) {
            throw new IllegalStateException("--plugins: " + jar + ": " + PluginException.reason(e), e);
        }
    }
}
