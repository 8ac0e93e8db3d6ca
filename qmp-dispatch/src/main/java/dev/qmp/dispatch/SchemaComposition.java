package dev.qmp.dispatch;

import dev.qmp.dispatch.spi.CommandBinder;
import dev.qmp.dispatch.spi.CommandProvider;
import dev.qmp.dispatch.spi.Dialect;
import dev.qmp.dispatch.spi.ProviderContext;
import dev.qmp.dispatch.spi.ProviderException;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.Configuration;
import dev.qmp.qapi.DocsMode;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.SchemaSource;
import dev.qmp.qapi.compiler.SchemaCompiler;
import dev.qmp.qapi.diff.Peer;
import dev.qmp.qapi.diff.SchemaDiff;
import dev.qmp.qapi.replies.Replies;
import dev.qmp.qapi.validation.CompatPolicy;
import dev.qmp.qapi.validation.Validator;
import jakarta.json.JsonValue;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Merges the providers' schemas with those that replace or extend them, and finds the handler of each command.
 *
 * <p>Thread: confined to one thread.
 */
final class SchemaComposition {
    private final List<SchemaSource> replacements = new ArrayList<>();
    private final List<SchemaSource> additions = new ArrayList<>();
    private final List<CommandProvider> beside = new ArrayList<>();
    private @Nullable Schema known;
    private DocsMode docs = DocsMode.STRICT;
    private Configuration configuration = Configuration.all();
    private @Nullable JsonValue replies;
    private Consumer<? super String> notices =
            line -> System.getLogger(SchemaComposition.class.getName()).log(Level.WARNING, line);

    /**
     * The one schema, and an entry for each of its commands in the order of their declaration.
     *
     * @param schema the schema
     * @param documented makes the same schema with its documentation
     * @param entries the entries by name
     * @param replies the scripted replies, or null
     */
    record Result(
            Schema schema,
            Supplier<Schema> documented,
            Map<String, CommandEntry> entries,
            @Nullable Replies replies) {}

    /** A handler and the provider that bound it. */
    private record Bound(CommandProvider provider, Handler handler) {}

    void replace(SchemaSource schema) {
        replacements.add(schema);
    }

    void replace(Schema schema) {
        known = schema;
    }

    void add(SchemaSource schema) {
        additions.add(schema);
    }

    void beside(CommandProvider provider) {
        beside.add(provider);
    }

    void docs(DocsMode mode) {
        docs = mode;
    }

    void configuration(Configuration conditions) {
        configuration = conditions;
    }

    void replies(JsonValue file) {
        replies = file;
    }

    void notices(Consumer<? super String> listener) {
        notices = listener;
    }

    Result compose(List<CommandProvider> providers, ProviderContext context) {
        List<SchemaSource> own = new ArrayList<>();
        List<SchemaSource> amendments = new ArrayList<>();
        for (CommandProvider provider : providers) {
            own.add(provider.schema());
            amendments.addAll(provider.amendments(context));
        }
        // The documentation of the providers' schemas is checked when they are built, not at each start.
        Schema handled = compile(own, amendments, DocsMode.OFF);
        Schema declared = handled;
        if (known != null) {
            declared = known;
        } else if (!replacements.isEmpty()) {
            List<SchemaSource> sources = new ArrayList<>(replacements);
            sources.addAll(additions);
            declared = compile(sources, List.of(), docs);
        } else if (!additions.isEmpty()) {
            own.addAll(additions);
            declared = compile(own, amendments, docs);
        }
        // A handler fits if it does in one of its forms: amended, or as the provider declares it.
        Schema unamended = declared == handled || amendments.isEmpty()
                ? handled
                : compile(providers.stream().map(CommandProvider::schema).toList(), List.of(), DocsMode.OFF);
        Map<String, Bound> handlers = new HashMap<>();
        for (CommandProvider provider : providers) {
            provider.bind(new Binder(provider, handled, handlers), context);
        }
        Replies scripted = replies == null ? null : Replies.read(replies, declared);
        Delays delays = new Delays(context);
        FileGate gate = new FileGate(context);
        Map<String, CommandEntry> entries = new LinkedHashMap<>();
        for (Command command : declared.commands()) {
            entries.put(
                    command.name(),
                    entry(command, List.of(handled, unamended), declared, handlers, scripted, context, delays, gate));
        }
        beside.forEach(provider -> addBeside(provider, context, entries));
        Schema served = declared;
        Supplier<Schema> documented = served == handled ? () -> compile(own, amendments, DocsMode.WARN) : () -> served;
        return new Result(declared, documented, entries, scripted);
    }

