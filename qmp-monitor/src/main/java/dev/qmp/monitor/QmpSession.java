package dev.qmp.monitor;

import dev.qmp.chardev.CharConnection;
import dev.qmp.dispatch.CommandScope;
import dev.qmp.dispatch.Reply;
import dev.qmp.dispatch.Request;
import dev.qmp.dispatch.RequestRules;
import dev.qmp.dispatch.spi.Dialect;
import dev.qmp.dispatch.spi.ErrorClass;
import dev.qmp.dispatch.spi.QmpError;
import dev.qmp.monitor.internal.MessageTrace;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a QMP monitor.
 *
 * <p>Replies go out through the session that the request came in by: one whose session is over reaches nobody.
 *
 * <pre>
 * mode         on                        next          sent
 * ------------ ------------------------- ------------- ---------------------
 * (opened)                               NEGOTIATION   the greeting
 * NEGOTIATION  qmp_capabilities done     COMMAND       its reply
 * NEGOTIATION  any other request         NEGOTIATION   an error
 * COMMAND      a request                 COMMAND       its reply
 * any          disconnect, hard cap      CLOSED        nothing
 * any          end of input              CLOSED        replies of all that was read
 * </pre>
 *
 * <p>Thread: parsing and out-of-band execution are confined to the monitor's loop; the rest as in {@link MonitorSession}.
 */
final class QmpSession extends MonitorSession {
    private static final CommandScope NEGOTIATION_SCOPE = ControlProvider.NEGOTIATE::equals;

    private final MonitorHost host;
    private final MonitorOptions options;
    private final List<Capability> offered;
    private final RequestReader reader;

    /**
     * Makes a session; {@link #begin} begins it.
     *
     * @param monitor its monitor
     * @param connection its peer
     * @param before the place of the monitor's session before this one, or null
     */
    QmpSession(QmpMonitor monitor, CharConnection connection, InBandQueue.@Nullable Lane before) {
        super(monitor, connection, before, SessionMode.NEGOTIATION);
        this.host = monitor.host();
        this.options = monitor.options();
        this.offered = monitor.offeredCapabilities();
        this.reader = new RequestReader(
                this,
                options.limits(),
                options.dialect() == Dialect.RFC ? RequestRules.CONTROL : RequestRules.IN_BAND_ONLY);
    }

    // --- the monitor's loop ---

    @Override
    void greet() {
        send(encoder().greeting(host.version().toJson(), offered));
    }

    /** The time to negotiate is over. */
    void negotiationTimedOut() {
        log().log(
                        Level.INFO,
                        () -> "monitor " + label() + ": session closed: no capabilities negotiated within "
                                + options.negotiationTimeout().toMillis() + " ms");
        outputClosed();
    }

    @Override
    void feed(ByteBuffer bytes) {
        reader.feed(bytes);
    }

    /** Takes a request that was read, and the memory that it takes. */
    void parsed(Request request, long size) {
        SessionMode present = mode();
        if (present == SessionMode.CLOSED) {
            return;
        }
        countRequest();
        if (request.outOfBand()) {
            executeOutOfBand(request);
        } else {
            if (present == SessionMode.NEGOTIATION) {
                suspended(Suspension.Reason.NEGOTIATING, true);
            }
            enqueue(request, size);
        }
        if (isSuspended()) {
            reader.pause();
        }
    }

    private void executeOutOfBand(Request request) {
        Consumer<Reply> sink = Flight.isOn() ? recorded(request) : reply -> reply(request, reply);
        Watchdog.Post post = host.watchdog().outOfBand();
        Object before = post.begin(label(), request);
        try {
            host.composition().dispatcher().dispatch(request, this, scope(), sink);
        } finally {
            post.end(before);
            expectMore();
        }
    }

    /** Apart, because a lambda that takes an event along loads its class when it is made. */
    private Consumer<Reply> recorded(Request request) {
        Flight.OutOfBandEvent event = Flight.outOfBand();
        return reply -> {
            reply(request, reply);
            event.answered(label(), request, reply);
        };
    }

    // --- the dispatcher's loop ---

    @Override
    public void afterRequest() {
        if (isSuspended()) {
            suspended(Suspension.Reason.NEGOTIATING, false);
            readOn();
        }
        boolean unused = closeIfInputEnded();
    }

    /**
     * Enters command mode.
     *
     * @param enabled the capabilities that the client enabled, all of them offered
     */
    void enterCommandMode(Set<Capability> enabled) {
        if (mode() != SessionMode.NEGOTIATION) {
            return;
        }
        if (enabled.contains(Capability.OOB)) {
            // Nothing is read meanwhile.
            reader.setRules(RequestRules.EXEC_OOB);
        }
        if (!advance(SessionMode.NEGOTIATION, SessionMode.COMMAND)) {
            return;
        }
        host.events().join(this);
        if (isOver()) {
            // It ended meanwhile, and perhaps left the events before it joined them.
            host.events().leave(this);
        }
    }

    // --- any thread ---

    @Override
    void ending() {
        host.events().leave(this);
    }

    boolean isPretty() {
        return options.pretty();
    }

    List<Capability> offeredCapabilities() {
        return offered;
    }

    @Override
    CommandScope scope() {
        return mode() == SessionMode.NEGOTIATION ? NEGOTIATION_SCOPE : CommandScope.ALL;
    }

    @Override
    void reply(Request request, Reply reply) {
        if (reply instanceof Reply.Silence || isOver()) {
            return;
        }
        ByteBuffer message;
        try {
            message = encoder().reply(inThisMode(reply), request.id());
        } catch (Throwable e) {
            Reply failure = host.composition()
                    .dispatcher()
                    .failure(
                            request.command(), "the reply of command '" + request.command() + "' cannot be written", e);
            try {
                message = encoder().reply(failure, request.id());
            } catch (Throwable again) {
                // A peer that waits for a reply is to notice that none will come.
                breakOff("no reply to command '" + request.command() + "' can be written", again);
                return;
            }
        }
        send(message);
    }

    private Reply inThisMode(Reply reply) {
        if (mode() == SessionMode.NEGOTIATION
                && reply instanceof Reply.Failure failure
                && failure.error().errorClass() == ErrorClass.COMMAND_NOT_FOUND) {
            return new Reply.Failure(
                    QmpError.commandNotFound("Expecting capabilities negotiation with 'qmp_capabilities'"));
        }
        return reply;
    }

    /** Sends a complete message. */
    void send(ByteBuffer message) {
        if (MessageTrace.ON) {
            MessageTrace.out(label(), message);
        }
        sendBytes(message);
    }

    private MessageEncoder encoder() {
        return MessageEncoder.ofThread(options.pretty());
    }

    @Override
    public Dialect dialect() {
        return options.dialect();
    }

    @Override
    public <T> Optional<T> attribute(Class<T> type) {
        return type == QmpSession.class ? Optional.of(type.cast(this)) : super.attribute(type);
    }
}
