package dev.qmp.chardev.spi;

import dev.qmp.chardev.OpenDescriptor;
import dev.qmp.chardev.PeerIdentity;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * Sockets that the JDK does not have. A service, found by {@link java.util.ServiceLoader} when the first device needs it; an embedder may
 * supply an instance instead ({@link ChardevContext#service}).
 *
 * <p>All of them block: devices use them in threads of their own.
 *
 * <p>Thread: any.
 */
public interface SocketTransport {
    /** Where a socket listens or connects to. Thread: immutable. */
    sealed interface Address permits File, AbstractName, VsockAddress {}

    /**
     * A path of the file system.
     *
     * @param path the path
     */
    record File(Path path) implements Address {}

    /**
     * A name without a file.
     *
     * @param name the name, at most 107 bytes
     * @param tight false to pad the name with NULs to 107 bytes
     */
    record AbstractName(String name, boolean tight) implements Address {}

    /**
     * Listens.
     *
     * @param address where, not a path
     * @param backlog how many clients may wait in the system's queue
     * @return the listening socket
     * @throws IOException if that fails
     */
    Listening listen(Address address, int backlog) throws IOException;

    /**
     * Connects.
     *
     * @param address where to
     * @return the connected socket
     * @throws IOException if that fails
     */
    Connected connect(Address address) throws IOException;

    /**
     * Serves the clients of a listening unix socket in place of the JDK.
     *
     * @param channel the socket, which is closed
     * @return the same socket
     * @throws IOException if that fails; the channel is as it was
     */
    Listening takeOver(ServerSocketChannel channel) throws IOException;

    /**
     * Wraps a descriptor that was open when the program started.
     *
     * @param number its number, which nothing else in this program uses
     * @return the descriptor
     * @throws IOException if it is not open
     */
    OpenDescriptor descriptor(int number) throws IOException;

    /**
     * Opens a descriptor a second time, as the system's {@code dup} does.
     *
     * @param number its number, any of this program
     * @param input whether to read from the file, rather than to write to it
     * @return a channel of its own, with the same position
     * @throws IOException if it is not open
     */
    FileChannel file(int number, boolean input) throws IOException;

    /**
     * Uses a descriptor as a listening socket.
     *
     * @param descriptor a descriptor of this transport; it belongs to the socket from now on
     * @return the socket
     * @throws IOException if it is not a listening socket; it is closed then
     */
    Listening server(OpenDescriptor descriptor) throws IOException;

    /**
     * Uses a descriptor as a connected socket.
     *
     * @param descriptor a descriptor of this transport; it belongs to the socket from now on
     * @return the socket
     * @throws IOException if it is not a connected socket; it is closed then
     */
    Connected client(OpenDescriptor descriptor) throws IOException;

    /** A listening socket. Thread: accepting is confined to one thread; closing ends it, from any. */
    interface Listening {
        /**
         * Waits for a client.
         *
         * @return the client
         * @throws IOException if the socket is closed, or accepting fails
         */
        Connected accept() throws IOException;

        /**
         * Says where it listens.
         *
         * @return an {@link java.net.InetSocketAddress} for the internet, a {@link VsockAddress}, a {@link
         *     java.net.UnixDomainSocketAddress} for a path; with an empty path for anything else
         * @throws IOException if it is closed
         */
        SocketAddress address() throws IOException;

        /** Stops listening. Idempotent. */
        void close();
    }

    /**
     * A connected socket.
     *
     * <p>Thread: one reads, one writes; closing ends both, from any.
     */
    interface Connected {
        /**
         * Waits for bytes.
         *
         * @param target where they go, a direct buffer
         * @return how many have come; -1 when the peer sends no more
         * @throws IOException if the socket is closed, or broken
         */
        int read(ByteBuffer target) throws IOException;

        /**
         * Accepts file descriptors from now on; before that, those that come are closed.
         *
         * @throws IOException if this socket cannot pass any
         */
        void acceptDescriptors() throws IOException;

        /**
         * Returns the file descriptors that came with what was read last.
         *
         * @return the descriptors, which belong to the caller
         * @throws IOException if they cannot be used; they are closed then
         */
        List<OpenDescriptor> received() throws IOException;

        /**
         * Writes, waiting for the peer to take it.
         *
         * @param source the bytes, all of which are written
         * @throws IOException if the socket is closed, or broken
         */
        void write(ByteBuffer source) throws IOException;

        /**
         * Writes as {@link #write} does, and passes descriptors with the first of the bytes.
         *
         * @param source the bytes, at least one
         * @param descriptors descriptors of this transport, which stay the caller's
         * @throws IOException if this socket cannot pass any, is closed, or broken
         */
        void write(ByteBuffer source, List<? extends OpenDescriptor> descriptors) throws IOException;

        /**
         * Sends and receives no more; who waits for either is woken.
         *
         * @param input whether to receive no more
         * @param output whether to send no more
         * @throws IOException if the socket is closed
         */
        void shutdown(boolean input, boolean output) throws IOException;

        /**
         * Says who is at the other end of a unix socket.
         *
         * @return user, group and process; nothing of a TCP socket
         */
        PeerIdentity peer();

        /**
         * Says where this end is.
         *
         * @return as {@link Listening#address}
         */
        SocketAddress local();

        /**
         * Says where the other end is.
         *
         * @return as {@link Listening#address}
         */
        SocketAddress remote();

        /** Closes the socket. Idempotent. */
        void close();
    }
}
