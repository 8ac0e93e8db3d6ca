package dev.qmp.monitor;

import dev.qmp.dispatch.spi.CommandContext;
import dev.qmp.dispatch.spi.Lifecycle;
import dev.qmp.dispatch.spi.ProviderContext;
import dev.qmp.dispatch.spi.ShutdownCause;
import dev.qmp.monitor.internal.control.CommandInfo;
import dev.qmp.monitor.internal.control.ControlCommands;
import dev.qmp.monitor.internal.control.HumanMonitorCommandArguments;
import dev.qmp.monitor.internal.control.NameInfo;
import dev.qmp.monitor.internal.control.QmpCapabilitiesArguments;
import dev.qmp.monitor.internal.control.VersionTriple;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What the commands of the protocol itself do.
 *
 * <p>Thread: immutable, but for a cache that is safe for use by any thread.
 */
final class Control implements ControlCommands {
    private final ProviderContext context;
    private final IntrospectionCache introspection;

    Control(ProviderContext context) {
        this.context = context;
        this.introspection = new IntrospectionCache(context);
    }

    @Override
    public void qmpCapabilities(CommandContext request, QmpCapabilitiesArguments arguments) {
        CapabilityNegotiation.negotiate(request, arguments);
    }

    @Override
    public dev.qmp.monitor.internal.control.VersionInfo queryVersion(CommandContext request) {
        VersionInfo version = context.service(VersionInfo.class).orElse(VersionInfo.EMULATED);
        return new dev.qmp.monitor.internal.control.VersionInfo(
                new VersionTriple(version.micro(), version.minor(), version.major()), version.packageName());
    }

    @Override
    public List<CommandInfo> queryCommands(CommandContext request) {
        List<CommandInfo> list = new ArrayList<>();
        for (String command : context.commands().enabledCommands()) {
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
        return introspection.of(request.monitor().dialect());
    }

    @Override
    public CompletionStage<String> humanMonitorCommand(CommandContext request, HumanMonitorCommandArguments arguments) {
        return HumanMonitorCommand.run(request, arguments);
    }

    @Override
    public void quit(CommandContext request) {
        context.service(Lifecycle.class).ifPresent(lifecycle -> lifecycle.requestShutdown(ShutdownCause.HOST_QMP_QUIT));
    }
}
