package dev.qmp.chardev.internal.socket;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.spi.ChardevContext;
import dev.qmp.chardev.spi.DevicePort;
import dev.qmp.chardev.tls.TlsCredentials;
import dev.qmp.chardev.tls.TlsCredentialsLookup;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * TLS by the JDK's engine. Long computations run in a helper thread, which posts its result to the loop.
 *
 * <p>Thread: unwrapping is confined to the loop; wrapping is guarded by the stack's monitor, as the engine wants it.
 */
final class TlsLayer extends Layer {
    private static final int SCRATCH = 33 * 1024; // larger than the largest record, encoded or decoded
    private static final ThreadLocal<ByteBuffer> ENCODED = ThreadLocal.withInitial(() -> ByteBuffer.allocate(SCRATCH));
    private static final ThreadLocal<ByteBuffer> DECODED = ThreadLocal.withInitial(() -> ByteBuffer.allocate(SCRATCH));
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final ChardevContext context;
    private final DevicePort port;
    private final @Nullable String authz;

    private @Nullable ByteBuffer kept; // the beginning of a record
    private boolean ready;
    private boolean computing;

    private TlsLayer(SSLEngine engine, ChardevContext context, DevicePort port, @Nullable String authz) {
        this.engine = engine;
        this.context = context;
        this.port = port;
        this.authz = authz;
    }

    /** Finds credentials for one end, with QEMU's errors ({@code chardev-error-chardev}). */
    static TlsCredentials credentials(ChardevContext context, String id, boolean server) {
        TlsCredentials found = context.service(TlsCredentialsLookup.class)
                .orElseThrow(() -> new ChardevException("No TLS credentials with id '" + id + "'"))
                .find(id);
        if (server != (found.endpoint() == TlsCredentials.Endpoint.SERVER)) {
            throw new ChardevException(
                    "Expected TLS credentials for a " + (server ? "server" : "client") + " endpoint");
        }
        return found;
    }

    static TlsLayer create(SocketOptions settings, ChardevContext context, DevicePort port) {
        String id = settings.tlsCreds();
        if (id == null) {
            throw new IllegalArgumentException("no credentials");
        }
        TlsCredentials creds = credentials(context, id, settings.server());
        SSLEngine engine;
        if (settings.server()) {
            engine = creds.context().createSSLEngine();
            engine.setUseClientMode(false);
            engine.setNeedClientAuth(creds.verifyPeer());
        } else {
            String host = ((Endpoint.Inet) settings.endpoint()).host();
            engine = creds.context().createSSLEngine(host, -1);
            engine.setUseClientMode(true);
            if (creds.verifyPeer()) {
                SSLParameters parameters = engine.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                engine.setSSLParameters(parameters);
            }
        }
        return new TlsLayer(engine, context, port, settings.tlsAuthz());
    }

    @Override
    void start() throws IOException {
        engine.beginHandshake();
        advance(NOTHING);
    }

    @Override
    void receive(ByteBuffer bytes) throws IOException {
        ByteBuffer rest = kept;
        if (rest == null) {
            advance(bytes);
        } else {
            kept = null;
            advance(joined(rest, bytes));
        }
    }

