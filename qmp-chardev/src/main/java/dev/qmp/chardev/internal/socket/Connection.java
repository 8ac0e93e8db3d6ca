package dev.qmp.chardev.internal.socket;

import dev.qmp.chardev.CharConnection;
import dev.qmp.chardev.OpenDescriptor;
import dev.qmp.chardev.PeerIdentity;
import dev.qmp.chardev.ReceivedDescriptors;
import dev.qmp.chardev.WatchCallback;
import dev.qmp.chardev.WatchCondition;
import dev.qmp.chardev.loop.ChannelWatch;
import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.loop.Timer;
import dev.qmp.chardev.loop.Watch;
import dev.qmp.chardev.spi.DevicePort;
import dev.qmp.chardev.spi.OutputWatches;
import dev.qmp.chardev.spi.WriteLock;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connected peer of a device. A device compares connections by identity to know whether something belongs to its current
 * peer.
 *
 * <p>Without layers, bytes go from the channel into the loop's one buffer and from there to the front end, and from the
 * writer's buffer to the channel.
 *
 * <p>When the peer has finished sending and the front end still has replies, the connection is half-closed: it is no longer the
 * device's current one and only writes. A connection that is about to end accepts no more output, and stays for a while if its
 * layers still hold some.
 *
 * <p>Any failure here, in a layer or in what they call, ends this connection and nothing else.
 *
 * <p>Thread: confined to the device's loop, except the methods of {@link CharConnection}; writing is done under the device's
 * write lock.
 */
final class Connection implements CharConnection {
    private static final int LAYERED_READ = 16 * 1024;
    private static final int LAST_READS = 64;

    /** How long a peer may take to read the last of what its layers hold, when the connection is about to end. */
    private static final long LAST_SECONDS = 10;

    private final SocketChannel channel;
    private final @Nullable ThreadedSocket threaded; // the channel, if it is one
    private final SocketDevice device;
    private final DevicePort port;
    private final WriteLock writeLock;
    private final @Nullable LayerStack layers;
    private final OutputWatches watches;

    private final boolean
            inStep; // nothing is read while input waits, so that descriptors go with the bytes that they came with
    private final int wholeSpace;
    private final List<ReceivedDescriptors> unclosed = new ArrayList<>(0);
    private @Nullable ReceivedDescriptors received;
    private @Nullable HttpGuard http; // until it is known that the peer does not speak HTTP
    private @Nullable ChannelWatch watch;
    private boolean established;
    private boolean inputEnded;
    private volatile boolean finishing; // written in the loop
    private @Nullable Timer lastTime;
    private volatile boolean over;
    private volatile boolean broken;

    Connection(SocketChannel channel, SocketDevice device, DevicePort port, @Nullable LayerStack layers) {
        this.channel = channel;
        this.threaded = channel instanceof ThreadedSocket socket ? socket : null;
        this.wholeSpace = port.readAheadSpace();
        this.inStep = threaded != null && device.settings().descriptors();
        this.device = device;
        this.port = port;
        this.writeLock = port.writeLock();
        this.layers = layers;
        this.watches = new OutputWatches(port, this, wanted -> update());
        this.http = device.guardsAgainstHttp() ? new HttpGuard() : null;
    }

    // ---- for the front end --------------------------------------------------------------------------------------

    @Override
    public int write(ByteBuffer source) throws IOException {
        LayerStack stack = layers;
        int from = writeLock.enter(source);
        try {
            if (broken || over || finishing) {
                throw new IOException("Broken pipe");
            }
            try {
                return stack == null ? HeapWrites.write(channel, source) : stack.write(source);
            } catch (IOException e) {
                if (stack == null || !stack.isFinished()) {
                    outputBroken(e);
                }
                throw e;
            } catch (Throwable e) {
                outputBroken(e);
                throw new IOException("Broken pipe", e);
            }
        } finally {
            writeLock.leave(source, from);
        }
    }

