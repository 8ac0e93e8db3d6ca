package dev.qmp.chardev.junixsocket;

import dev.qmp.chardev.spi.VsockAddress;
import java.io.FileDescriptor;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFAddressFamily;
import org.newsclub.net.unix.AFDatagramChannel;
import org.newsclub.net.unix.AFSelectorProvider;
import org.newsclub.net.unix.AFServerSocket;
import org.newsclub.net.unix.AFServerSocketChannel;
import org.newsclub.net.unix.AFSocket;
import org.newsclub.net.unix.AFSocketChannel;
import org.newsclub.net.unix.AFSocketFactory;
import org.newsclub.net.unix.AFSocketImpl;
import org.newsclub.net.unix.AFSocketPair;
import org.newsclub.net.unix.AFSocketType;
import org.newsclub.net.unix.AFSomeSocket;
import org.newsclub.net.unix.AFVSOCKSocketAddress;

/**
 * Sockets between a virtual machine and its host. The library knows their addresses, and leaves it to others to complete its abstract
 * classes; what it would need for datagrams and pairs is not called here, and unsupported.
 *
 * <p>Thread: stateless.
 */
final class VsockSockets {
    private VsockSockets() {}

    static AFServerSocketChannel<AFVSOCKSocketAddress> openServer() throws IOException {
        return Provider.INSTANCE.openServerSocketChannel();
    }

    static AFSocketChannel<AFVSOCKSocketAddress> connect(VsockAddress address) throws IOException {
        AFSocketChannel<AFVSOCKSocketAddress> channel = Provider.INSTANCE.openSocketChannel();
        try {
            channel.connect(translate(address));
            return channel;
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    static AFVSOCKSocketAddress translate(VsockAddress address) throws SocketException {
        return AFVSOCKSocketAddress.ofPortAndCID(address.port(), address.cid());
    }

    private static final class Impl extends AFSocketImpl<AFVSOCKSocketAddress> {
        Impl(@Nullable FileDescriptor open) {
            super(AFVSOCKSocketAddress.addressFamily(), open);
        }
    }

    private static final class Socket extends AFSocket<AFVSOCKSocketAddress> {
        Socket(@Nullable FileDescriptor open, @Nullable AFSocketFactory<AFVSOCKSocketAddress> factory)
                throws SocketException {
            super(new Impl(open), factory);
        }

        static AFSocket<AFVSOCKSocketAddress> create() throws SocketException {
            return newInstance(Socket::new, null);
        }

        @Override
        protected AFSocketChannel<AFVSOCKSocketAddress> newChannel() {
            return new Channel(this);
        }
    }

    private static final class ServerSocket extends AFServerSocket<AFVSOCKSocketAddress> {
        ServerSocket(@Nullable FileDescriptor open) throws IOException {
            super(open);
        }

        static AFServerSocket<AFVSOCKSocketAddress> create() throws IOException {
            return newInstance(ServerSocket::new);
        }

        @Override
        protected AFServerSocketChannel<AFVSOCKSocketAddress> newChannel() {
            return new ServerChannel(this);
        }

        @Override
        protected AFSocketImpl<AFVSOCKSocketAddress> newImpl(@Nullable FileDescriptor open) {
            return new Impl(open);
        }

        @Override
        protected AFSocket<AFVSOCKSocketAddress> newSocketInstance() throws IOException {
            return Socket.create();
        }
    }

    private static final class Channel extends AFSocketChannel<AFVSOCKSocketAddress> {
        Channel(Socket socket) {
            super(socket, Provider.INSTANCE);
        }
    }

    private static final class ServerChannel extends AFServerSocketChannel<AFVSOCKSocketAddress> {
        ServerChannel(ServerSocket socket) {
            super(socket, Provider.INSTANCE);
        }
    }

    private enum Family implements ProtocolFamily {
        VSOCK
    }

    private static final class Provider extends AFSelectorProvider<AFVSOCKSocketAddress> {
        static final Provider INSTANCE = new Provider();

        @Override
        protected <Y extends AFSomeSocket> AFSocketPair<Y> newSocketPair(Y first, Y second) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected AFSocket<AFVSOCKSocketAddress> newSocket() throws IOException {
            return Socket.create();
        }

        @Override
        protected ProtocolFamily protocolFamily() {
            return Family.VSOCK;
        }

        @Override
        protected AFAddressFamily<AFVSOCKSocketAddress> addressFamily() {
            return AFVSOCKSocketAddress.addressFamily();
        }

        @Override
        public AFDatagramChannel<AFVSOCKSocketAddress> openDatagramChannel() {
            throw new UnsupportedOperationException();
        }

        @Override
        public AFDatagramChannel<AFVSOCKSocketAddress> openDatagramChannel(AFSocketType type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public AFServerSocketChannel<AFVSOCKSocketAddress> openServerSocketChannel() throws IOException {
            return ServerSocket.create().getChannel();
        }

        @Override
        public AFServerSocketChannel<AFVSOCKSocketAddress> openServerSocketChannel(java.net.SocketAddress address)
                throws IOException {
            throw new UnsupportedOperationException();
        }

        @Override
        public AFSocketChannel<AFVSOCKSocketAddress> openSocketChannel(java.net.SocketAddress address) {
            throw new UnsupportedOperationException();
        }
    }
}
