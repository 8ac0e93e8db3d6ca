package dev.qmp.cli.machine;

import dev.qmp.dispatch.CommandBinder;
import dev.qmp.dispatch.CommandProvider;
import dev.qmp.dispatch.Lifecycle;
import dev.qmp.dispatch.ProviderContext;
import dev.qmp.qapi.SchemaSource;
import java.io.FileNotFoundException;
import java.io.InputStream;

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
        RunState runState =
                new RunState(context.events(), context.setting(START_PAUSED).isPresent());
        commands.value("query-status", (request, arguments) -> runState.query());
        commands.action("stop", (request, arguments) -> runState.stop());
        commands.action("cont", (request, arguments) -> runState.cont());

        Hold hold = new Hold(context.events());
        context.service(Lifecycle.class).ifPresent(lifecycle -> lifecycle.onShutdown(hold::end));
        commands.action("x-hold", (request, arguments) -> hold.hold());
        commands.action("x-release", (request, arguments) -> hold.release(request));
    }
}
