package dev.qmp.dispatch;

import dev.qmp.dispatch.spi.CommandCatalog;
import dev.qmp.dispatch.spi.CommandProvider;
import dev.qmp.dispatch.spi.Dialect;
import dev.qmp.dispatch.spi.EventEmitter;
import dev.qmp.dispatch.spi.EventLimit;
import dev.qmp.qapi.Configuration;
import dev.qmp.qapi.DocsMode;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.SchemaException;
import dev.qmp.qapi.SchemaSource;
import dev.qmp.qapi.replies.Replies;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The commands of all providers: one schema, and a handler for each command that it declares.
 *
 * <p>Thread: immutable after {@link Builder#build()} but for {@link #enable} and {@link #disable}, which any thread may call.
 */
public final class CommandTable implements CommandCatalog {
    private final Schema schema;
    private final Supplier<Schema> documented;
    private final Map<String, CommandEntry> entries;
    private final List<EventLimit> eventLimits;
    private final @Nullable Replies replies;

    private CommandTable(SchemaComposition.Result composed, List<EventLimit> eventLimits) {
        this.schema = composed.schema();
        this.documented = composed.documented();
        this.entries = composed.entries();
        this.eventLimits = eventLimits;
        this.replies = composed.replies();
    }

    /**
     * Returns a builder.
     *
     * @param events emits the providers' events
     * @return a builder without providers
     */
    public static Builder builder(EventEmitter events) {
        return new Builder(events);
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public Schema documentedSchema() {
        return documented.get();
    }

    /**
     * Returns the rate limits that the providers declare.
     *
     * @return the limits
     */
    public List<EventLimit> eventLimits() {
        return eventLimits;
    }

    /**
     * Returns the scripted replies.
     *
     * @return the replies; empty if there are none
     */
    public Optional<Replies> replies() {
        return Optional.ofNullable(replies);
    }

    @Override
    public List<String> enabledCommands() {
        List<String> names = new ArrayList<>(entries.size());
        for (CommandEntry entry : entries.values()) {
            if (entry.disabledReason() == null && !entry.isBeside()) {
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

    /**
     * Tells whether a provider's handler serves a command, not a script.
     *
     * @param command the command's name
     * @return whether one does; false if there is no such command
     */
    public boolean isHandled(String command) {
        CommandEntry entry = entries.get(command);
        return entry != null && !entry.isScripted();
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
     * Collects providers and schemas, and builds the table.
     *
     * <p>Thread: confined to one thread.
     */
    public static final class Builder {
        private final HostContext.Offer offer;
        private final List<CommandProvider> providers = new ArrayList<>();
        private final SchemaComposition composition = new SchemaComposition();

        private Builder(EventEmitter events) {
            this.offer = new HostContext.Offer(events);
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
            return unknown(ServiceLoader.load(layer, CommandProvider.class));
        }

        /**
         * Adds all providers that {@link ServiceLoader} finds through a class loader and that were not added before: those of
         * the class path, declared under {@code META-INF/services}, and those of the loader's modules.
         *
         * @param loader the loader to search, with its parents
         * @return this builder
         */
        public Builder providersOf(ClassLoader loader) {
            return unknown(ServiceLoader.load(CommandProvider.class, loader));
        }

        private Builder unknown(Iterable<CommandProvider> found) {
            for (CommandProvider provider : found) {
                if (!isKnown(provider.getClass())) {
                    providers.add(provider);
                }
            }
            return this;
        }

        /**
         * Adds a provider whose commands exist whatever the schema is, unless it declares one of the same name; neither introspection nor
         * the list of commands shows them.
         *
         * @param provider the provider
         * @return this builder
         */
        public Builder beside(CommandProvider provider) {
            composition.beside(provider);
            return this;
        }

        private boolean isKnown(Class<?> type) {
            for (CommandProvider provider : providers) {
                if (provider.getClass() == type) {
                    return true;
                }
            }
            return false;
        }

        /**
         * Offers a setting to the providers.
         *
         * @param key the setting's name
         * @param value its value
         * @return this builder
         */
        public Builder setting(String key, String value) {
            offer.setting(key, value);
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
            offer.service(type, service);
            return this;
        }

        /**
         * Replaces the providers' declarations by a schema. A handler serves the command of its name if it fits the declaration,
         * else it gives way, with a {@linkplain #notices notice}; handlers of other commands are dropped; commands without a
         * handler are answered from {@link #replies}. Several such schemas are merged.
         *
         * @param schema the schema
         * @return this builder
         */
        public Builder replaceSchema(SchemaSource schema) {
            composition.replace(schema);
            return this;
        }

        /**
         * Replaces the providers' declarations by a schema that is known already, such as one that a server described; as
         * {@link #replaceSchema(SchemaSource)}, but nothing can be merged with it.
         *
         * @param schema the schema
         * @return this builder
         */
        public Builder replaceSchema(Schema schema) {
            composition.replace(schema);
            return this;
        }

        /**
         * Merges a schema with the providers' declarations; its commands are answered from {@link #replies}.
         *
         * @param schema the schema
         * @return this builder
         */
        public Builder addSchema(SchemaSource schema) {
            composition.add(schema);
            return this;
        }

        /**
         * Sets how the documentation comments in the schemas of {@link #replaceSchema} and {@link #addSchema} are checked;
         * strictly by default.
         *
         * @param mode the mode
         * @return this builder
         */
        public Builder docs(DocsMode mode) {
            composition.docs(mode);
            return this;
        }

        /**
         * Sets the conditions that hold in all schemas; all of them by default.
         *
         * @param conditions the conditions
         * @return this builder
         */
        public Builder configuration(Configuration conditions) {
            composition.configuration(conditions);
            return this;
        }

        /**
         * Sets scripted replies, in the form that {@link Replies} describes. A command that they answer is not led to its handler.
         *
         * @param file the content of a replies file
         * @return this builder
         */
        public Builder replies(JsonValue file) {
            composition.replies(file);
            return this;
        }

        /**
         * Sets what takes a line about each handler that gives way; the log by default.
         *
         * @param listener called by {@link #build}, with a line that names both declarations and their difference
         * @return this builder
         */
        public Builder notices(Consumer<? super String> listener) {
            composition.notices(listener);
            return this;
        }

        /**
         * Compiles the schemas, binds the handlers and checks that nothing is missing.
         *
         * @return the table
         * @throws SchemaException if a schema is bad or two providers declare the same name
         * @throws dev.qmp.qapi.replies.RepliesException if replies do not fit the schema
         * @throws dev.qmp.dispatch.spi.ProviderException if a handler is missing, bound twice, or bound to no command
         */
        public CommandTable build() {
            HostContext context = offer.toContext();
            SchemaComposition.Result composed = composition.compose(providers, context);
            List<EventLimit> limits = new ArrayList<>();
            for (CommandProvider provider : providers) {
                limits.addAll(provider.eventLimits());
            }
            CommandTable table = new CommandTable(composed, List.copyOf(limits));
            context.publish(table);
            return table;
        }
    }
}
