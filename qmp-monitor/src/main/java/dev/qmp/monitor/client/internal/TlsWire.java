package dev.qmp.monitor.client.internal;

import dev.qmp.json.JsonMessageWriter;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/**
 * A socket with TLS on it, by the JDK's engine. Long computations of the handshake run in the reader's thread, which has nothing else to do
 * at that time. Thread: as {@link Wire} has it; the engine wraps under the owner's lock and unwraps in the reader's thread, as it allows.
 */
public final class TlsWire extends Wire {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /**
     * Sent in a record of its own after what there is to send: QEMU 7.2 leaves the last record unread, until another one comes. Between
     * requests a line feed means nothing.
     */
    private static final ByteBuffer LINE_FEED =
            ByteBuffer.wrap(new byte[] {'\n'}).asReadOnlyBuffer();

    private final SSLEngine engine;
    private final ByteBuffer plain;
    private final ByteBuffer outgoing; // from position to limit what the socket did not take yet
    private ByteBuffer encrypted; // from 0 to position what could not be decrypted yet
    private boolean ended;
    private boolean nudgeOwed;

    /**
     * Takes over a socket that this end opened.
     *
     * @param channel connected; closed if this fails
     * @param engine as made for the peer's name, which it then checks
     * @return a wire that begins the handshake
     * @throws IOException if the system refuses a selector
     */
    public static TlsWire dialled(SocketChannel channel, SSLEngine engine) throws IOException {
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return new TlsWire(channel, engine);
    }

    /**
     * Takes over a socket that the peer opened.
     *
     * @param channel connected; closed if this fails
     * @param engine with a certificate
     * @param checksPeer whether the peer needs a certificate, too
     * @return a wire that answers the handshake
     * @throws IOException if the system refuses a selector
     */
    public static TlsWire answered(SocketChannel channel, SSLEngine engine, boolean checksPeer) throws IOException {
        engine.setUseClientMode(false);
        engine.setNeedClientAuth(checksPeer);
        return new TlsWire(channel, engine);
    }

    private TlsWire(SocketChannel channel, SSLEngine engine) throws IOException {
        super(channel);
        this.engine = engine;
        int packet = engine.getSession().getPacketBufferSize();
        encrypted = ByteBuffer.allocate(packet);
        outgoing = ByteBuffer.allocate(packet).limit(0);
        plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
    }

    @Override
    public void handshake(long deadline) throws IOException {
        engine.beginHandshake();
        try {
            shakeHands(deadline);
        } catch (SSLException e) {
            farewell(); // with the alert that says why
            throw e;
        }
    }

    private void shakeHands(long deadline) throws IOException {
        HandshakeReader reader = new HandshakeReader();
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> runTasks();
                case NEED_WRAP -> {
                    wrap(NOTHING);
                    while (!flush()) {
                        await(deadline);
                    }
                }
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    if (!unwrap(reader) && (ended || !super.receive(deadline, reader))) {
                        throw new EOFException("the server closed the connection in the handshake");
                    }
                }
                default -> {
                    return;
                }
            }
        }
    }

    /** During the handshake bytes are only collected; data that comes with its end stays encrypted until {@link #receive} is called. */
    private static final class HandshakeReader implements WireHandler {
        @Override
        public void received(ByteBuffer bytes) {
            throw new IllegalStateException("data within the handshake");
        }

        @Override
        public void sendMore() {}
    }

    @Override
    public boolean receive(long deadline, WireHandler handler) throws IOException {
        if (encrypted.position() > 0 && unwrap(handler)) {
            decryptAll(handler);
            return !ended;
        }
        return super.receive(deadline, handler) && !ended;
    }

    @Override
    void deliver(ByteBuffer bytes, WireHandler handler) throws IOException {
        if (encrypted.remaining() < bytes.remaining()) {
            encrypted.flip();
            encrypted = ByteBuffer.allocate(encrypted.remaining() + bytes.remaining())
                    .put(encrypted);
        }
        encrypted.put(bytes);
        if (!(handler instanceof HandshakeReader)) {
            decryptAll(handler);
        }
    }

    private void decryptAll(WireHandler handler) throws IOException {
        while (encrypted.position() > 0 && unwrap(handler)) {}
    }

    /** Decrypts one record; false if there is no complete one, or the stream has ended. */
    private boolean unwrap(WireHandler handler) throws IOException {
        encrypted.flip();
        SSLEngineResult result;
        try {
            result = engine.unwrap(encrypted, plain.clear());
        } catch (SSLException e) {
            handler.sendMore(); // the alert that says why
            throw e;
        } finally {
            encrypted.compact();
        }
        if (plain.flip().hasRemaining()) {
            handler.received(plain);
        }
        if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
            ended = true;
            return false;
        }
        if (handler instanceof HandshakeReader) {
            return result.getStatus() == SSLEngineResult.Status.OK;
        }
        if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
            runTasks();
        }
        if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            handler.sendMore();
        }
        return result.getStatus() == SSLEngineResult.Status.OK;
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    @Override
    public void send(JsonMessageWriter from) throws IOException {
        while (flush()) {
            boolean owed = engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
            boolean nudges = from.size() == 0 && !owed && nudgeOwed;
            if (from.size() == 0 && !owed && !nudges) {
                return;
            }
            int consumed = wrap(nudges ? LINE_FEED.duplicate() : from.size() == 0 ? NOTHING : from.view());
            if (nudges) {
                nudgeOwed = consumed == 0;
            } else {
                from.discard(consumed);
                nudgeOwed |= consumed > 0;
            }
            if (consumed == 0 && !outgoing.hasRemaining()) {
                return;
            }
        }
    }

    /** Encrypts one record into the empty {@code outgoing}, and returns how much of the source is in it. */
    private int wrap(ByteBuffer source) throws IOException {
        outgoing.clear();
        try {
            SSLEngineResult result = engine.wrap(source, outgoing);
            if (result.getStatus() == SSLEngineResult.Status.CLOSED && source.hasRemaining()) {
                throw new IOException("TLS is closed");
            }
            return result.bytesConsumed();
        } finally {
            outgoing.flip();
        }
    }

    /** Sends what is encrypted; false if the socket did not take all. */
    private boolean flush() throws IOException {
        while (outgoing.hasRemaining()) {
            if (write(outgoing) == 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void farewell() {
        try {
            engine.closeOutbound();
            if (flush()) {
                wrap(NOTHING);
                flush();
            }
        } catch (IOException e) {
            Deadline.LOG.log(System.Logger.Level.DEBUG, "no farewell", e);
        }
    }
}
