package dev.qmp.monitor.internal.chardev;

import dev.qmp.chardev.registry.ChardevRegistry;
import dev.qmp.dispatch.spi.ProviderContext;
import dev.qmp.dispatch.spi.ProviderException;
import dev.qmp.monitor.internal.chardev.schema.ChardevCommands;
import dev.qmp.monitor.internal.chardev.schema.ChardevCommandsProvider;

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
