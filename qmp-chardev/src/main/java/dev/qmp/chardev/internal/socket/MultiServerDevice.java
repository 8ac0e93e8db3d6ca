package dev.qmp.chardev.internal.socket;

import dev.qmp.chardev.CharFeature;
import dev.qmp.chardev.ClientListener;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.spi.CharDevice;
import dev.qmp.chardev.spi.ChardevContext;
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
final class MultiServerDevice extends CharDevice {
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
        this.acceptor = Acceptor.open(settings, Sockets.transport(settings, context), new Clients());
        port.setFilename(acceptor.disconnected());
        port.runInLoop(this::enterLoop);
    }

    @Override
    public void enterLoop() {
        acceptor.enter(port.loop());
    }

    @Override
    public void leaveLoop() {
        acceptor.leave();
    }

    @Override
    public void clientListenerInLoop(@Nullable ClientListener listener) {
        taker = listener;
        acceptor.update();
    }

    @Override
    public boolean yank() {
        port.runInLoop(() -> children.forEach(ChildDevice::yank));
        return true;
    }

    @Override
    public void disconnectInLoop() {
        new ArrayList<>(children).forEach(ChildDevice::dropPeer);
    }

    @Override
    public void removeFiles() {
        acceptor.removeFile();
    }

    @Override
    public void closeInLoop() {
        try {
            acceptor.close();
        } finally {
            new ArrayList<>(children).forEach(ChildDevice::close);
        }
    }

    /** A client's device is there and its layers are done. */
    void childReady(ChildDevice child) {
        ClientListener current = taker;
        if (current == null || port.isClosed()) {
            child.close();
            return;
        }
        try {
            current.clientConnected(child.handle());
        } catch (RuntimeException | Error e) {
            child.close();
            port.report("client not taken", e);
        }
    }

    void childGone(ChildDevice child) {
        port.runInLoop(() -> {
            children.remove(child);
            acceptor.update();
        });
    }

    /** A client's handshakes have taken a while, so its place is for another one. */
    void childLate() {
        acceptor.update();
    }

    /** The client that has been longest in its handshakes, if that is too long for others to wait; null if none has. */
    private @Nullable ChildDevice late() {
        for (ChildDevice child : children) {
            if (child.isLate()) {
                return child;
            }
        }
        return null;
    }

    /** Where it listens: the path of a unix socket. */
    String boundPath() {
        return acceptor.text();
    }

    /** Who connects. Thread: the device's loop. */
    private final class Clients implements Acceptor.Owner {
        @Override
        public boolean hasRoom() {
            return taker != null && (children.size() < settings.maxClients() || late() != null);
        }

        @Override
        public void accepted(SocketChannel client) {
            ChildDevice late = children.size() < settings.maxClients() ? null : late();
            if (late != null) {
                children.remove(late);
                late.giveWay();
                late.close();
            }
            ChildDevice child =
                    new ChildDevice(options, ++count, settings, context, port.loop(), MultiServerDevice.this);
            children.add(child);
            child.begin(client);
        }

        @Override
        public void failed(String what, Throwable cause) {
            port.report(what, cause);
        }

        @Override
        public void later(long nanos, Runnable task) {
            port.schedule(nanos, task);
        }
    }
}