    @Override
    void send(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            wrap(bytes);
            runTasksHere();
        }
    }

    @Override
    void finish() throws IOException {
        engine.closeOutbound();
        wrapAll();
    }

    /** Advances as far as the bytes allow. They are consumed; a partial record is kept. */
    private void advance(ByteBuffer bytes) throws IOException {
        while (true) {
            HandshakeStatus status = engine.getHandshakeStatus();
            if (computing) {
                keep(bytes);
                return;
            }
            switch (status) {
                case NEED_TASK -> {
                    if (ready && !engine.getSession().getProtocol().equals("TLSv1.3")) {
                        throw new IOException("the peer wants to negotiate again");
                    }
                    keep(bytes);
                    compute();
                    return;
                }
                case NEED_WRAP -> {
                    synchronized (stack()) {
                        if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                            wrap(NOTHING);
                        }
                    }
                    stack().update();
                    becomeReady();
                }
                default -> {
                    if (!bytes.hasRemaining() && status != HandshakeStatus.NEED_UNWRAP_AGAIN) {
                        return;
                    }
                    if (!unwrap(bytes)) {
                        return;
                    }
                }
            }
        }
    }

    /** Decodes one record; false if there is none. */
    private boolean unwrap(ByteBuffer bytes) throws IOException {
        ByteBuffer plain = DECODED.get().clear();
        SSLEngineResult result;
        try {
            result = engine.unwrap(bytes, plain);
        } catch (SSLException e) {
            sendAlert();
            throw e;
        }
        switch (result.getStatus()) {
            case BUFFER_UNDERFLOW -> {
                keep(bytes);
                return false;
            }
            case BUFFER_OVERFLOW -> throw new IOException("TLS record of " + bytes.remaining() + " bytes");
            case CLOSED -> {
                stack().endOfInput();
                bytes.position(bytes.limit());
                return false;
            }
            case OK -> {
                becomeReady();
                up(plain.flip());
            }
        }
        return true;
    }

    private void becomeReady() throws IOException {
        if (!ready && engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING) {
            authorize();
            ready = true;
            ready();
        }
    }

    private void authorize() throws IOException {
        String object = authz;
        if (object == null) {
            return;
        }
        String name = engine.getSession().getPeerPrincipal().getName();
        boolean allowed = context.service(TlsCredentialsLookup.class)
                .map(lookup -> lookup.isAuthorized(object, name))
                .orElse(false);
        if (!allowed) {
            throw new IOException("TLS client " + name + " is not authorized by " + object);
        }
    }

    /** Encodes one record, under the stack's monitor. */
    private void wrap(ByteBuffer source) throws IOException {
        ByteBuffer record = ENCODED.get().clear();
        SSLEngineResult result = engine.wrap(source, record);
        if (result.bytesProduced() == 0 && result.bytesConsumed() == 0) {
            throw new IOException("Broken pipe"); // the engine is closed
        }
        down(record.flip());
    }

    /** Encodes the engine's own messages, under the stack's monitor. */
    private void wrapAll() throws IOException {
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && !engine.isOutboundDone()) {
            wrap(NOTHING);
        }
    }

    private void sendAlert() {
        synchronized (stack()) {
            try {
                wrapAll();
            } catch (IOException e) {
                SocketDevice.log().log(System.Logger.Level.DEBUG, "no alert", e);
            }
        }
    }

    /** Returns the session, whose peer is known when the handshake is done. */
    SSLSession session() {
        return engine.getSession();
    }

    private void runTasksHere() {
        Runnable task;
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK && (task = engine.getDelegatedTask()) != null) {
            task.run();
        }
    }

    private void compute() {
        Runnable task = engine.getDelegatedTask();
        if (task == null) {
            return;
        }
        computing = true;
        context.computing().execute(() -> {
            try {
                for (Runnable next = task; next != null; next = engine.getDelegatedTask()) {
                    next.run();
                }
                port.post(() -> computed(null));
            } catch (Throwable e) {
                port.post(() -> computed(e));
            }
        });
    }

    private void computed(@Nullable Throwable failure) {
        computing = false;
        if (stack().isFinished()) {
            return;
        }
        ByteBuffer rest = kept;
        kept = null;
        try {
            if (failure != null) {
                throw failure;
            }
            if (rest == null && engine.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP) {
                // The engine throws what its task threw at the next call.
                unwrap(NOTHING.duplicate());
            }
            advance(rest == null ? NOTHING : rest);
        } catch (Throwable e) {
            stack().fail(e);
        }
    }

    private void keep(ByteBuffer bytes) {
        if (bytes.hasRemaining()) {
            ByteBuffer rest = kept;
            kept = joined(rest == null ? NOTHING.duplicate() : rest, bytes);
        }
    }

    @Override
    long keptInput() {
        ByteBuffer rest = kept;
        return rest == null ? 0 : rest.capacity();
    }

    private static ByteBuffer joined(ByteBuffer first, ByteBuffer second) {
        return ByteBuffer.allocate(first.remaining() + second.remaining())
                .put(first)
                .put(second)
                .flip();
    }
}
