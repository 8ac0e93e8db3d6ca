package dev.qmp.cli.machine;

import dev.qmp.dispatch.CommandBinder;
import dev.qmp.dispatch.CommandProvider;
import dev.qmp.dispatch.Dialect;
import dev.qmp.dispatch.Lifecycle;
import dev.qmp.dispatch.ProviderContext;
import dev.qmp.monitor.MonitorLoops;
import dev.qmp.monitor.YankInstances;
import dev.qmp.qapi.SchemaSource;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;

/**
 * The commands of the simulated machine.
 *
 * <p>Thread: immutable; the machine's parts say theirs.
 */
public final class MachineProvider implements CommandProvider {
    /** The setting that lets the machine start paused; any value. */
    public static final String START_PAUSED = "start-paused";

    /** Made by ServiceLoader. */
    public MachineProvider() {}

    @Override
    public String name() {
        return "machine";
    }

    @Override
    public SchemaSource schema() {
        return SchemaSource.of("machine.json", file -> {
            try (InputStream in = MachineProvider.class.getResourceAsStream(file)) {
                if (in == null) {
                    throw new FileNotFoundException(file);
                }
                return in.readAllBytes();
            }
        });
    }

    @Override
    public void bind(CommandBinder commands, ProviderContext context) {
        Optional<IncomingOption> incoming = context.service(IncomingOption.class);
        RunState runState =
                new RunState(context.events(), context.setting(START_PAUSED).isPresent(), incoming.isPresent());
        commands.value("query-status", (request, arguments) -> runState.query());
        commands.action("stop", (request, arguments) -> runState.stop());
        commands.action("cont", (request, arguments) -> runState.cont());
        commands.action("system_reset", (request, arguments) -> runState.reset());
        commands.action("system_powerdown", (request, arguments) -> runState.powerDown());
        commands.action("system_wakeup", (request, arguments) -> {
            throw RunState.cannotWakeUp();
        });

        MigrationCapabilities capabilities = new MigrationCapabilities();
        IncomingMigration migration = new IncomingMigration(
                context.events(),
                runState,
                capabilities,
                incoming.isPresent(),
                context.service(MonitorLoops.class).orElse(null),
                context.service(YankInstances.class).orElse(null));
        if (incoming.isPresent()) {
            incoming.get().bind(migration);
        }
        commands.action(
                "migrate-set-capabilities",
                (request, arguments) -> capabilities.set(arguments.getJsonArray("capabilities")));
        commands.value("query-migrate-capabilities", (request, arguments) -> capabilities.query());
        commands.value("query-migrate", (request, arguments) -> migration.query());
        commands.action(
                "migrate-incoming",
                (request, arguments) -> migration.start(arguments.getString("uri"), request.outOfBand()));
        commands.action(
                "migrate-recover",
                (request, arguments) -> migration.recover(arguments.getString("uri"), request.outOfBand()));
        commands.action("migrate-pause", (request, arguments) -> migration.pause());

        Hold hold = new Hold(context.events());
        commands.action("x-hold", (request, arguments) -> hold.hold());
        commands.action("x-release", (request, arguments) -> hold.release(request));

        Lifecycle lifecycle = context.service(Lifecycle.class).orElse(null);
        if (lifecycle != null) {
            lifecycle.onShutdown(hold::end);
            lifecycle.onShutdown(migration::end);
        }
    }

    @Override
    public Set<String> alsoOutOfBand(Dialect dialect) {
        return dialect == Dialect.RFC ? Set.of("migrate-incoming") : Set.of();
    }
}
