package dev.qmp.monitor.client;

import dev.qmp.dispatch.spi.Dialect;
import dev.qmp.json.JsonValues;
import dev.qmp.monitor.client.internal.Deadline;
import dev.qmp.monitor.client.internal.Dialer;
import dev.qmp.monitor.client.internal.TlsContexts;
import dev.qmp.monitor.client.internal.TlsWire;
import dev.qmp.monitor.client.internal.Wire;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The way from an address to a connection in command mode, all within one deadline. Thread: confined to the client's reader.
 */
final class Handshake {
    private static final JsonObject ENABLE_OOB = JsonValues.object()
            .add("enable", JsonValues.array().add("oob").build())
            .build();

    private final QmpAddress address;
    private final QmpClientOptions options;
    private long deadline;

    /** Begins; the time is that of the options, and ends at a moment if that is earlier. */
    Handshake(QmpAddress address, QmpClientOptions options, long end) {
        this.address = address;
        this.options = options;
        long own = Deadline.in(options.timeout());
        this.deadline = end == Deadline.NONE || end - own > 0 ? own : end;
    }

    /** Fails if the options can never lead to a connection. */
    void checkSettings() throws QmpConnectionException {
        if (address instanceof QmpAddress.Tls tls) {
            engine(tls);
        }
    }

    /** Opens the socket. */
    Wire dial(BooleanSupplier cancelled) throws QmpConnectionException {
        try {
            if (address instanceof QmpAddress.Unix unix) {
                return new Wire(Dialer.unix(unix.path(), deadline, cancelled));
            }
            if (address instanceof QmpAddress.Tcp tcp) {
                return new Wire(Dialer.tcp(tcp.host(), tcp.port(), deadline, cancelled));
            }
            QmpAddress.Tls tls = (QmpAddress.Tls) address;
            SSLEngine engine = engine(tls);
            SocketChannel channel = Dialer.tcp(tls.host(), tls.port(), deadline, cancelled);
            return TlsWire.dialled(channel, engine);
        } catch (QmpConnectionException e) {
            throw e;
        } catch (IOException e) {
            String reason = address instanceof QmpAddress.Unix unix ? Dialer.notASocket(unix.path()) : null;
            throw new QmpConnectionException(
                    "cannot connect to " + address + ": " + (reason == null ? reason(e) : reason), e);
        }
    }

    /** Waits for a server that dials in; the time for all else begins then. */
    Wire answer(QmpAcceptor acceptor, long until, BooleanSupplier cancelled) throws QmpConnectionException {
        try {
            SSLEngine engine = address instanceof QmpAddress.Tls tls ? engine(tls) : null;
            SocketChannel channel = acceptor.next(until, cancelled);
            deadline = Deadline.in(options.timeout());
            return engine == null
                    ? new Wire(channel)
                    : TlsWire.answered(channel, engine, options.tls().authority() != null);
        } catch (QmpConnectionException e) {
            throw e;
        } catch (SocketTimeoutException e) {
            throw new QmpConnectionException("no server has dialled in at " + address, e);
        } catch (IOException e) {
            throw new QmpConnectionException("listening at " + address + " failed: " + reason(e), e);
        }
    }

    private SSLEngine engine(QmpAddress.Tls tls) throws QmpConnectionException {
        TlsSettings settings = options.tls();
        try {
            String name = settings.serverName();
            return TlsContexts.of(settings.authority(), settings.certificate(), settings.key())
                    .createSSLEngine(name == null ? tls.host() : name, tls.port());
        } catch (IOException | GeneralSecurityException e) {
            throw new QmpConnectionException("TLS settings for " + address + ": " + reason(e), e);
        }
    }

    /**
     * Brings a fresh connection to the point where commands can be sent. At that point, before any later event, {@code ready} is run.
     */
    void perform(Session session, Wire wire, Runnable ready) throws QmpConnectionException {
        try {
            wire.handshake(deadline);
        } catch (SocketTimeoutException e) {
            throw new QmpConnectionException("connected to " + address + " but the TLS handshake did not end", e);
        } catch (IOException e) {
            throw new QmpConnectionException("TLS with " + address + " failed: " + reason(e), e);
        }
        if (options.agent()) {
            synchronize(session);
            ready.run();
        } else {
            negotiate(session, ready);
        }
    }

    private void synchronize(Session session) throws QmpConnectionException {
        AgentSync sync = session.sync();
        if (sync == null) {
            throw new IllegalStateException("no guest agent");
        }
        try {
            session.requests().sendRaw(sync.request());
        } catch (IOException e) {
            throw new QmpConnectionException("the connection to " + address + " broke: " + reason(e), e);
        }
        await(session, sync::done, "the guest agent did not answer: is it running, and no other client attached?");
    }

    private void negotiate(Session session, Runnable ready) throws QmpConnectionException {
        await(
                session,
                () -> session.greeting() != null,
                address instanceof QmpAddress.Unix
                        ? "got no greeting: is another client attached?"
                        : "got no greeting: is another client attached, or is it not a QMP server?");
        QmpGreeting greeting = session.greeting();
        boolean modern = options.dialect() == Dialect.MODERN;
        boolean oob = options.outOfBand()
                && (!modern || (greeting != null && greeting.capabilities().contains("oob")));
        Call call = new Call("qmp_capabilities", false, address, options, Thread.currentThread());
        CompletableFuture<Void> negotiated = call.thenRun(() -> {
            if (oob) {
                session.requests().enableOutOfBand();
            }
            ready.run();
        });
        session.requests().submit(call, "qmp_capabilities", oob && modern ? ENABLE_OOB : null);
        await(
                session,
                negotiated::isDone,
                "capabilities negotiation was not answered: is a command of an earlier client still running?");
        try {
            negotiated.join();
        } catch (CompletionException e) {
            throw new QmpConnectionException(
                    address + " refused capabilities negotiation: "
                            + (e.getCause() instanceof QmpCommandException refused
                                    ? refused.description()
                                    : reason(e.getCause())),
                    e.getCause());
        }
    }

    private void await(Session session, BooleanSupplier done, String otherwise) throws QmpConnectionException {
        try {
            while (!done.getAsBoolean()) {
                if (!session.read(deadline)) {
                    throw new QmpConnectionException(
                            "connected to " + address + " but it closed the connection at once");
                }
            }
        } catch (QmpConnectionException e) {
            throw e;
        } catch (SocketTimeoutException e) {
            throw new QmpConnectionException("connected to " + address + " but " + otherwise, e);
        } catch (IOException e) {
            throw new QmpConnectionException("the connection to " + address + " broke: " + reason(e), e);
        }
    }

    /** Returns the system's text, to which some JDKs add the name of the call, as in "(connect failed)". */
    static String reason(@Nullable Throwable e) {
        String message = e == null ? null : e.getMessage();
        if (message != null && e instanceof SSLException && message.contains("nrecognized SSL message")) {
            return "it does not speak TLS";
        }
        return message == null || message.isEmpty()
                ? String.valueOf(e)
                : message.replaceFirst(" \\(\\w+ failed\\)$", "");
    }
}
