package dev.qmp.monitor;

import dev.qmp.chardev.ChardevRegistry;
import dev.qmp.dispatch.CommandBinder;
import dev.qmp.dispatch.CommandProvider;
import dev.qmp.dispatch.ProviderContext;
import dev.qmp.monitor.internal.chardev.ChardevCommands;
import dev.qmp.qapi.SchemaSource;
import java.io.FileNotFoundException;
import java.io.InputStream;

/**
 * The commands of character devices: {@code chardev-add} and its like, and those of ring buffers. They work on the host's
 * {@link ChardevRegistry}.
 *
 * <p>Thread: immutable.
 */
public final class ChardevProvider implements CommandProvider {
    /** Made by ServiceLoader. */
    public ChardevProvider() {}

    @Override
    public String name() {
        return "chardev";
    }

    @Override
    public SchemaSource schema() {
        return SchemaSource.of("char.json", file -> {
            try (InputStream in = ChardevProvider.class.getResourceAsStream(file)) {
                if (in == null) {
                    throw new FileNotFoundException(file);
                }
                return in.readAllBytes();
            }
        });
    }

    /**
     * Binds the handlers.
     *
     * @throws IllegalStateException if the host offers no {@link ChardevRegistry}
     */
    @Override
    public void bind(CommandBinder commands, ProviderContext context) {
        ChardevRegistry devices = context.service(ChardevRegistry.class)
                .orElseThrow(() -> new IllegalStateException("the chardev commands need a registry of devices"));
        new ChardevCommands(devices).bind(commands);
    }
}
