package dev.qmp.chardev.internal.socket;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.loop.Timer;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.spi.ChardevContext;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A socket that connects: once, when it is opened, or again and again with {@code reconnect}.
 *
 * <p>Thread: confined to the loop, except writing; connecting is done by a helper thread that posts its result.
 */
final class ClientDevice extends SocketDevice {
    private @Nullable Timer retry;
    private boolean complained;

    ClientDevice(ChardevOptions options, SocketOptions settings, ChardevContext context) {
        super(options, settings, context, context.mainLoop());
        port.setFilename(SocketText.disconnected(settings, settings.endpoint().shown()));
        if (settings.reconnectMillis() > 0) {
            port.runInLoop(this::connect);
        } else {
            SocketChannel channel = Connector.connect(settings.endpoint(), transport());
            port.runInLoop(() -> adopt(channel));
        }
    }

    @Override
    void afterDisconnect() {
        port.setFilename(
                SocketText.disconnected(settings(), settings().endpoint().shown()));
    }

    @Override
    void afterClosed() {
        if (settings().reconnectMillis() > 0 && !port.isClosed() && peer() == null) {
            retryLater();
        }
    }

    @Override
    public void closeInLoop() {
        Timer timer = retry;
        if (timer != null) {
            timer.cancel();
        }
        super.closeInLoop();
    }

    private void connect() {
        if (port.isClosed() || peer() != null) {
            return;
        }
        try {
            context.helpers().execute(this::connectInHelper);
        } catch (Throwable e) {
            port.report("it cannot connect now, and tries again", e);
            retryLater();
        }
    }

    private void connectInHelper() {
        try {
            SocketChannel channel = Connector.connect(settings().endpoint(), transport());
            port.post(() -> connected(channel));
        } catch (ChardevException e) {
            port.post(() -> notConnected(String.valueOf(e.getMessage())));
        } catch (Throwable e) {
            port.report("connecting failed", e);
            port.post(() -> notConnected(String.valueOf(e)));
        }
    }

    private void connected(SocketChannel channel) {
        if (port.isClosed() || peer() != null) {
            closeQuietly(channel);
            return;
        }
        complained = false;
        adopt(channel);
    }

    private void notConnected(String reason) {
        if (port.isClosed()) {
            return;
        }
        retryLater();
        if (!complained) {
            complained = true;
            context.notices().accept("Unable to connect character device " + port.id() + ": " + reason);
        }
    }

    private void retryLater() {
        retry = port.schedule(TimeUnit.MILLISECONDS.toNanos(settings().reconnectMillis()), this::connect);
    }
}
