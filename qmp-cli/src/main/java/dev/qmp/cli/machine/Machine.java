package dev.qmp.cli.machine;

import dev.qmp.cli.machine.schema.MachineCommands;
import dev.qmp.cli.machine.schema.MachineEmitter;
import dev.qmp.cli.machine.schema.MigrateIncomingArguments;
import dev.qmp.cli.machine.schema.MigrateRecoverArguments;
import dev.qmp.cli.machine.schema.MigrationInfo;
import dev.qmp.cli.machine.schema.StatusInfo;
import dev.qmp.dispatch.spi.CommandContext;
import dev.qmp.dispatch.spi.Lifecycle;
import dev.qmp.dispatch.spi.ProviderContext;
import dev.qmp.monitor.spi.MonitorLoops;
import dev.qmp.monitor.spi.YankInstances;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;

/**
 * The commands of the simulated machine.
 *
 * <p>Thread: immutable; see the parts of the machine for theirs.
 */
final class Machine implements MachineCommands {
    private final RunState runState;
    private final MigrationCapabilities capabilities = new MigrationCapabilities();
    private final IncomingMigration migration;
    private final Hold hold;

    Machine(ProviderContext context) {
        MachineEmitter events = new MachineEmitter(context.events());
        IncomingOption incoming = context.service(IncomingOption.class).orElse(null);
        runState = new RunState(
                events, context.setting(MachineProvider.START_PAUSED).isPresent(), incoming != null);
        migration = new IncomingMigration(
                events,
                runState,
                capabilities,
                incoming != null,
                context.service(MonitorLoops.class).orElse(null),
                context.service(YankInstances.class).orElse(null));
        if (incoming != null) {
            incoming.bind(migration);
        }
        hold = new Hold(events);
        Lifecycle lifecycle = context.service(Lifecycle.class).orElse(null);
        if (lifecycle != null) {
            lifecycle.onShutdown(hold::end);
            lifecycle.onShutdown(migration::end);
        }
    }

    @Override
    public StatusInfo queryStatus(CommandContext context) {
        return runState.query();
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

    // Untyped, because the served schema may have more capabilities than the generated types.

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
    public void migrateIncoming(CommandContext context, MigrateIncomingArguments arguments) {
        migration.start(arguments.uri(), context.outOfBand());
    }

    @Override
    public void migrateRecover(CommandContext context, MigrateRecoverArguments arguments) {
        migration.recover(arguments.uri(), context.outOfBand());
    }

    @Override
    public void migratePause(CommandContext context) {
        migration.pause();
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