    /** A writer failed: the loop ends the connection. */
    private void outputBroken(Throwable cause) {
        broken = true;
        port.post(() -> dropBroken(cause));
    }

    @Override
    public Watch addWatch(Set<WatchCondition> conditions, WatchCallback callback) {
        return watches.add(conditions, callback);
    }

    @Override
    public PeerIdentity peer() {
        LayerStack stack = layers;
        return PeerLookup.of(channel, stack == null ? null : stack.tlsSession());
    }

    @Override
    public @Nullable ReceivedDescriptors descriptors() {
        return received;
    }

    @Override
    public void pass(OpenDescriptor descriptor) throws IOException {
        ThreadedSocket socket = threaded;
        if (socket == null || layers != null) {
            CharConnection.super.pass(descriptor);
        } else {
            socket.pass(descriptor);
        }
    }

    @Override
    public boolean isDrained() {
        LayerStack stack = layers;
        return (stack == null || !stack.hasOutput()) && (threaded == null || threaded.isDrained());
    }

    @Override
    public void whenDrained(Runnable action) {
        LayerStack stack = layers;
        ThreadedSocket socket = threaded;
        if (stack != null && stack.awaitDrained(socket == null ? action : () -> whenDrained(action))) {
            return;
        }
        if (socket == null || !socket.awaitDrained(action)) {
            action.run();
        }
    }

    @Override
    public void reset() {
        try {
            if (channel.supportedOptions().contains(StandardSocketOptions.SO_LINGER)) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException e) {
            // It is closed already.
        }
        port.runInLoop(() -> device.drop(this));
    }

    @Override
    public void close() {
        port.runInLoop(() -> device.finish(this));
    }

    // ---- for the device -----------------------------------------------------------------------------------------

    SocketChannel channel() {
        return channel;
    }

    boolean isEstablished() {
        return established;
    }

    boolean isOver() {
        return over;
    }

    /** Starts the layers; the device learns of the peer when they are done. */
    void start(EventLoop loop) throws IOException {
        enter(loop);
        LayerStack stack = layers;
        if (stack == null) {
            ready();
        } else {
            stack.start(this);
            update();
        }
    }

    void enter(EventLoop loop) throws IOException {
        watch = loop.channels().watch(channel, interest(), this::ready);
    }

    void leave() {
        ChannelWatch current = watch;
        if (current != null) {
            current.remove();
            watch = null;
        }
    }

    /**
     * Begins the end: no more output is accepted. Returns whether layers still hold something, so that the connection must wait.
     */
    boolean finish() throws IOException {
        inputEnded = true;
        LayerStack stack = layers;
        if (finishing || stack == null) {
            return finishing;
        }
        finishing = stack.finish();
        if (finishing) {
            lastTime = port.schedule(TimeUnit.SECONDS.toNanos(LAST_SECONDS), () -> device.drop(this));
            update();
        }
        return finishing;
    }

    /** Closes the channel; the device does the rest. Nothing keeps the channel open, whatever fails. */
    void end() {
        over = true;
        try {
            leave();
            Timer timer = lastTime;
            if (timer != null) {
                timer.cancel();
            }
            LayerStack stack = layers;
            if (stack != null) {
                stack.end(!broken);
            }
        } finally {
            SocketDevice.closeQuietly(channel);
            unclosed.forEach(ReceivedDescriptors::close);
            watches.hangUp();
        }
    }

    /** Nothing can be written any more, not even a farewell. */
    void breakOff() {
        broken = true;
    }

    /** Recomputes what to watch for: the front end may have room or wait to write. */
    void update() {
        ChannelWatch current = watch;
        if (current != null && !over) {
            current.setInterest(interest());
            LayerStack stack = layers;
            if (stack != null) {
                stack.runDue(); // a writer may have given the channel what waited
            }
        }
    }

    /** A writer found the output broken: what the peer still sent is consumed if the front end can, then it is dropped. */
    private void dropBroken(Throwable cause) {
        broken = true;
        try {
            for (int i = 0; i < LAST_READS && !over && !inputEnded && port.room() > 0; i++) {
                if (!read()) {
                    break;
                }
            }
        } catch (Throwable e) {
            device.failed(this, e);
        }
        device.failed(this, cause);
    }

