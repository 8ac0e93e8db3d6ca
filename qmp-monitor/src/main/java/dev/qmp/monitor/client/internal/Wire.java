package dev.qmp.monitor.client.internal;

import dev.qmp.json.JsonMessageWriter;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * A connected, non-blocking socket. The thread that has bytes writes them to the socket, without a thread hop; only what the kernel does
 * not take is left to the reader's thread, so that no caller ever waits for a peer that does not read.
 *
 * <p>Thread: {@link #receive} is confined to one thread, {@link #send} is guarded by the owner's lock, {@link #close} may be called by any.
 */
public class Wire implements Closeable {
    private static final int INPUT = 64 * 1024;
    private static final int MOST_AT_ONCE = 256 * 1024; // the JDK keeps a direct buffer as large as the largest write

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final ByteBuffer input = ByteBuffer.allocate(INPUT);

    /**
     * Takes a socket over.
     *
     * @param channel connected; closed if this fails
     * @throws IOException if the system refuses a selector
     */
    public Wire(SocketChannel channel) throws IOException {
        this.channel = channel;
        Selector made = null;
        try {
            made = Selector.open();
            channel.configureBlocking(false);
            key = channel.register(made, SelectionKey.OP_READ);
        } catch (IOException e) {
            channel.close();
            if (made != null) {
                made.close();
            }
            throw e;
        }
        selector = made;
    }

    /**
     * Does what must be done before bytes of the owner can go either way.
     *
     * @param deadline by {@link System#nanoTime}
     * @throws IOException if the peer refuses; {@link SocketTimeoutException} if the deadline passes
     */
    public void handshake(long deadline) throws IOException {}

    /**
     * Waits for bytes and hands them over.
     *
     * @param deadline by {@link System#nanoTime}; {@link Deadline#NONE} to wait forever
     * @param handler takes them
     * @return false at the end of the stream
     * @throws IOException if the connection broke or was closed; {@link SocketTimeoutException} if the deadline passes
     */
    public boolean receive(long deadline, WireHandler handler) throws IOException {
        while (true) {
            int ready = await(deadline);
            if ((ready & SelectionKey.OP_WRITE) != 0) {
                handler.sendMore();
            }
            if ((ready & SelectionKey.OP_READ) != 0) {
                input.clear();
                int n = channel.read(input);
                if (n < 0) {
                    return false;
                }
                deliver(input.flip(), handler);
                return true;
            }
        }
    }

    /**
     * Hands bytes of the socket up.
     *
     * @param bytes what was read
     * @param handler takes what they mean
     * @throws IOException if they make no sense
     */
    void deliver(ByteBuffer bytes, WireHandler handler) throws IOException {
        handler.received(bytes);
    }

    /** Waits until the socket is ready for what it is watched for, and returns the ready operations. */
    final int await(long deadline) throws IOException {
        try {
            if (selector.select(Wire::nothing, Deadline.millisLeft(deadline)) > 0) {
                return key.readyOps();
            }
        } catch (ClosedSelectorException | CancelledKeyException e) {
            throw closed(e);
        }
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
        if (Thread.interrupted()) {
            Deadline.LOG.log(System.Logger.Level.DEBUG, "an interrupt of the reading thread is ignored");
        }
        return 0;
    }

    /**
     * Sends as much as the socket takes, and discards that. If something stays, {@link WireHandler#sendMore} is called when the peer has read.
     *
     * @param from the bytes
     * @throws IOException if the connection broke or was closed
     */
    public void send(JsonMessageWriter from) throws IOException {
        while (from.size() > 0) {
            int n = write(from.view());
            if (n == 0) {
                return;
            }
            from.discard(n);
        }
    }

    /** The only key is examined after the selection. */
    private static void nothing(SelectionKey unused) {}

    /** Writes what the socket takes; 0 if it takes nothing, and then the socket is watched for room. */
    final int write(ByteBuffer bytes) throws IOException {
        int limit = bytes.limit();
        if (bytes.remaining() > MOST_AT_ONCE) {
            bytes.limit(bytes.position() + MOST_AT_ONCE);
        }
        int n = channel.write(bytes);
        bytes.limit(limit);
        watchForRoom(n == 0);
        return n;
    }

    private void watchForRoom(boolean wanted) throws IOException {
        try {
            boolean watched = (key.interestOps() & SelectionKey.OP_WRITE) != 0;
            if (wanted && !watched) {
                key.interestOpsOr(SelectionKey.OP_WRITE);
                selector.wakeup();
            } else if (!wanted && watched) {
                key.interestOpsAnd(~SelectionKey.OP_WRITE);
            }
        } catch (CancelledKeyException e) {
            throw closed(e);
        }
    }

    private static IOException closed(Throwable cause) {
        IOException closed = new ClosedChannelException();
        closed.initCause(cause);
        return closed;
    }

    /** Sends the end of the layer as far as that does not block, under the owner's lock; {@link #close} comes next. */
    public void farewell() {}

    /** Closes the socket; a waiting {@link #receive} throws. Closing twice has no effect. */
    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            selector.close();
        }
    }
}
