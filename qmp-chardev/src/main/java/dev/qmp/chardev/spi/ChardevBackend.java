package dev.qmp.chardev.spi;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.options.ChardevOptions;
import java.util.Set;

/**
 * One type of device: its name and how it is opened. A service, found by {@link java.util.ServiceLoader}.
 *
 * <p>Thread: stateless.
 */
public interface ChardevBackend {
    /**
     * The name in {@code -chardev NAME,...} and {@code query-chardev-backends}.
     *
     * @return the name
     */
    String name();

    /**
     * Other names, accepted and listed as well.
     *
     * @return the names, none by default
     */
    default Set<String> aliases() {
        return Set.of();
    }

    /**
     * Opens a device. May block for a connection (a client without {@code reconnect}, a server with {@code wait=on}).
     *
     * @param options id, type and options
     * @param context where the device lives
     * @return the back end of the new device
     * @throws ChardevException with QEMU's text ({@code chardev-error-chardev}) if that is impossible
     */
    CharDevice open(ChardevOptions options, ChardevContext context) throws ChardevException;
}
