package dev.qmp.chardev.internal.socket;

import dev.qmp.chardev.OpenDescriptor;
import dev.qmp.chardev.PeerIdentity;
import dev.qmp.chardev.loop.ReadyChannel;
import dev.qmp.chardev.spi.SocketTransport;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A connected socket that blocks, as a channel that does not: one thread reads, and hands on what it has before it reads again; another
 * writes what was taken here.
 *
 * <p>Closing lets what was taken leave, for a while, as the system does with the bytes in its own buffers.
 *
 * <p>Thread: any; the fields are guarded by this. The buffers that the threads work on are theirs meanwhile.
 */
final class ThreadedSocket extends SocketChannel implements ReadyChannel {
    private static final int INPUT = 16 * 1024;
    private static final int OUTPUT = 64 * 1024;

    /** How long a peer may take to read the last output after the channel was closed. */
    private static final long LAST_SECONDS = 10;

    private final SocketTransport.Connected socket;
    private IntConsumer ready = ops -> {};
    private int interest;
    private boolean reading;

    private final ByteBuffer input = ByteBuffer.allocateDirect(INPUT).limit(0); // the reader's while it is empty
    private List<OpenDescriptor> arrived = List.of(); // with the input that is not read yet
    private List<OpenDescriptor> delivered = List.of(); // with what was read, until they are taken
    private boolean inputOver;

    private ByteBuffer output = ByteBuffer.allocateDirect(OUTPUT); // what is taken here
    private List<OpenDescriptor> passed = new ArrayList<>(0); // with the first of it
    private ByteBuffer leaving = ByteBuffer.allocateDirect(OUTPUT).limit(0); // the writer's while it is not empty
    private boolean outputOver;
    private @Nullable Thread writer;
    private final List<Runnable> whenDrained = new ArrayList<>(0);

    ThreadedSocket(SocketTransport.Connected socket) {
        super(SelectorProvider.provider());
        this.socket = socket;
    }

    /** Accepts descriptors from now on. */
    void acceptDescriptors() throws IOException {
        socket.acceptDescriptors();
    }

    PeerIdentity peer() {
        return socket.peer();
    }

    @Override
    public synchronized void await(int ops, IntConsumer action) {
        interest = ops;
        ready = action;
        if ((ops & SelectionKey.OP_READ) != 0 && !reading) {
            reading = true;
            start("read", this::readAll);
        }
        announce();
    }

    private void announce() {
        int ops = interest
                & ((input.hasRemaining() || inputOver ? SelectionKey.OP_READ : 0)
                        | (output.hasRemaining() || outputOver ? SelectionKey.OP_WRITE : 0));
        if (ops != 0) {
            interest = 0;
            ready.accept(ops);
        }
    }

    static Thread start(String what, Runnable task) {
        Thread thread = new Thread(task, "qmp-socket-" + what);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    // ---- input ------------------------------------------------------------------------------------------------------

    private void readAll() {
        try {
            ByteBuffer buffer = ByteBuffer.allocateDirect(INPUT);
            while (socket.read(buffer) >= 0 && handOn(buffer.flip(), socket.received())) {
                buffer.clear();
            }
        } catch (IOException | RuntimeException e) {
            SocketDevice.log().log(System.Logger.Level.DEBUG, "input has ended", e);
        }
        synchronized (this) {
            inputOver = true;
            announce();
        }
    }

    /** Waits until the bytes are taken; false if nobody will. */
    private synchronized boolean handOn(ByteBuffer bytes, List<OpenDescriptor> descriptors) {
        arrived = descriptors;
        if (!isOpen()) {
            dropDescriptors();
        }
        input.clear().put(bytes).flip();
        announce();
        try {
            while (input.hasRemaining() && isOpen()) {
                wait();
            }
        } catch (InterruptedException e) {
            return false;
        }
        return isOpen();
    }

    /** Takes the descriptors that came with what was read last. */
    synchronized List<OpenDescriptor> takeDelivered() {
        List<OpenDescriptor> taken = delivered;
        delivered = List.of();
        return taken;
    }

    private void dropDescriptors() {
        arrived.forEach(OpenDescriptor::close);
        arrived = List.of();
        delivered.forEach(OpenDescriptor::close);
        delivered = List.of();
    }

    @Override
    public synchronized int read(ByteBuffer target) throws IOException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        if (!input.hasRemaining()) {
            return inputOver ? -1 : 0;
        }
        if (!arrived.isEmpty()) {
            delivered = arrived;
            arrived = List.of();
        }
        int count = Math.min(input.remaining(), target.remaining());
        target.put(input.slice(input.position(), count));
        input.position(input.position() + count);
        if (!input.hasRemaining()) {
            notifyAll();
        }
        return count;
    }

    // ---- output -----------------------------------------------------------------------------------------------------

