package dev.qmp.chardev.junixsocket;

import dev.qmp.chardev.spi.SocketTransport;
import java.io.IOException;
import java.net.SocketAddress;
import org.newsclub.net.unix.AFServerSocketChannel;

/**
 * A listening socket.
 *
 * <p>Thread: accepting is confined to one thread; the rest may be called by any.
 */
final class ListeningSocket implements SocketTransport.Listening {
    private final AFServerSocketChannel<?> channel;

    ListeningSocket(AFServerSocketChannel<?> channel) throws IOException {
        this.channel = channel;
        channel.configureBlocking(true);
    }

    @Override
    public SocketTransport.Connected accept() throws IOException {
        return new ConnectedSocket(channel.accept());
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
