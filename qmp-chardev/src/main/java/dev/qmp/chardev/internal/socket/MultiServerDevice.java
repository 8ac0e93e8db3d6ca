package dev.qmp.chardev.internal.socket;

import dev.qmp.chardev.CharFeature;
import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.ClientListener;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.spi.ChardevContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;
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
    private final Acceptor acceptor;
    private final Set<ChildDevice> children = new LinkedHashSet<>();
    private @Nullable ClientListener taker;
    private long count;

    MultiServerDevice(ChardevOptions options, SocketOptions settings, ChardevContext context) {
        super(options, context, EnumSet.of(CharFeature.MULTI_CLIENT, CharFeature.GCONTEXT, CharFeature.YANK));
        this.options = options;
        this.settings = settings;
        this.acceptor = Acceptor.open(settings, new Clients());
        setFilename("disconnected:" + ChildDevice.scheme(settings) + ":" + acceptor.text() + ",server=on");
        runInLoop(this::enterLoop);
    }

    @Override
    protected void enterLoop() {
        acceptor.enter(loop());
    }

    @Override
    protected void leaveLoop() {
        acceptor.leave();
    }

    @Override
    protected void clientListenerInLoop(@Nullable ClientListener listener) {
        taker = listener;
        acceptor.update();
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
    protected void removeFiles() {
        acceptor.removeFile();
    }

    @Override
    protected void closeInLoop() {
        try {
            acceptor.close();
        } finally {
            new ArrayList<>(children).forEach(Chardev::closeAsync);
        }
    }

    /** A client's device is there and its layers are done. */
    void childReady(ChildDevice child) {
        ClientListener current = taker;
        if (current == null || isClosed()) {
            child.closeAsync();
            return;
        }
        try {
            current.clientConnected(child);
        } catch (RuntimeException | Error e) {
            child.closeAsync();
            report("client not taken", e);
        }
    }

    void childGone(ChildDevice child) {
        runInLoop(() -> {
            children.remove(child);
            acceptor.update();
        });
    }

    /** Where it listens: the path of a unix socket. */
    String boundPath() {
        return acceptor.text();
    }

    /** Who connects. Thread: the device's loop. */
    private final class Clients implements Acceptor.Owner {
        @Override
        public boolean hasRoom() {
            return taker != null && children.size() < settings.maxClients();
        }

        @Override
        public void accepted(SocketChannel client) {
            ChildDevice child = new ChildDevice(options, ++count, settings, context(), loop(), MultiServerDevice.this);
            children.add(child);
            child.begin(client);
        }

        @Override
        public void failed(String what, Throwable cause) {
            report(what, cause);
        }

        @Override
        public void later(long nanos, Runnable task) {
            scheduleInLoop(nanos, task);
        }
    }
}
