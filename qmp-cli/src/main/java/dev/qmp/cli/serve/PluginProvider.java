package dev.qmp.cli.serve;

import dev.qmp.dispatch.spi.CommandBinder;
import dev.qmp.dispatch.spi.CommandProvider;
import dev.qmp.dispatch.spi.Dialect;
import dev.qmp.dispatch.spi.EventLimit;
import dev.qmp.dispatch.spi.ProviderContext;
import dev.qmp.qapi.IncludeResolver;
import dev.qmp.qapi.SchemaSource;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * A provider from a jar: reports its failures with the name of the jar, which is also part of its own name and of its schema's file names.
 *
 * <p>Thread: as {@link CommandProvider} says.
 */
final class PluginProvider implements CommandProvider {
    private final String jar;
    private final CommandProvider provider;
    private final String name;

    PluginProvider(String jar, CommandProvider provider) {
        this.jar = jar;
        this.provider = provider;
        this.name = PluginException.call(jar, "name()", provider::name) + " (" + jar + ")";
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public SchemaSource schema() {
        SchemaSource schema = PluginException.call(jar, "schema()", provider::schema);
        return SchemaSource.of(jar + "/" + schema.name(), new JarResolver(jar, schema.resolver()));
    }

    @Override
    public void bind(CommandBinder commands, ProviderContext context) {
        PluginException.run(jar, "bind()", () -> provider.bind(commands, context));
    }

    @Override
    public Set<String> alsoOutOfBand(Dialect dialect) {
        return PluginException.call(jar, "alsoOutOfBand()", () -> provider.alsoOutOfBand(dialect));
    }

    @Override
    public List<EventLimit> eventLimits() {
        return PluginException.call(jar, "eventLimits()", provider::eventLimits);
    }

    /** Reads the files of a jar's schema by names that begin with the jar's. */
    private record JarResolver(String jar, IncludeResolver files) implements IncludeResolver {
        @Override
        public byte[] read(String name) throws IOException {
            IOException[] failure = new IOException[1];
            byte[] bytes = PluginException.call(jar, "schema()", () -> {
                try {
                    return files.read(own(name));
                } catch (IOException e) {
                    failure[0] = e;
                    return new byte[0];
                }
            });
            if (failure[0] != null) {
                throw failure[0];
            }
            return bytes;
        }

        @Override
        public String identity(String name) {
            return jar + "/" + PluginException.call(jar, "schema()", () -> files.identity(own(name)));
        }

        private String own(String name) {
            return name.startsWith(jar + "/") ? name.substring(jar.length() + 1) : name;
        }
    }
}
