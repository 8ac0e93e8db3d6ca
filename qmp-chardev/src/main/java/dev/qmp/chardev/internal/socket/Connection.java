package dev.qmp.chardev.internal.socket;

import dev.qmp.chardev.CharConnection;
import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.OutputWatches;
import dev.qmp.chardev.WatchCallback;
import dev.qmp.chardev.WatchCondition;
import dev.qmp.chardev.loop.ChannelWatch;
import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.loop.Timer;
import dev.qmp.chardev.loop.Watch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connected peer of a device. A connection is its own epoch: a device compares the object to know whether something
 * belongs to the present peer.
 *
 * <p>Without layers, bytes go from the channel into the loop's one buffer and from there to the front end, and from the
 * writer's buffer to the channel.
 *
 * <p>When the peer has finished sending and the front end still has replies, the connection is let go: it is no longer the
 * device's present one and only writes. A connection that is to end takes nothing any more, and stays for a while if its layers
 * still hold something.
 *
 * <p>Whatever fails here, in a layer or in what they call, ends this connection and nothing else.
 *
 * <p>Thread: confined to the device's loop, except the methods of {@link CharConnection}; writing is done under the device's
 * write lock.
 */
final class Connection implements CharConnection, Chardev.Output {
    private static final int LARGEST_WRITE =
            128 * 1024; // the JDK keeps a direct copy as large as the largest heap write
    private static final int LAYERED_READ = 16 * 1024;
    private static final int LAST_READS = 64;

    /** How long a peer may take to read the last of what its layers hold, when the connection is to end. */
    private static final long LAST_SECONDS = 10;

    private final SocketChannel channel;
    private final SocketDevice device;
    private final @Nullable LayerStack layers;

    private final OutputWatches watches;

    private @Nullable ChannelWatch watch;
    private boolean established;
    private boolean inputEnded;
    private volatile boolean finishing; // written in the loop
    private @Nullable Timer lastTime;
    private volatile boolean over;
    private volatile boolean broken;

    Connection(SocketChannel channel, SocketDevice device, @Nullable LayerStack layers) {
        this.channel = channel;
        this.device = device;
        this.layers = layers;
        this.watches = new OutputWatches(device, this, wanted -> update());
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return device.write(this, source);
    }

    @Override
    public Watch addWatch(Set<WatchCondition> conditions, WatchCallback callback) {
        return watches.add(conditions, callback);
    }

    @Override
    public boolean isDrained() {
        LayerStack stack = layers;
        return stack == null || !stack.hasOutput();
    }

    @Override
    public void whenDrained(Runnable action) {
        LayerStack stack = layers;
        if (stack == null || !stack.awaitDrained(action)) {
            action.run();
        }
    }

    @Override
    public void close() {
        device.finish(this);
    }

    SocketChannel channel() {
        return channel;
    }

    /** Starts what must happen before the front end hears of the peer. */
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

    /** The layers are done: the peer is there. */
    void ready() {
        if (!over && !established) {
            established = true;
            device.established(this);
        }
    }

    boolean isEstablished() {
        return established;
    }

    void enter(EventLoop loop) throws IOException {
        watch = loop.watch(channel, interest(), this::ready);
    }

    void leave() {
        ChannelWatch current = watch;
        if (current != null) {
            current.remove();
            watch = null;
        }
    }

    /** Begins the end: nothing is taken any more. Answers whether layers still hold something, and the connection must wait. */
    boolean finish() throws IOException {
        inputEnded = true;
        LayerStack stack = layers;
        if (finishing || stack == null) {
            return finishing;
        }
        finishing = stack.finish();
        if (finishing) {
            lastTime = device.startTimer(TimeUnit.SECONDS.toNanos(LAST_SECONDS), () -> device.dropInLoop(this));
            update();
        }
        return finishing;
    }

    /** Closes the channel; the device does the rest. Nothing keeps the channel open, whatever fails. */
    void end() {
        over = true;
        try {
            leave();
            farewell();
        } finally {
            SocketDevice.closeQuietly(channel);
            watches.hangUp();
        }
    }

