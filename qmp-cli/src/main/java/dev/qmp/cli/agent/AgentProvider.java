package dev.qmp.cli.agent;

import dev.qmp.dispatch.spi.CommandBinder;
import dev.qmp.dispatch.spi.CommandProvider;
import dev.qmp.dispatch.spi.ProviderContext;
import dev.qmp.json.JsonValues;
import dev.qmp.monitor.spi.EmulatedLevel;
import dev.qmp.monitor.spi.VersionInfo;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.SchemaSource;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * The commands of every guest agent: {@code guest-sync}, {@code guest-sync-delimited}, {@code guest-ping} and {@code guest-info}.
 *
 * <p>Thread: immutable.
 */
public final class AgentProvider implements CommandProvider {
    /** Makes the provider. */
    public AgentProvider() {}

    @Override
    public String name() {
        return "agent";
    }

    @Override
    public SchemaSource schema() {
        return SchemaSource.of("agent.json", AgentProvider::resource);
    }

    private static byte[] resource(String file) throws IOException {
        try (InputStream in = AgentProvider.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new FileNotFoundException("resource " + file);
            }
            return in.readAllBytes();
        }
    }

    @Override
    public void bind(CommandBinder commands, ProviderContext context) {
        commands.value("guest-sync", (request, arguments) -> id(arguments));
        commands.value("guest-sync-delimited", (request, arguments) -> id(arguments));
        commands.action("guest-ping", (request, arguments) -> {});
        commands.value("guest-info", (request, arguments) -> info(context));
    }

    private static jakarta.json.JsonValue id(JsonObject arguments) {
        return Objects.requireNonNull(arguments.get("id"));
    }

    private static JsonObject info(ProviderContext context) {
        VersionInfo version = context.service(VersionInfo.class)
                .orElseGet(() -> EmulatedLevel.of(context).version());
        Set<String> enabled = new HashSet<>(context.commands().enabledCommands());
        JsonArrayBuilder commands = JsonValues.array();
        for (Command command : context.commands().schema().commands()) {
            commands.add(JsonValues.object()
                    .add("enabled", enabled.contains(command.name()))
                    .add("name", command.name())
                    .add("success-response", command.successResponse()));
        }
        return JsonValues.object()
                .add("version", version.major() + "." + version.minor() + "." + version.micro())
                .add("supported_commands", commands)
                .build();
    }
}
