package dev.qmp.chardev.spi;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.options.ChardevOptions;

/**
 * Decides which devices clients may open, through {@code chardev-add} and {@code chardev-change}; those of the command line and of the
 * embedding program are not asked for. A service of {@link dev.qmp.chardev.registry.ChardevRegistryBuilder}.
 *
 * <p>Thread: any.
 */
@FunctionalInterface
public interface DeviceGuard {
    /**
     * Checks a device before it is opened.
     *
     * @param options its type and options
     * @throws ChardevException if it may not be opened, with the reason for the client
     */
    void check(ChardevOptions options);
}
