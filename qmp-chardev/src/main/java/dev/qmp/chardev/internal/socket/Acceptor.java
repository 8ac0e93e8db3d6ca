package dev.qmp.chardev.internal.socket;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.internal.system.SystemErrors;
import dev.qmp.chardev.loop.ChannelWatch;
import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.spi.SocketTransport;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Accepts the clients of a listening device while that has room for another. A client that cannot be taken is disconnected;
 * nothing that happens to one ends the accepting.
 *
 * <p>Thread: confined to the device's loop, except {@link #waitForClient}, which comes before everything else, and {@link #removeFile}.
 */
final class Acceptor {
    private static final long PAUSE_SECONDS = 1;

    /** The device. Thread: its loop. */
    interface Owner {
        /** Whether another client is to be accepted. */
        boolean hasRoom();

        /** Takes a client that may connect. If this throws, the client is disconnected. */
        void accepted(SocketChannel client);

        /** Reports what went wrong with a client, or with accepting. */
        void failed(String what, Throwable cause);

        /** Runs a task in the device's loop after a time. */
        void later(long nanos, Runnable task);
    }

    private final Listener listener;
    private final String disconnected;
    private final @Nullable SocketTransport transport;
    private final PeerCheck check;
    private final Owner owner;
    private final List<ChannelWatch> watches = new ArrayList<>(1);
    private @Nullable EventLoop current;

    private Acceptor(
            Listener listener, String disconnected, @Nullable SocketTransport transport, PeerCheck check, Owner owner) {
        this.listener = listener;
        this.disconnected = disconnected;
        this.transport = transport;
        this.check = check;
        this.owner = owner;
    }

    /** Listens; accepts nothing before {@link #enter}. */
    static Acceptor open(SocketOptions settings, @Nullable SocketTransport transport, Owner owner) {
        PeerCheck check = PeerCheck.of(settings.allowedUids());
        Listener listener = Listener.open(settings, transport);
        return new Acceptor(listener, SocketText.listening(settings, listener), transport, check, owner);
    }

    /** The address really bound, as {@code filename} shows it after the scheme. */
    String text() {
        return listener.text();
    }

    /** What {@code filename} shows without a client. */
    String disconnected() {
        return disconnected;
    }

    /** Starts accepting in a loop. */
    void enter(EventLoop loop) {
        current = loop;
        for (ServerSocketChannel channel : listener.channels()) {
            try {
                channel.configureBlocking(false);
                watches.add(loop.channels().watch(channel, interest(), ops -> accept(channel)));
            } catch (IOException e) {
                Listener.closeQuietly(channel); // a client that nobody accepts should not wait either
                owner.failed("an address no longer accepts clients", e);
            }
        }
    }

    /** Stops accepting in the current loop. */
    void leave() {
        watches.forEach(ChannelWatch::remove);
        watches.clear();
    }

    /** Checks again whether there is room. */
    void update() {
        int interest = interest();
        watches.forEach(watch -> watch.setInterest(interest));
    }

    /** Stops listening. */
    void close() {
        leave();
        listener.close();
    }

    /** Removes the socket's file. Any thread. */
    void removeFile() {
        listener.removeFile();
    }

    /** Blocks until there is a client, at any of the addresses. */
    SocketChannel waitForClient() {
        try (Selector selector = Selector.open()) {
            if (listener.channels().get(0) instanceof ThreadedServer server) {
                return waitForClient(server);
            }
            for (ServerSocketChannel channel : listener.channels()) {
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_ACCEPT, channel);
            }
            while (true) {
                selector.select();
                SocketTransport other = transport;
                if (other != null && !selector.selectedKeys().isEmpty()) {
                    selector.keys().forEach(SelectionKey::cancel);
                    selector.selectNow();
                    return waitForClient(listener.handOver(other));
                }
                if (Thread.currentThread().isInterrupted()) {
                    throw new ChardevException("Failed to accept a connection: Interrupted system call");
                }
                for (SelectionKey key : selector.selectedKeys()) {
                    SocketChannel client = admitted((ServerSocketChannel) key.channel());
                    if (client != null) {
                        return client;
                    }
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException e) {
            throw new ChardevException("Failed to accept a connection: " + SystemErrors.text(e));
        }
    }

    private SocketChannel waitForClient(ThreadedServer server) throws IOException {
        while (true) {
            SocketChannel client = server.awaitClient();
            if (check.admits(client)) {
                return client;
            }
            SocketDevice.closeQuietly(client);
        }
    }

    private int interest() {
        return owner.hasRoom() ? SelectionKey.OP_ACCEPT : 0;
    }

    private void accept(ServerSocketChannel channel) {
        SocketTransport other = transport;
        EventLoop loop = current;
        if (other != null && loop != null && !(channel instanceof ThreadedServer)) {
            leave();
            listener.handOver(other);
            enter(loop);
            return;
        }
        try {
            while (owner.hasRoom()) {
                SocketChannel client = channel.accept();
                if (client == null) {
                    break;
                }
                take(client);
            }
        } catch (IOException e) {
            SocketDevice.log().log(System.Logger.Level.WARNING, listener.text() + ": accept failed; trying again", e);
            watches.forEach(watch -> watch.setInterest(0));
            owner.later(TimeUnit.SECONDS.toNanos(PAUSE_SECONDS), this::update);
            return;
        }
        update();
    }

    @SuppressWarnings("CatchingUnchecked") // whatever it is, it concerns this client only
    private void take(SocketChannel client) {
        boolean taken = false;
        try {
            if (check.admits(client)) {
                owner.accepted(client);
                taken = true;
            }
        } catch (RuntimeException | Error e) {
            owner.failed("client not taken", e);
        } finally {
            if (!taken) {
                SocketDevice.closeQuietly(client);
            }
        }
    }

    private @Nullable SocketChannel admitted(ServerSocketChannel channel) throws IOException {
        SocketChannel client = channel.accept();
        if (client != null && !check.admits(client)) {
            SocketDevice.closeQuietly(client);
            return null;
        }
        return client;
    }
}
