package dev.qmp.dispatch;

import dev.qmp.dispatch.internal.CommandEntry;
import dev.qmp.dispatch.internal.Handler;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.SchemaCompiler;
import dev.qmp.qapi.SchemaException;
import dev.qmp.qapi.SchemaSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The commands of all providers: one schema, and a handler for each command that it declares.
 *
 * <p>Thread: immutable after {@link Builder#build()} but for {@link #enable} and {@link #disable}, which any thread may call.
 */
public final class CommandTable implements CommandCatalog {
    private final Schema schema;
    private final Map<String, CommandEntry> entries;
    private final List<EventLimit> eventLimits;

    private CommandTable(Schema schema, Map<String, CommandEntry> entries, List<EventLimit> eventLimits) {
        this.schema = schema;
        this.entries = entries;
        this.eventLimits = eventLimits;
    }

    /**
     * Starts a table.
     *
     * @param events the way out for the providers' events
     * @return a builder without providers
     */
    public static Builder builder(EventEmitter events) {
        return new Builder(events);
    }

    @Override
    public Schema schema() {
        return schema;
    }

    /**
     * Returns the rate limits that the providers declare.
     *
     * @return the limits
     */
    public List<EventLimit> eventLimits() {
        return eventLimits;
    }

    @Override
    public List<String> enabledCommands() {
        List<String> names = new ArrayList<>(entries.size());
        for (CommandEntry entry : entries.values()) {
            if (entry.disabledReason() == null) {
                names.add(entry.declaration().name());
            }
        }
        Collections.reverse(names);
        return names;
    }

    @Override
    public Set<String> outOfBandCommands(Dialect dialect) {
        return entries.values().stream()
                .filter(entry -> entry.allowsOutOfBand(dialect))
                .map(entry -> entry.declaration().name())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void enable(String command) {
        existing(command).setDisabledReason(null);
    }

    @Override
    public void disable(String command, String reason) {
        existing(command).setDisabledReason(reason);
    }

    private CommandEntry existing(String command) {
        CommandEntry entry = entries.get(command);
        if (entry == null) {
            throw new IllegalArgumentException("there is no command '" + command + "'");
        }
        return entry;
    }

    @Nullable
    CommandEntry find(String command) {
        return entries.get(command);
    }

    /**
     * Collects providers and builds the table.
     *
     * <p>Thread: confined to one thread.
     */
    public static final class Builder {
        private final EventEmitter events;
        private final List<CommandProvider> providers = new ArrayList<>();
        private final Map<String, String> settings = new HashMap<>();
        private final Map<Class<?>, Object> services = new HashMap<>();

        private Builder(EventEmitter events) {
            this.events = events;
        }

        /**
         * Adds a provider.
         *
         * @param provider the provider
         * @return this builder
         */
        public Builder provider(CommandProvider provider) {
            providers.add(provider);
            return this;
        }

        /**
         * Adds all providers that {@link ServiceLoader} finds from a layer and that were not added before.
         *
         * @param layer the layer to search, with its parents
         * @return this builder
         */
        public Builder providersOf(ModuleLayer layer) {
            for (CommandProvider provider : ServiceLoader.load(layer, CommandProvider.class)) {
                if (providers.stream().noneMatch(known -> known.getClass() == provider.getClass())) {
                    providers.add(provider);
                }
            }
            return this;
        }

        /**
         * Offers a setting to the providers.
         *
         * @param key the setting's name
         * @param value its value
         * @return this builder
         */
        public Builder setting(String key, String value) {
            settings.put(key, value);
            return this;
        }

        /**
         * Offers an object to the providers.
         *
         * @param type what it is offered as
         * @param service the object
         * @param <T> the type
         * @return this builder
         */
        public <T> Builder service(Class<T> type, T service) {
            services.put(type, service);
            return this;
        }

        /**
         * Compiles the schemas, binds the handlers and checks that nothing is missing.
         *
         * @return the table
         * @throws SchemaException if a schema is bad or two providers declare the same name
         * @throws IllegalStateException if a handler is missing, bound twice, or bound to nothing
         */
        public CommandTable build() {
            List<SchemaSource> sources = new ArrayList<>();
            for (CommandProvider provider : providers) {
                sources.add(provider.schema());
            }
            Schema schema = SchemaCompiler.create().compile(sources);
            HostContext context = new HostContext(events, Map.copyOf(settings), Map.copyOf(services));
            Map<String, CommandEntry> bound = new HashMap<>();
            List<EventLimit> limits = new ArrayList<>();
            for (CommandProvider provider : providers) {
                provider.bind(new Binder(provider, schema, bound), context);
                limits.addAll(provider.eventLimits());
            }
            Map<String, CommandEntry> entries = new LinkedHashMap<>();
            for (Command command : schema.commands()) {
                CommandEntry entry = bound.get(command.name());
                if (entry == null) {
                    throw new IllegalStateException(
                            "command '" + command.name() + "', declared at " + command.source() + ", has no handler");
                }
                entries.put(command.name(), entry);
            }
            CommandTable table = new CommandTable(schema, entries, List.copyOf(limits));
            context.publish(table);
            return table;
        }
    }

    /** Takes one provider's handlers. */
    private record Binder(CommandProvider provider, Schema schema, Map<String, CommandEntry> bound)
            implements CommandBinder {
        @Override
        public void value(String command, ValueHandler handler) {
            bind(command, new Handler.Value(handler));
        }

        @Override
        public void action(String command, ActionHandler handler) {
            bind(command, new Handler.Action(handler));
        }

        @Override
        public void async(String command, AsyncHandler handler) {
            bind(command, new Handler.Async(handler));
        }

        private void bind(String name, Handler handler) {
            Command command = schema.command(name)
                    .orElseThrow(() -> new IllegalStateException("provider '" + provider.name()
                            + "' has a handler for '" + name + "', which no schema declares"));
            EnumSet<Dialect> outOfBand = EnumSet.noneOf(Dialect.class);
            for (Dialect dialect : Dialect.values()) {
                if (command.allowOob() || provider.alsoOutOfBand(dialect).contains(name)) {
                    outOfBand.add(dialect);
                }
            }
            if (handler instanceof Handler.Async && !outOfBand.isEmpty()) {
                throw new IllegalStateException("provider '" + provider.name() + "': command '" + name
                        + "' may run out of band, so its handler cannot complete later");
            }
            if (bound.put(name, new CommandEntry(command, handler, outOfBand)) != null) {
                throw new IllegalStateException(
                        "provider '" + provider.name() + "' binds command '" + name + "' a second time");
            }
        }
    }

    /** What providers see of the host. */
    private static final class HostContext implements ProviderContext {
        private final EventEmitter events;
        private final Map<String, String> settings;
        private final Map<Class<?>, Object> services;
        private volatile @Nullable CommandCatalog commands;

        HostContext(EventEmitter events, Map<String, String> settings, Map<Class<?>, Object> services) {
            this.events = events;
            this.settings = settings;
            this.services = services;
        }

        void publish(CommandCatalog table) {
            commands = table;
        }

        @Override
        public EventEmitter events() {
            return events;
        }

        @Override
        public CommandCatalog commands() {
            CommandCatalog table = commands;
            if (table == null) {
                throw new IllegalStateException("the command table is not built yet");
            }
            return table;
        }

        @Override
        public Optional<String> setting(String key) {
            return Optional.ofNullable(settings.get(key));
        }

        @Override
        public <T> Optional<T> service(Class<T> type) {
            return Optional.ofNullable(type.cast(services.get(type)));
        }
    }
}