    /** The layers' last words, if the channel takes them at once. */
    private void farewell() {
        Timer timer = lastTime;
        if (timer != null) {
            timer.cancel();
        }
        LayerStack stack = layers;
        if (stack == null) {
            return;
        }
        try {
            if (!broken) {
                stack.finish();
            }
        } catch (IOException e) {
            SocketDevice.log().log(System.Logger.Level.DEBUG, "no farewell", e);
        } catch (Throwable e) {
            device.reportFailure(e);
        } finally {
            stack.stop();
            runDue(stack);
        }
    }

    private void runDue(LayerStack stack) {
        for (Runnable action : stack.takeDue()) {
            try {
                action.run();
            } catch (Throwable e) {
                device.reportFailure(e);
            }
        }
    }

    /** Nothing can be written any more, not even a farewell. */
    void breakOff() {
        broken = true;
    }

    boolean isOver() {
        return over;
    }

    /** Recomputes what to look for; the device calls it when the front end has room or waits to write. */
    void update() {
        ChannelWatch current = watch;
        if (current != null && !over) {
            current.setInterest(interest());
            LayerStack stack = layers;
            if (stack != null) {
                runDue(stack); // a writer may have given the channel what waited
            }
        }
    }

    /** Under the device's write lock. */
    @Override
    public int writeBytes(ByteBuffer source) throws IOException {
        if (broken || over || finishing) {
            throw new IOException("Broken pipe");
        }
        LayerStack stack = layers;
        try {
            return stack == null ? writePlain(source) : stack.write(source);
        } catch (IOException e) {
            throw stack != null && stack.isFinished() ? e : broken(e, e);
        } catch (Throwable e) {
            throw broken(e, new IOException("Broken pipe", e));
        }
    }

    private IOException broken(Throwable cause, IOException told) {
        broken = true;
        device.reportBroken(this, cause);
        return told;
    }

    /** A writer found the output broken: what the peer still sent is consumed if the front end can, then it is dropped. */
    void dropBroken(Throwable cause) {
        broken = true;
        try {
            for (int i = 0; i < LAST_READS && !over && !inputEnded && device.frontRoom() > 0; i++) {
                if (!read()) {
                    break;
                }
            }
        } catch (Throwable e) {
            device.failed(this, e);
        }
        device.failed(this, cause);
    }

    /** The layers have decoded bytes. */
    void decoded(ByteBuffer bytes) {
        if (!over) {
            device.received(bytes);
        }
    }

    /** The peer sends no more. */
    void endOfInput() {
        if (!over && !inputEnded) {
            inputEnded = true;
            update();
            if (!established) {
                device.dropInLoop(this);
            } else {
                device.inputEnded(this);
            }
        }
    }

    private int interest() {
        LayerStack stack = layers;
        int ops = 0;
        if (!inputEnded && device.space() > 0 && (stack == null || stack.wantsInput())) {
            ops |= SelectionKey.OP_READ;
        }
        if ((established && watches.wantsOut()) || (stack != null && stack.hasOutput())) {
            ops |= SelectionKey.OP_WRITE;
        }
        return ops;
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
            runDue(stack);
        }
        if (finishing) {
            device.dropInLoop(this);
        } else if (established && !over) {
            watches.writable();
        }
    }

    /** Reads once; false when nothing came. */
    private boolean read() throws IOException {
        LayerStack stack = layers;
        ByteBuffer buffer = device.readBuffer();
        int limit = device.frontRoom() > 0 ? buffer.capacity() : device.space();
        buffer.limit(Math.min(stack == null ? limit : LAYERED_READ, buffer.capacity()));
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
        buffer.flip();
        if (stack == null) {
            device.received(buffer);
        } else {
            stack.receive(buffer);
        }
        return true;
    }

    private int writePlain(ByteBuffer source) throws IOException {
        if (source.isDirect() || source.remaining() <= LARGEST_WRITE) {
            return channel.write(source);
        }
        int limit = source.limit();
        int total = 0;
        try {
            while (source.position() < limit) {
                int piece = Math.min(LARGEST_WRITE, limit - source.position());
                source.limit(source.position() + piece);
                int count = channel.write(source);
                total += count;
                if (count < piece) {
                    break;
                }
            }
        } finally {
            source.limit(limit);
        }
        return total;
    }
}