    private Schema compile(List<SchemaSource> sources, List<SchemaSource> amendments, DocsMode mode) {
        return SchemaCompiler.create()
                .withAmendments(amendments)
                .withDocs(mode)
                .withConfiguration(configuration)
                .compile(sources);
    }

    private CommandEntry entry(
            Command command,
            List<Schema> forms,
            Schema declared,
            Map<String, Bound> handlers,
            @Nullable Replies scripted,
            ProviderContext context,
            Delays delays,
            FileGate gate) {
        Replies.Script script = scripted == null ? null : scripted.script(command);
        Bound bound = handlers.get(command.name());
        if (bound != null && !forms.contains(declared)) {
            String misfit = misfit(forms, bound, command, declared);
            if (misfit != null) {
                notices.accept(misfit);
                bound = null;
            }
        } else if (bound == null && forms.get(0).command(command.name()).isPresent()) {
            throw new ProviderException(
                    "command '" + command.name() + "', declared at " + command.source() + ", has no handler");
        }
        ScriptedHandler handler = new ScriptedHandler(command.name(), script, context.events(), delays, gate);
        if (bound == null || handler.hasAnswers()) {
            return CommandEntry.scripted(command, handler, outOfBand(command));
        }
        EnumSet<Dialect> outOfBand = outOfBand(command, bound);
        if (bound.handler() instanceof Handler.Async && !outOfBand.isEmpty()) {
            throw new ProviderException("provider '" + bound.provider().name() + "': command '" + command.name()
                    + "' may run out of band, so its handler cannot complete later");
        }
        return CommandEntry.handled(command, bound.handler(), script == null ? null : handler, outOfBand);
    }

    private void addBeside(CommandProvider provider, ProviderContext context, Map<String, CommandEntry> entries) {
        Schema schema = compile(List.of(provider.schema()), List.of(), DocsMode.OFF);
        Validator validator = Validator.of(schema, CompatPolicy.ACCEPT);
        Map<String, Bound> handlers = new HashMap<>();
        provider.bind(new Binder(provider, schema, handlers), context);
        handlers.forEach((name, bound) -> {
            Command command = schema.command(name).orElseThrow();
            entries.putIfAbsent(name, CommandEntry.beside(command, bound.handler(), outOfBand(command), validator));
        });
    }

    private static EnumSet<Dialect> outOfBand(Command command) {
        return command.allowOob() ? EnumSet.allOf(Dialect.class) : EnumSet.noneOf(Dialect.class);
    }

    private static EnumSet<Dialect> outOfBand(Command command, Bound bound) {
        EnumSet<Dialect> outOfBand = EnumSet.noneOf(Dialect.class);
        for (Dialect dialect : Dialect.values()) {
            if (command.allowOob() || bound.provider().alsoOutOfBand(dialect).contains(command.name())) {
                outOfBand.add(dialect);
            }
        }
        return outOfBand;
    }

    /** Returns why a handler cannot serve a command as it is declared, null if it can in one of its forms. */
    private static @Nullable String misfit(List<Schema> forms, Bound bound, Command command, Schema declared) {
        String first = null;
        for (Schema form : forms) {
            Command handler = form.command(command.name()).orElseThrow();
            String reasons = SchemaDiff.ofHandler(form, handler, declared, command).breaking(Peer.SERVER).stream()
                    .map(change -> change + ": " + change.judgement(Peer.SERVER).reason())
                    .collect(Collectors.joining("; "));
            if (reasons.isEmpty() && command.allowOob() && bound.handler() instanceof Handler.Async) {
                reasons = "out of band it cannot complete later";
            }
            if (reasons.isEmpty()) {
                return null;
            }
            if (first == null) {
                first = "the handler of " + handler.describe() + " (" + handler.source()
                        + ") gives way, because it does not fit the declaration (" + command.source() + "): " + reasons;
            }
        }
        return first;
    }

    /** Collects the handlers of one provider. */
    private record Binder(CommandProvider provider, Schema schema, Map<String, Bound> handlers)
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

        private void bind(String command, Handler handler) {
            if (schema.command(command).isEmpty()) {
                throw new ProviderException("provider '" + provider.name() + "' has a handler for '" + command
                        + "', which no schema declares");
            }
            if (handlers.put(command, new Bound(provider, handler)) != null) {
                throw new ProviderException(
                        "provider '" + provider.name() + "' binds command '" + command + "' a second time");
            }
        }
    }
}