    // ---- for the layers -----------------------------------------------------------------------------------------

    /** The layers are done: the peer is there. */
    void ready() {
        if (!over && !established) {
            established = true;
            device.established(this);
        }
    }

    /** Bytes have come, decoded by the layers if there are any. */
    void decoded(ByteBuffer bytes) {
        if (!over && !isHttp(bytes)) {
            port.deliver(bytes);
        }
    }

    private boolean isHttp(ByteBuffer bytes) {
        HttpGuard guard = http;
        if (guard == null) {
            return false;
        }
        if (guard.isHttp(bytes)) {
            bytes.position(bytes.limit());
            device.refused(this, "it speaks HTTP: a web page may be behind it");
            return true;
        }
        if (guard.isDecided()) {
            http = null;
        }
        return false;
    }

    /** The peer sends no more. */
    void endOfInput() {
        if (!over && !inputEnded) {
            inputEnded = true;
            update();
            if (!established) {
                device.drop(this);
            } else {
                device.inputEnded(this);
            }
        }
    }

    // ---- the channel --------------------------------------------------------------------------------------------

    private int interest() {
        LayerStack stack = layers;
        int ops = 0;
        if (!inputEnded && mayRead() && (stack == null || stack.wantsInput())) {
            ops |= SelectionKey.OP_READ;
        }
        if ((established && watches.wantsOut()) || (stack != null && stack.hasOutput())) {
            ops |= SelectionKey.OP_WRITE;
        }
        return ops;
    }

    private boolean mayRead() {
        int space = port.readAheadSpace();
        return space > 0 && (!inStep || space == wholeSpace);
    }

    private void ready(int ops) {
        try {
            if ((ops & SelectionKey.OP_WRITE) != 0) {
                becameWritable();
            }
            if ((ops & SelectionKey.OP_READ) != 0 && !over && !inputEnded) {
                read();
            }
            update();
        } catch (Throwable e) {
            device.failed(this, e);
        }
    }

    private void becameWritable() throws IOException {
        LayerStack stack = layers;
        if (stack != null) {
            if (!stack.flush()) {
                return;
            }
            stack.runDue();
        }
        if (finishing) {
            device.drop(this);
        } else if (established && !over) {
            watches.writable();
        }
    }

    private void arrived(List<OpenDescriptor> descriptors) {
        if (!descriptors.isEmpty()) {
            ReceivedDescriptors before = received;
            if (before != null) {
                before.release();
            }
            ReceivedDescriptors latest = new ReceivedDescriptors(descriptors);
            received = latest;
            unclosed.removeIf(ReceivedDescriptors::isEmpty);
            unclosed.add(latest);
        }
    }

    /** Reads once; false when nothing came. */
    private boolean read() throws IOException {
        LayerStack stack = layers;
        ByteBuffer buffer = port.loop().channels().readBuffer();
        int limit = port.room() > 0 ? buffer.capacity() : port.readAheadSpace();
        if (!mayRead()) {
            return false;
        }
        ChannelWatch current = watch;
        int portion = current == null ? buffer.capacity() : Math.min(current.portion(), buffer.capacity());
        buffer.limit(Math.min(stack == null ? limit : LAYERED_READ, portion));
        if (!buffer.hasRemaining()) {
            return false;
        }
        int count;
        try {
            count = channel.read(buffer);
        } catch (IOException e) {
            broken = true;
            count = -1;
        }
        if (count < 0) {
            endOfInput();
            return false;
        }
        if (count == 0) {
            return false;
        }
        if (current != null) {
            current.wasRead(count);
        }
        buffer.flip();
        if (inStep && threaded != null) {
            arrived(threaded.takeDelivered());
        }
        if (stack == null) {
            decoded(buffer);
        } else {
            stack.receive(buffer);
        }
        return true;
    }
}
