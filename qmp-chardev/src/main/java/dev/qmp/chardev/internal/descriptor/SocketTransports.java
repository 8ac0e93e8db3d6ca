package dev.qmp.chardev.internal.descriptor;

import dev.qmp.chardev.spi.ChardevContext;
import dev.qmp.chardev.spi.SocketTransport;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Finds who has the sockets that the JDK does not have, when that is first needed.
 *
 * <p>Thread: stateless.
 */
public final class SocketTransports {
    private SocketTransports() {}

    /** The transport of the program. Thread: immutable. */
    private static final class Found {
        static final Optional<SocketTransport> TRANSPORT = ServiceLoader.load(
                        SocketTransport.class, SocketTransport.class.getClassLoader())
                .findFirst();

        private Found() {}
    }

    /** Finds the embedder's transport, or that of the program. */
    public static Optional<SocketTransport> find(ChardevContext context) {
        return context.service(SocketTransport.class).or(() -> Found.TRANSPORT);
    }
}
