package dev.qmp.chardev.internal.socket;

import dev.qmp.chardev.spi.SocketTransport;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket of the JDK's that a transport takes over when the first client comes, so that its library is not loaded before.
 *
 * <p>Thread: as {@link SocketTransport.Listening}; the fields are guarded by this.
 */
final class LateListening implements SocketTransport.Listening {
    private final ServerSocketChannel original;
    private final SocketTransport transport;
    private SocketTransport.@Nullable Listening taken;
    private boolean closed;

    LateListening(ServerSocketChannel original, SocketTransport transport) {
        this.original = original;
        this.transport = transport;
    }

    @Override
    public SocketTransport.Connected accept() throws IOException {
        return taken().accept();
    }

    private synchronized SocketTransport.Listening taken() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        SocketTransport.Listening current = taken;
        if (current == null) {
            current = transport.takeOver(original);
            taken = current;
        }
        return current;
    }

    @Override
    public SocketAddress address() throws IOException {
        return original.getLocalAddress();
    }

    @Override
    public synchronized void close() {
        closed = true;
        SocketTransport.Listening current = taken;
        if (current != null) {
            current.close();
        }
        Listener.closeQuietly(original);
    }
}
