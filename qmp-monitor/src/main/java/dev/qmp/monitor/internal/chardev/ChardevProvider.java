package dev.qmp.monitor.internal.chardev;

import dev.qmp.chardev.registry.ChardevRegistry;
import dev.qmp.dispatch.spi.ProviderContext;
import dev.qmp.dispatch.spi.ProviderException;
import dev.qmp.monitor.internal.chardev.schema.ChardevCommands;
import dev.qmp.monitor.internal.chardev.schema.ChardevCommandsProvider;
import dev.qmp.monitor.spi.EmulatedLevel;
import dev.qmp.qapi.SchemaSource;
import java.util.List;

/**
 * The commands of character devices: {@code chardev-add} and its like, and those of ring buffers. They work on the host's
 * {@link ChardevRegistry}.
 *
 * <p>Thread: immutable.
 */
public final class ChardevProvider extends ChardevCommandsProvider {
    /** Made by ServiceLoader. */
    public ChardevProvider() {
        super("chardev");
    }

    @Override
    public List<SchemaSource> amendments(ProviderContext context) {
        String release = EmulatedLevel.of(context) == EmulatedLevel.V7_2 ? "7.2" : "10.0";
        return List.of(SchemaSource.of("char-" + release + ".json", schema().resolver()));
    }

    /**
     * Makes what serves the commands.
     *
     * @throws ProviderException if the host offers no {@link ChardevRegistry}
     */
    @Override
    protected ChardevCommands commands(ProviderContext context) {
        return new DeviceCommands(context.service(ChardevRegistry.class)
                .orElseThrow(() -> new ProviderException("the chardev commands need a registry of devices")));
    }
}
