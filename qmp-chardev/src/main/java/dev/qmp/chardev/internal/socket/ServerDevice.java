package dev.qmp.chardev.internal.socket;

import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.spi.ChardevContext;
import java.nio.channels.SocketChannel;

/**
 * A listening socket with one client at a time: while there is one, others wait in the system's queue, unless it is in handshakes that
 * take long.
 *
 * <p>Thread: confined to the loop, except writing.
 */
final class ServerDevice extends SocketDevice {
    private final Acceptor acceptor;

    ServerDevice(ChardevOptions options, SocketOptions settings, ChardevContext context) {
        super(options, settings, context, context.mainLoop());
        this.acceptor = Acceptor.open(settings, transport(), new Clients());
        port.setFilename(acceptor.disconnected());
        SocketChannel first = settings.waits() ? waitForClient() : null;
        port.runInLoop(() -> {
            if (first != null) {
                adopt(first, acceptor::update);
            }
            acceptor.enter(port.loop());
        });
    }

    @Override
    public void enterLoop() {
        super.enterLoop();
        acceptor.enter(port.loop());
    }

    @Override
    public void leaveLoop() {
        super.leaveLoop();
        acceptor.leave();
    }

    @Override
    String boundPath() {
        return acceptor.text();
    }

    @Override
    void afterDisconnect() {
        port.setFilename(acceptor.disconnected());
        acceptor.update();
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
            super.closeInLoop();
        }
    }

    private SocketChannel waitForClient() {
        boolean there = false;
        try {
            context.notices().accept("info: QEMU waiting for connection on: " + port.filename());
            SocketChannel client = acceptor.waitForClient();
            there = true;
            return client;
        } finally {
            if (!there) {
                acceptor.close();
            }
        }
    }

    /** Who connects. Thread: the device's loop. */
    private final class Clients implements Acceptor.Owner {
        @Override
        public boolean hasRoom() {
            return peer() == null || isLate();
        }

        @Override
        public void accepted(SocketChannel client) {
            giveWay();
            adopt(client, acceptor::update);
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
