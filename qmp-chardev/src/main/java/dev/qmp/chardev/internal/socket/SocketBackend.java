package dev.qmp.chardev.internal.socket;

import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.spi.CharDevice;
import dev.qmp.chardev.spi.ChardevBackend;
import dev.qmp.chardev.spi.ChardevContext;
import dev.qmp.chardev.spi.DescriptorLookup;

/**
 * Sockets: unix and internet, listening and connecting.
 *
 * <p>Thread: stateless.
 */
public final class SocketBackend implements ChardevBackend {
    /** Makes the back end. */
    public SocketBackend() {}

    @Override
    public String name() {
        return "socket";
    }

    @Override
    public CharDevice open(ChardevOptions options, ChardevContext context) {
        SocketOptions settings = SocketOptions.of(
                options,
                context.service(DescriptorLookup.class).orElse(null),
                (creds, server) -> TlsLayer.credentials(context, creds, server));
        if (!settings.server()) {
            return new ClientDevice(options, settings, context);
        }
        return settings.maxClients() > 1
                ? new MultiServerDevice(options, settings, context)
                : new ServerDevice(options, settings, context);
    }
}
