package dev.qmp.monitor;

import dev.qmp.dispatch.CommandBinder;
import dev.qmp.dispatch.CommandProvider;
import dev.qmp.dispatch.Lifecycle;
import dev.qmp.dispatch.ProviderContext;
import dev.qmp.dispatch.ShutdownCause;
import dev.qmp.json.JsonValues;
import dev.qmp.qapi.SchemaSource;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.FileNotFoundException;
import java.io.InputStream;

/**
 * The commands of the protocol itself: negotiation, version, names, introspection and the end.
 *
 * <p>Thread: immutable.
 */
public final class ControlProvider implements CommandProvider {
    /** Made by ServiceLoader. */
    public ControlProvider() {}

    /** The command that ends negotiation mode. */
    static final String NEGOTIATE = "qmp_capabilities";

    @Override
    public String name() {
        return "control";
    }

    @Override
    public SchemaSource schema() {
        return SchemaSource.of("control.json", file -> {
            try (InputStream in = ControlProvider.class.getResourceAsStream(file)) {
                if (in == null) {
                    throw new FileNotFoundException(file);
                }
                return in.readAllBytes();
            }
        });
    }

    @Override
    public void bind(CommandBinder commands, ProviderContext context) {
        JsonObject version =
                context.service(VersionInfo.class).orElse(VersionInfo.EMULATED).toJson();
        JsonValue name = context.setting("name")
                .<JsonValue>map(text -> JsonValues.object().add("name", text).build())
                .orElse(JsonValue.EMPTY_JSON_OBJECT);
        IntrospectionCache introspection = new IntrospectionCache(context);

        commands.action(NEGOTIATE, CapabilityNegotiation::negotiate);
        commands.value("query-version", (request, arguments) -> version);
        commands.value("query-name", (request, arguments) -> name);
        commands.value("query-commands", (request, arguments) -> commandList(context));
        commands.value(
                "query-qmp-schema",
                (request, arguments) -> introspection.of(request.monitor().dialect()));
        commands.async("human-monitor-command", (request, arguments) -> HumanMonitorCommand.run(request, arguments));
        commands.action(
                "quit",
                (request, arguments) -> context.service(Lifecycle.class)
                        .ifPresent(lifecycle -> lifecycle.requestShutdown(ShutdownCause.HOST_QMP_QUIT)));
    }

    private static JsonValue commandList(ProviderContext context) {
        JsonArrayBuilder list = JsonValues.array();
        for (String command : context.commands().enabledCommands()) {
            list.add(JsonValues.object().add("name", command));
        }
        return list.build();
    }
}
