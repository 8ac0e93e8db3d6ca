package dev.qmp.chardev.internal.socket;

import dev.qmp.chardev.ChannelWatch;
import dev.qmp.chardev.ChardevContext;
import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.ChardevOptions;
import dev.qmp.chardev.SystemErrors;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A listening socket with one client at a time: while there is one, others wait in the system's queue.
 *
 * <p>Thread: confined to the loop, except writing.
 */
final class ServerDevice extends SocketDevice {
    private final Listener listener;
    private final PeerCheck check;
    private final List<ChannelWatch> accepting = new ArrayList<>(1);

    ServerDevice(ChardevOptions options, SocketOptions settings, ChardevContext context) {
        super(options, settings, context, context.mainLoop());
        this.listener = Listener.open(settings);
        this.check = PeerCheck.of(settings.allowedUids());
        setFilename(disconnectedText(listener.text()));
        SocketChannel first = settings.waits() ? waitForClient() : null;
        runInLoop(() -> {
            enterLoop();
            if (first != null) {
                adopt(first);
                acceptOrNot();
            }
        });
    }

    @Override
    protected void enterLoop() {
        super.enterLoop();
        for (ServerSocketChannel channel : listener.channels()) {
            try {
                channel.configureBlocking(false);
                int interest = peer() == null ? SelectionKey.OP_ACCEPT : 0;
                accepting.add(loop().watch(channel, interest, ops -> accept(channel)));
            } catch (IOException e) {
                log().log(System.Logger.Level.WARNING, this + " accepts no more", e);
            }
        }
    }

    @Override
    protected void leaveLoop() {
        super.leaveLoop();
        accepting.forEach(ChannelWatch::remove);
        accepting.clear();
    }

    @Override
    void afterDisconnect() {
        setFilename(disconnectedText(listener.text()));
        acceptOrNot();
    }

    @Override
    protected void closeInLoop() {
        accepting.forEach(ChannelWatch::remove);
        accepting.clear();
        listener.close();
        super.closeInLoop();
    }

    private void accept(ServerSocketChannel channel) {
        if (peer() != null) {
            return;
        }
        SocketChannel client;
        try {
            client = channel.accept();
        } catch (IOException e) {
            log().log(System.Logger.Level.WARNING, this + ": accept failed; trying again in a second", e);
            accepting.forEach(watch -> watch.setInterest(0));
            loop().schedule(TimeUnit.SECONDS.toNanos(1), () -> runInLoop(this::acceptOrNot));
            return;
        }
        if (client == null) {
            return;
        }
        if (!check.admits(client)) {
            closeQuietly(client);
            return;
        }
        adopt(client);
        acceptOrNot();
    }

    private void acceptOrNot() {
        int interest = peer() == null ? SelectionKey.OP_ACCEPT : 0;
        accepting.forEach(watch -> watch.setInterest(interest));
    }

    private SocketChannel waitForClient() {
        context().notices().accept("info: QEMU waiting for connection on: " + filename());
        ServerSocketChannel channel = listener.channels().get(0);
        try {
            while (true) {
                SocketChannel client = channel.accept();
                if (check.admits(client)) {
                    return client;
                }
                closeQuietly(client);
            }
        } catch (IOException e) {
            listener.close();
            throw new ChardevException("Failed to accept a connection: " + SystemErrors.text(e));
        }
    }
}
