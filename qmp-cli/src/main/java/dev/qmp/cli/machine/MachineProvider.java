package dev.qmp.cli.machine;

import dev.qmp.cli.machine.schema.MachineCommands;
import dev.qmp.cli.machine.schema.MachineCommandsProvider;
import dev.qmp.dispatch.spi.Dialect;
import dev.qmp.dispatch.spi.ProviderContext;
import dev.qmp.monitor.spi.EmulatedLevel;
import dev.qmp.qapi.SchemaSource;
import java.util.List;
import java.util.Set;

/**
 * The commands of the simulated machine.
 *
 * <p>Thread: immutable; see the parts of the machine for theirs.
 */
public final class MachineProvider extends MachineCommandsProvider {
    /** The setting that makes the machine start paused, with any value. */
    public static final String START_PAUSED = "start-paused";

    /** Called by {@link java.util.ServiceLoader}. */
    public MachineProvider() {
        super("machine");
    }

    @Override
    protected MachineCommands commands(ProviderContext context) {
        return new Machine(context);
    }

    @Override
    public List<SchemaSource> amendments(ProviderContext context) {
        return EmulatedLevel.of(context) == EmulatedLevel.V7_2
                ? List.of(SchemaSource.of("machine-7.2.json", schema().resolver()))
                : List.of();
    }

    @Override
    public Set<String> alsoOutOfBand(Dialect dialect) {
        return dialect == Dialect.RFC ? Set.of("migrate-incoming") : Set.of();
    }
}