    @Override
    public synchronized int write(ByteBuffer source) throws IOException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        if (outputOver) {
            throw new IOException("Broken pipe");
        }
        int count = Math.min(output.remaining(), source.remaining());
        output.put(source.slice(source.position(), count));
        source.position(source.position() + count);
        if (writer == null) {
            writer = start("write", this::writeAll);
        }
        notifyAll();
        return count;
    }

    /** Passes a descriptor with what is written next, or before it. */
    synchronized void pass(OpenDescriptor descriptor) throws IOException {
        if (!isOpen() || outputOver) {
            descriptor.close();
            throw new ClosedChannelException();
        }
        passed.add(descriptor);
    }

    private synchronized List<OpenDescriptor> takePassed() {
        List<OpenDescriptor> taken = passed;
        passed = new ArrayList<>(0);
        return taken;
    }

    private void write(ByteBuffer next, List<OpenDescriptor> descriptors) throws IOException {
        try {
            if (descriptors.isEmpty()) {
                socket.write(next);
            } else {
                socket.write(next, descriptors);
            }
        } finally {
            descriptors.forEach(OpenDescriptor::close);
        }
    }

    private void writeAll() {
        try {
            for (ByteBuffer next = nextOutput(); next != null; next = nextOutput()) {
                write(next, takePassed());
            }
        } catch (IOException | RuntimeException e) {
            SocketDevice.log().log(System.Logger.Level.DEBUG, "output has ended", e);
        }
        List<Runnable> due;
        synchronized (this) {
            outputOver = true;
            takePassed().forEach(OpenDescriptor::close);
            due = takeDue();
            announce();
            notifyAll();
        }
        due.forEach(Runnable::run);
    }

    /** Waits for something to write; null when the channel is closed and all has left. */
    private @Nullable ByteBuffer nextOutput() {
        List<Runnable> due;
        synchronized (this) {
            leaving.clear().limit(0);
            due = output.position() == 0 ? takeDue() : List.of();
        }
        due.forEach(Runnable::run);
        synchronized (this) {
            try {
                while (output.position() == 0 && isOpen()) {
                    wait();
                }
            } catch (InterruptedException e) {
                return null;
            }
            if (output.position() == 0) {
                return null;
            }
            ByteBuffer next = output.flip();
            output = leaving.clear();
            leaving = next;
            announce();
            return next;
        }
    }

    private List<Runnable> takeDue() {
        List<Runnable> due = List.copyOf(whenDrained);
        whenDrained.clear();
        return due;
    }

    /** Whether all that was taken has left. */
    synchronized boolean isDrained() {
        return outputOver || (output.position() == 0 && !leaving.hasRemaining());
    }

    /** Keeps an action until all that was taken has left; false, without keeping it, if it has. */
    synchronized boolean awaitDrained(Runnable action) {
        return !isDrained() && whenDrained.add(action);
    }

    // ---- the end ----------------------------------------------------------------------------------------------------

    @Override
    protected void implCloseSelectableChannel() {
        boolean drained;
        synchronized (this) {
            interest = 0;
            dropDescriptors();
            drained = isDrained();
            if (drained) {
                takePassed().forEach(OpenDescriptor::close);
            }
            notifyAll();
        }
        if (drained) {
            socket.close();
        } else {
            start("close", this::closeWhenDrained);
        }
    }

    private void closeWhenDrained() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LAST_SECONDS);
        try {
            socket.shutdown(true, false);
            synchronized (this) {
                for (long left = end - System.nanoTime(); !isDrained() && left > 0; left = end - System.nanoTime()) {
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                }
            }
        } catch (IOException | InterruptedException e) {
            SocketDevice.log().log(System.Logger.Level.DEBUG, "closed early", e);
        } finally {
            socket.close();
        }
    }

    @Override
    public SocketChannel shutdownInput() throws IOException {
        socket.shutdown(true, false);
        return this;
    }

    @Override
    public SocketChannel shutdownOutput() throws IOException {
        socket.shutdown(false, true);
        return this;
    }

    // ---- what a channel has besides ---------------------------------------------------------------------------------

    @Override
    public SocketAddress getLocalAddress() {
        return socket.local();
    }

    @Override
    public SocketAddress getRemoteAddress() {
        return socket.remote();
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean isConnectionPending() {
        return false;
    }

    @Override
    public boolean connect(SocketAddress remote) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean finishConnect() {
        return true;
    }

    @Override
    protected void implConfigureBlocking(boolean block) {
        // Nothing blocks here.
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        return read(targets[offset]);
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        return write(sources[offset]);
    }

    @Override
    public SocketChannel bind(SocketAddress local) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> SocketChannel setOption(SocketOption<T> name, T value) {
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
    public Socket socket() {
        throw new UnsupportedOperationException();
    }
}
