package dev.qmp.chardev.junixsocket;

import dev.qmp.chardev.spi.SocketTransport;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import org.newsclub.net.unix.AFServerSocketChannel;
import org.newsclub.net.unix.AFVSOCKSocketAddress;

/**
 * A listening socket.
 *
 * <p>Thread: accepting is confined to one thread; the rest may be called by any.
 */
final class ListeningSocket implements SocketTransport.Listening {
    /** How long accepting may go on after the end, in milliseconds: closing a vsock socket does not wake who waits for a client. */
    private static final int LOOK_AGAIN = 200;

    private final AFServerSocketChannel<?> channel;

    ListeningSocket(AFServerSocketChannel<?> channel) throws IOException {
        this.channel = channel;
        channel.configureBlocking(true);
        if (channel.getLocalSocketAddress() instanceof AFVSOCKSocketAddress) {
            channel.socket().setSoTimeout(LOOK_AGAIN);
        }
    }

    @Override
    public SocketTransport.Connected accept() throws IOException {
        while (true) {
            try {
                return new ConnectedSocket(channel.accept());
            } catch (SocketTimeoutException e) {
                if (!channel.isOpen()) {
                    throw e;
                }
            }
        }
    }

    @Override
    public SocketAddress address() {
        return Addresses.translate(channel.getLocalSocketAddress());
    }

    @Override
    public void close() {
        Descriptor.closeQuietly(channel);
    }
}
