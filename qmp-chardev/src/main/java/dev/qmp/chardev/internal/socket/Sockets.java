package dev.qmp.chardev.internal.socket;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.spi.ChardevContext;
import dev.qmp.chardev.spi.SocketTransport;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Finds who has the sockets that the JDK does not have.
 *
 * <p>Thread: stateless.
 */
final class Sockets {
    private Sockets() {}

    /** The transport of the program, looked for when it is first needed. Thread: immutable. */
    private static final class Found {
        static final Optional<SocketTransport> TRANSPORT = ServiceLoader.load(
                        SocketTransport.class, SocketTransport.class.getClassLoader())
                .findFirst();

        private Found() {}
    }

    /** Finds the transport of the sockets that have these settings; null if the JDK has them. */
    static @Nullable SocketTransport transport(SocketOptions settings, ChardevContext context) {
        if (settings.endpoint() instanceof Endpoint.AbstractName) {
            return transport(context, "abstract sockets are");
        }
        if (settings.descriptors()) {
            return transport(context, "'descriptors' is");
        }
        if (settings.endpoint() instanceof Endpoint.Fd fd && InheritedSocket.needsTransport(fd)) {
            return transport(context, "file descriptor '" + fd.text() + "' as a socket is");
        }
        return null;
    }

    private static SocketTransport transport(ChardevContext context, String what) {
        return context.service(SocketTransport.class)
                .or(() -> Found.TRANSPORT)
                .orElseThrow(() -> new ChardevException(what + " not available on this Java"));
    }
}
