package dev.qmp.cli.machine;

import dev.qmp.chardev.OpenDescriptor;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.spi.DeviceGuard;
import dev.qmp.cli.machine.schema.AddFdArguments;
import dev.qmp.cli.machine.schema.AddfdInfo;
import dev.qmp.cli.machine.schema.ClosefdArguments;
import dev.qmp.cli.machine.schema.FdsetInfo;
import dev.qmp.cli.machine.schema.GetfdArguments;
import dev.qmp.cli.machine.schema.MachineCommands;
import dev.qmp.cli.machine.schema.MachineEmitter;
import dev.qmp.cli.machine.schema.MigrateRecoverArguments;
import dev.qmp.cli.machine.schema.MigrationInfo;
import dev.qmp.cli.machine.schema.RemoveFdArguments;
import dev.qmp.dispatch.spi.CommandContext;
import dev.qmp.dispatch.spi.CommandException;
import dev.qmp.dispatch.spi.Lifecycle;
import dev.qmp.dispatch.spi.ProviderContext;
import dev.qmp.monitor.spi.EmulatedLevel;
import dev.qmp.monitor.spi.MonitorLoops;
import dev.qmp.monitor.spi.NamedDescriptors;
import dev.qmp.monitor.spi.YankInstances;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The commands of the simulated machine.
 *
 * <p>Thread: immutable; see the parts of the machine for theirs.
 */
final class Machine implements MachineCommands {
    private final RunState runState;
    private final FdSets fdSets;
    private final boolean removesAtOnce;
    private final @Nullable Preconfig preconfig;
    private final MigrationCapabilities capabilities = new MigrationCapabilities();
    private final IncomingMigration migration;
    private final Hold hold;
    private final DeviceGuard guard;

    Machine(ProviderContext context) {
        EmulatedLevel level = EmulatedLevel.of(context);
        MachineEmitter events = new MachineEmitter(context.events());
        IncomingOption incoming = context.service(IncomingOption.class).orElse(null);
        removesAtOnce = !level.has(EmulatedLevel.Trait.LATE_REMOVAL);
        fdSets = context.service(FdSets.class).orElseGet(FdSets::new);
        preconfig = context.service(Preconfig.class).orElse(null);
        MonitorLoops loops = context.service(MonitorLoops.class).orElse(null);
        runState = new RunState(
                events,
                level,
                context.setting(MachineProvider.START_PAUSED).isPresent(),
                incoming != null,
                preconfig != null);
        migration = new IncomingMigration(
                events,
                level,
                runState,
                capabilities,
                incoming != null,
                loops,
                context.service(YankInstances.class).orElse(null));
        if (incoming != null) {
            incoming.bind(migration);
        }
        if (loops != null && level.has(EmulatedLevel.Trait.SETS_FOR_CLIENTS)) {
            fdSets.whenClientsLeft(() -> loops.main().execute(() -> {
                if (runState.isRunning()) {
                    fdSets.dropUnused();
                }
            }));
        }
        hold = new Hold(events);
        guard = context.service(DeviceGuard.class).orElse(options -> {});
        Lifecycle lifecycle = context.service(Lifecycle.class).orElse(null);
        if (lifecycle != null) {
            lifecycle.onShutdown(hold::end);
            lifecycle.onShutdown(migration::end);
        }
    }

    @Override
    public JsonValue queryStatus(CommandContext context, JsonObject arguments) {
        return runState.query();
    }

    @Override
    public void xExitPreconfig(CommandContext context) throws CommandException {
        if (preconfig == null) {
            throw Preconfig.tooLate();
        }
        preconfig.exit();
        runState.begin();
    }

    @Override
    public void stop(CommandContext context) {
        runState.stop();
    }

    @Override
    public void cont(CommandContext context) {
        runState.cont();
    }

    @Override
    public void systemReset(CommandContext context) {
        runState.reset();
    }

    @Override
    public void systemPowerdown(CommandContext context) {
        runState.powerDown();
    }

    @Override
    public void systemWakeup(CommandContext context) {
        throw RunState.cannotWakeUp();
    }

    // Untyped, because the served schema may have more capabilities than the generated types, and other members at
    // another level.

    @Override
    public void migrateSetCapabilities(CommandContext context, JsonObject arguments) {
        capabilities.set(arguments.getJsonArray("capabilities"));
    }

    @Override
    public JsonValue queryMigrateCapabilities(CommandContext context, JsonObject arguments) {
        return capabilities.query();
    }

    @Override
    public MigrationInfo queryMigrate(CommandContext context) {
        return migration.query();
    }

    @Override
    public void migrateIncoming(CommandContext context, JsonObject arguments) {
        migration.start(allowed(IncomingUri.of(arguments)), context.outOfBand());
    }

    @Override
    public void migrateRecover(CommandContext context, MigrateRecoverArguments arguments) {
        migration.recover(allowed(() -> IncomingUri.parse(arguments.uri())), context.outOfBand());
    }

    /** Clients may listen only where they may open a device that listens. */
    private Supplier<IncomingUri> allowed(Supplier<IncomingUri> address) {
        return () -> {
            IncomingUri where = address.get();
            guard.check(new ChardevOptions(
                    "incoming", "socket", where.options().with("server", "on"), ChardevOptions.Origin.MONITOR));
            return where;
        };
    }

    @Override
    public void migratePause(CommandContext context) {
        migration.pause();
    }

    @Override
    public void getfd(CommandContext context, GetfdArguments arguments) {
        NamedDescriptors.of(context.monitor()).put(arguments.fdname(), FdSets.named(context, arguments.fdname()));
    }

    @Override
    public void closefd(CommandContext context, ClosefdArguments arguments) {
        OpenDescriptor known = NamedDescriptors.of(context.monitor()).take(arguments.fdname());
        if (known == null) {
            throw new CommandException("File descriptor named '" + arguments.fdname() + "' not found");
        }
        known.close();
    }

    @Override
    public AddfdInfo addFd(CommandContext context, AddFdArguments arguments) {
        return fdSets.add(context, arguments.fdsetId(), arguments.opaque());
    }

    @Override
    public void removeFd(CommandContext context, RemoveFdArguments arguments) {
        fdSets.remove(arguments.fdsetId(), arguments.fd(), removesAtOnce || runState.isRunning());
    }

    @Override
    public List<FdsetInfo> queryFdsets(CommandContext context) {
        return fdSets.query();
    }

    @Override
    public void xHold(CommandContext context) throws InterruptedException {
        hold.hold();
    }

    @Override
    public void xRelease(CommandContext context) {
        hold.release(context);
    }
}
