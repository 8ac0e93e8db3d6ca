package dev.qmp.monitor.internal.control;

import dev.qmp.dispatch.spi.CommandContext;
import dev.qmp.dispatch.spi.CommandException;
import dev.qmp.dispatch.spi.Lifecycle;
import dev.qmp.dispatch.spi.ProviderContext;
import dev.qmp.dispatch.spi.ShutdownCause;
import dev.qmp.monitor.internal.control.schema.CommandInfo;
import dev.qmp.monitor.internal.control.schema.ControlCommands;
import dev.qmp.monitor.internal.control.schema.HumanMonitorCommandArguments;
import dev.qmp.monitor.internal.control.schema.NameInfo;
import dev.qmp.monitor.internal.control.schema.QmpCapabilitiesArguments;
import dev.qmp.monitor.internal.control.schema.VersionTriple;
import dev.qmp.monitor.internal.lifecycle.Composition;
import dev.qmp.monitor.internal.rights.VisibleSchema;
import dev.qmp.monitor.internal.session.MonitorSession;
import dev.qmp.monitor.rights.Role;
import dev.qmp.monitor.spi.EmulatedLevel;
import dev.qmp.monitor.spi.VersionInfo;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The commands of the protocol itself.
 *
 * <p>Thread: immutable, but for a cache that is safe for use by any thread.
 */
final class ProtocolCommands implements ControlCommands {
    /** The index of the only CPU. */
    private static final long ONLY_CPU = 0;

    private final ProviderContext context;
    private final IntrospectionCache introspection;

    ProtocolCommands(ProviderContext context) {
        this.context = context;
        this.introspection = new IntrospectionCache(context);
    }

    @Override
    public void qmpCapabilities(CommandContext request, QmpCapabilitiesArguments arguments) {
        CapabilityNegotiation.negotiate(request, arguments);
    }

    @Override
    public dev.qmp.monitor.internal.control.schema.VersionInfo queryVersion(CommandContext request) {
        VersionInfo version = context.service(VersionInfo.class).orElseGet(EmulatedLevel.V10_0::version);
        return new dev.qmp.monitor.internal.control.schema.VersionInfo(
                new VersionTriple(version.micro(), version.minor(), version.major()), version.packageName());
    }

    @Override
    public List<CommandInfo> queryCommands(CommandContext request) {
        List<CommandInfo> list = new ArrayList<>();
        Role role = role(request);
        for (String command : context.commands().enabledCommands()) {
            if (role != null && !role.allows(command)) {
                continue;
            }
            list.add(new CommandInfo(command));
        }
        return list;
    }

    @Override
    public NameInfo queryName(CommandContext request) {
        return new NameInfo(context.setting("name"));
    }

    @Override
    public JsonValue queryQmpSchema(CommandContext request, JsonObject arguments) {
        JsonValue all = introspection.of(request.monitor().dialect());
        Role role = role(request);
        return role == null ? all : VisibleSchema.filter(VisibleSchema.SCHEMA, all, role);
    }

    private static @Nullable Role role(CommandContext request) {
        return request.monitor() instanceof MonitorSession session ? session.role() : null;
    }

    @Override
    public CompletionStage<String> humanMonitorCommand(CommandContext request, HumanMonitorCommandArguments arguments) {
        if (arguments.cpuIndex().orElse(ONLY_CPU) != ONLY_CPU) {
            throw new CommandException("Parameter 'cpu-index' expects a CPU number");
        }
        Composition composition = context.service(Composition.class)
                .orElseThrow(() -> new CommandException("This monitor has no other commands"));
        return HumanMonitorCommand.run(composition.await(), request, arguments);
    }

    @Override
    public void quit(CommandContext request) {
        context.service(Lifecycle.class).ifPresent(lifecycle -> lifecycle.requestShutdown(ShutdownCause.HOST_QMP_QUIT));
    }
}
