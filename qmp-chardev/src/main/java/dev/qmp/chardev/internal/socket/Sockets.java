package dev.qmp.chardev.internal.socket;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.internal.descriptor.SocketTransports;
import dev.qmp.chardev.spi.ChardevContext;
import dev.qmp.chardev.spi.SocketTransport;
import org.jspecify.annotations.Nullable;

/**
 * Says which sockets the JDK does not have.
 *
 * <p>Thread: stateless.
 */
final class Sockets {
    private Sockets() {}

    /** Finds the transport of the sockets that have these settings; null if the JDK has them. */
    static @Nullable SocketTransport transport(SocketOptions settings, ChardevContext context) {
        if (settings.endpoint() instanceof Endpoint.AbstractName) {
            return transport(context, "abstract sockets are");
        }
        if (settings.endpoint() instanceof Endpoint.Vsock) {
            return transport(context, "vsock sockets are");
        }
        if (settings.descriptors()) {
            return transport(context, "'descriptors' is");
        }
        if (settings.endpoint() instanceof Endpoint.NamedFd) {
            return SocketTransports.find(context).orElse(null);
        }
        if (settings.endpoint() instanceof Endpoint.Fd fd && InheritedSocket.needsTransport(fd)) {
            return transport(context, "file descriptor '" + fd.text() + "' as a socket is");
        }
        return null;
    }

    private static SocketTransport transport(ChardevContext context, String what) {
        return SocketTransports.find(context)
                .orElseThrow(() -> new ChardevException(what + " not available on this Java"));
    }
}
