package dev.qmp.chardev.internal.socket;

import dev.qmp.chardev.loop.ReadyChannel;
import dev.qmp.chardev.spi.SocketTransport;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket that blocks, as a channel that does not: a thread accepts, one client after the other, when another is wanted.
 *
 * <p>Thread: any; the fields are guarded by this.
 */
final class ThreadedServer extends ServerSocketChannel implements ReadyChannel {
    private final SocketTransport.Listening socket;
    private IntConsumer ready = ops -> {};
    private boolean started;
    private boolean wanted;
    private SocketTransport.@Nullable Connected client;
    private @Nullable IOException failure;

    ThreadedServer(SocketTransport.Listening socket) {
        super(SelectorProvider.provider());
        this.socket = socket;
    }

    @Override
    public synchronized void await(int ops, IntConsumer action) {
        wanted = (ops & SelectionKey.OP_ACCEPT) != 0;
        ready = action;
        if (wanted && !started) {
            started = true;
            ThreadedSocket.start("accept", this::acceptAll);
        }
        announce();
        notifyAll();
    }

    private void announce() {
        if (wanted && (client != null || failure != null)) {
            wanted = false;
            ready.accept(SelectionKey.OP_ACCEPT);
        }
    }

    private void acceptAll() {
        try {
            while (awaitWanted()) {
                arrived(socket.accept());
            }
        } catch (IOException | RuntimeException e) {
            failed(e instanceof IOException known ? known : new IOException(e));
        }
    }

    private synchronized boolean awaitWanted() throws IOException {
        try {
            while (isOpen() && (!wanted || client != null)) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return isOpen();
    }

    private synchronized void arrived(SocketTransport.Connected next) {
        if (isOpen()) {
            client = next;
            announce();
        } else {
            next.close();
        }
    }

    private synchronized void failed(IOException cause) {
        if (isOpen()) {
            failure = cause;
            started = false; // the next who wants a client tries again
            announce();
        }
    }

    @Override
    public synchronized @Nullable SocketChannel accept() throws IOException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        IOException cause = failure;
        if (cause != null) {
            failure = null;
            throw cause;
        }
        SocketTransport.Connected next = client;
        client = null;
        return next == null ? null : new ThreadedSocket(next);
    }

    /** Waits for a client; before the channel is watched. */
    SocketChannel awaitClient() throws IOException {
        return new ThreadedSocket(socket.accept());
    }

    @Override
    public SocketAddress getLocalAddress() throws IOException {
        return socket.address();
    }

    @Override
    protected void implCloseSelectableChannel() {
        SocketTransport.Connected left;
        synchronized (this) {
            left = client;
            client = null;
            notifyAll();
        }
        socket.close();
        if (left != null) {
            left.close();
        }
    }

    @Override
    protected void implConfigureBlocking(boolean block) {
        // Nothing blocks here.
    }

    @Override
    public ServerSocketChannel bind(SocketAddress local, int backlog) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> T getOption(SocketOption<T> name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return Set.of();
    }

    @Override
    public ServerSocket socket() {
        throw new UnsupportedOperationException();
    }
}
