package dev.qmp.chardev.internal.socket;

import dev.qmp.chardev.ChannelWatch;
import dev.qmp.chardev.CharFeature;
import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.ChardevContext;
import dev.qmp.chardev.ChardevOptions;
import dev.qmp.chardev.ClientListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket with many clients at a time. Each is a device of its own, given to the {@link ClientListener}; when
 * the limit is reached, further ones wait in the system's queue.
 *
 * <p>Thread: confined to the loop.
 */
final class MultiServerDevice extends Chardev {
    private final ChardevOptions options;
    private final SocketOptions settings;
    private final Listener listener;
    private final PeerCheck check;
    private final List<ChannelWatch> accepting = new ArrayList<>(1);
    private final Set<ChildDevice> children = new LinkedHashSet<>();
    private @Nullable ClientListener taker;
    private long count;

    MultiServerDevice(ChardevOptions options, SocketOptions settings, ChardevContext context) {
        super(options, context, EnumSet.of(CharFeature.MULTI_CLIENT, CharFeature.GCONTEXT, CharFeature.YANK));
        this.options = options;
        this.settings = settings;
        this.listener = Listener.open(settings);
        this.check = PeerCheck.of(settings.allowedUids());
        setFilename("disconnected:" + ChildDevice.scheme(settings) + ":" + listener.text() + ",server=on");
        runInLoop(this::enterLoop);
    }

    @Override
    protected void enterLoop() {
        for (ServerSocketChannel channel : listener.channels()) {
            try {
                channel.configureBlocking(false);
                accepting.add(loop().watch(channel, interest(), ops -> accept(channel)));
            } catch (IOException e) {
                SocketDevice.log().log(System.Logger.Level.WARNING, this + " accepts no more", e);
            }
        }
    }

    @Override
    protected void leaveLoop() {
        accepting.forEach(ChannelWatch::remove);
        accepting.clear();
    }

    @Override
    protected void clientListenerInLoop(@Nullable ClientListener listener) {
        taker = listener;
        acceptOrNot();
    }

    /** A single front end of the listener itself would never read anything; what it writes goes nowhere. */
    @Override
    protected int writeBytes(ByteBuffer source) throws IOException {
        throw new IOException("Input/output error");
    }

    @Override
    public boolean yank() {
        runInLoop(() -> children.forEach(ChildDevice::yank));
        return true;
    }

    @Override
    protected void disconnectInLoop() {
        new ArrayList<>(children).forEach(ChildDevice::dropPeer);
    }

    @Override
    protected void closeInLoop() {
        accepting.forEach(ChannelWatch::remove);
        accepting.clear();
        listener.close();
        new ArrayList<>(children).forEach(Chardev::closeAsync);
    }

    /** A client's device is there and its layers are done. */
    void childReady(ChildDevice child) {
        ClientListener current = taker;
        if (current == null || isClosed()) {
            child.closeAsync();
        } else {
            current.clientConnected(child);
        }
    }

    void childGone(ChildDevice child) {
        runInLoop(() -> {
            children.remove(child);
            acceptOrNot();
        });
    }

    private void accept(ServerSocketChannel channel) {
        try {
            while (interest() != 0) {
                SocketChannel client = channel.accept();
                if (client == null) {
                    break;
                }
                if (check.admits(client)) {
                    begin(client);
                } else {
                    SocketDevice.closeQuietly(client);
                }
            }
        } catch (IOException e) {
            SocketDevice.log().log(System.Logger.Level.WARNING, this + ": accept failed; trying again in a second", e);
            accepting.forEach(watch -> watch.setInterest(0));
            loop().schedule(TimeUnit.SECONDS.toNanos(1), () -> runInLoop(this::acceptOrNot));
            return;
        }
        acceptOrNot();
    }

    private void begin(SocketChannel client) {
        ChildDevice child = new ChildDevice(options, ++count, settings, context(), loop(), this);
        children.add(child);
        child.begin(client);
    }

    private int interest() {
        return taker != null && children.size() < settings.maxClients() ? SelectionKey.OP_ACCEPT : 0;
    }

    private void acceptOrNot() {
        int interest = interest();
        accepting.forEach(watch -> watch.setInterest(interest));
    }
}
