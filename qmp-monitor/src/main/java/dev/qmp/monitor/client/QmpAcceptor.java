package dev.qmp.monitor.client;

import dev.qmp.monitor.client.internal.Answerer;
import dev.qmp.monitor.client.internal.Deadline;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.function.BooleanSupplier;

/**
 * A listening socket for servers that dial out, as QEMU does with {@code -chardev socket,server=off}. A client of it that reconnects waits
 * for the next server that dials in.
 *
 * <p>Thread: safe to share.
 */
public final class QmpAcceptor implements AutoCloseable {
    private final QmpAddress address;
    private final Answerer answerer;

    private QmpAcceptor(QmpAddress address, Answerer answerer) {
        this.address = address;
        this.answerer = answerer;
    }

    /**
     * Listens.
     *
     * @param address where: a path at which there is no file yet, or a host of this machine and a port
     * @return listening
     * @throws QmpConnectionException if that fails; the message says where and why
     */
    public static QmpAcceptor listen(QmpAddress address) throws QmpConnectionException {
        try {
            if (address instanceof QmpAddress.Unix unix) {
                return new QmpAcceptor(address, Answerer.unix(unix.path()));
            }
            if (address instanceof QmpAddress.Tcp tcp) {
                return new QmpAcceptor(address, Answerer.tcp(tcp.host(), tcp.port()));
            }
            QmpAddress.Tls tls = (QmpAddress.Tls) address;
            return new QmpAcceptor(address, Answerer.tcp(tls.host(), tls.port()));
        } catch (IOException e) {
            throw new QmpConnectionException("cannot listen at " + address + ": " + Handshake.reason(e), e);
        }
    }

    /**
     * Waits for a server, reads its greeting and negotiates. With TLS the client answers the handshake: it needs a certificate and its key, and with an
     * authority the server needs a certificate, too, whose name is not checked. If the calling thread is interrupted, this fails, and the thread stays interrupted.
     *
     * @param options how; {@link QmpClientOptions#awaitServer()} is how long to wait for the server, for ever by default
     * @return a client in command mode, whose address is the one that is listened at
     * @throws QmpConnectionException if that fails; the message says where and why
     */
    public QmpClient accept(QmpClientOptions options) throws QmpConnectionException {
        if (address instanceof QmpAddress.Tls && options.tls().certificate() == null) {
            throw new QmpConnectionException(
                    "TLS settings for " + address + ": listening needs a certificate and its key");
        }
        return QmpClient.connect(address, options, this);
    }

    /** Waits for a server that dials in. */
    SocketChannel next(long deadline, BooleanSupplier cancelled) throws IOException {
        return answerer.accept(deadline, cancelled);
    }

    /** Stops listening, and removes the socket's file. Clients stay connected. Closing twice has no effect. */
    @Override
    public void close() {
        try {
            answerer.close();
        } catch (IOException e) {
            Session.LOG.log(System.Logger.Level.DEBUG, "closing the listener at " + address, e);
        }
    }

    /** Returns when a server must have dialled in. */
    static long deadline(QmpClientOptions options) {
        return options.awaitServer().map(Deadline::in).orElse(Deadline.NONE);
    }
}
