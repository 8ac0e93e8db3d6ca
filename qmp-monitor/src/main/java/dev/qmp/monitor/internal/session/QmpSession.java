package dev.qmp.monitor.internal.session;

import dev.qmp.chardev.CharConnection;
import dev.qmp.chardev.ReceivedDescriptors;
import dev.qmp.chardev.spi.MemoryBudget;
import dev.qmp.dispatch.CommandScope;
import dev.qmp.dispatch.Reply;
import dev.qmp.dispatch.Request;
import dev.qmp.dispatch.RequestRules;
import dev.qmp.dispatch.spi.Dialect;
import dev.qmp.dispatch.spi.ErrorClass;
import dev.qmp.dispatch.spi.QmpError;
import dev.qmp.json.JsonError;
import dev.qmp.json.JsonMessageParser;
import dev.qmp.json.JsonValues;
import dev.qmp.json.MessageHandler;
import dev.qmp.monitor.internal.control.schema.QMPCapability;
import dev.qmp.monitor.internal.event.EventBus;
import dev.qmp.monitor.internal.output.MessageEncoder;
import dev.qmp.monitor.internal.output.PacedConnection;
import dev.qmp.monitor.internal.queue.PendingRequest;
import dev.qmp.monitor.internal.queue.ReadSuspension;
import dev.qmp.monitor.internal.watch.ActivitySlot;
import dev.qmp.monitor.internal.watch.FlightEvents;
import dev.qmp.monitor.internal.watch.MessageTrace;
import dev.qmp.monitor.journal.Journal;
import dev.qmp.monitor.metrics.Metrics;
import dev.qmp.monitor.rights.Role;
import dev.qmp.qapi.replies.Replies;
import jakarta.json.JsonValue;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
 * <p>A guest agent's session begins in COMMAND, without a greeting, and gets no events.
 *
 * <p>Specification: {@code qmp-modes}, {@code qmp-half-close}, {@code qmp-stale-reply}.
 *
 * <p>Thread: parsing and out-of-band execution are confined to the monitor's loop; the rest as in {@link MonitorSession}.
 */
public final class QmpSession extends MonitorSession implements EventBus.Receiver {
    /** The command that ends negotiation mode. */
    public static final String NEGOTIATE = "qmp_capabilities";

    /** The command of a guest agent whose replies begin with the byte FF. Specification: {@code qmp-agent-sync}. */
    private static final String DELIMITED = "guest-sync-delimited";

    private static final CommandScope NEGOTIATION_SCOPE = NEGOTIATE::equals;

    /** About what a request that could not be parsed takes while it waits, in bytes. */
    private static final int ERROR_SIZE = 256;

    private static final MessageHandler<QmpSession> PARSED = new MessageHandler<>() {
        @Override
        public void message(QmpSession session, JsonValue value) {
            if (MessageTrace.ON) {
                MessageTrace.in(session.label(), value);
            }
            session.blanksAreIdle = true;
            session.accept(session.received(Request.of(value, session.rules)), value, session.parser.messageSize());
        }

        @Override
        public void error(QmpSession session, JsonError error) {
            session.blanksAreIdle = false;
            session.accept(Request.unparsable(error.description()), JsonValues.string(error.description()), ERROR_SIZE);
        }
    };

    private final MonitorHost host;
    private final DeviceMonitor<?> monitor;
    private final SessionSettings settings;
    private final List<QMPCapability> offered;
    private final @Nullable SessionFaults faults;
    private final @Nullable SessionJournal journal;
    private final @Nullable Metrics metrics;
    private final @Nullable Forwarding forwarding;

    // The monitor's loop, but the rules may be set by any thread.
    private final JsonMessageParser<QmpSession> parser;
    private boolean blanksAreIdle;
    private boolean feeding;
    private volatile RequestRules rules;

    /** Guarded by the lock of the events; read by any thread, inexactly. */
    private long withheldEvents;

    /**
     * Makes a session; {@link #begin} begins it.
     *
     * @param monitor its monitor
     * @param connection its peer
     * @param before the lane of the monitor's previous session, or null
     */
    QmpSession(QmpMonitor monitor, CharConnection connection, @Nullable Lane before) {
        this(monitor, connection, before, null, null);
    }

    /**
     * Makes a session whose wire a script may disturb.
     *
     * @param monitor its monitor
     * @param connection its peer
     * @param before the lane of the monitor's previous session, or null
     * @param script the script
     */
    QmpSession(QmpMonitor monitor, PacedConnection connection, @Nullable Lane before, Replies script) {
        this(monitor, connection, before, connection, script);
    }

    private QmpSession(
            QmpMonitor monitor,
            CharConnection connection,
            @Nullable Lane before,
            @Nullable PacedConnection wire,
            @Nullable Replies script) {
        super(monitor, connection, before, monitor.host().isAgent() ? SessionMode.COMMAND : SessionMode.NEGOTIATION);
        Journal notes = monitor.host().journal();
        this.metrics = monitor.host().metrics();
        this.journal = notes == null && metrics == null
                ? null
                : new SessionJournal(notes, metrics, monitor.label(), monitor.peer());
        this.faults = wire == null || script == null
                ? null
                : new SessionFaults(this, monitor.loop(), wire, this::encoder, script);
        this.host = monitor.host();
        this.monitor = monitor;
        this.settings = monitor.settings();
        Role role = role();
        this.offered = role == null || role.allowsOutOfBand() ? monitor.offeredCapabilities() : List.of();
        Forwarder forwarder = host.forwarder();
        this.forwarding = forwarder == null ? null : forwarder.open(this);
        this.parser = new JsonMessageParser<>(this, PARSED, monitor.limits());
        this.rules = settings.dialect() == Dialect.RFC ? RequestRules.CONTROL : RequestRules.IN_BAND_ONLY;
    }

    // --- the monitor's loop ---

    @Override
    protected void greet() {
        if (metrics != null) {
            metrics.sessionBegun();
        }
        if (host.isAgent()) {
            return;
        }
        if (faults == null) {
            send(greeting());
        } else {
            faults.greet(this::greeting);
        }
    }

    private ByteBuffer greeting() {
        Forwarder forwarder = host.forwarder();
        if (forwarder == null) {
            return encoder().greeting(host.version().toJson(), offered);
        }
        return forwarder.offersOutOfBand() == offered.contains(QMPCapability.OOB)
                ? forwarder.greeting()
                : encoder().greeting(forwarder.version(), offered);
    }

    /** The time to negotiate is over. */
    void negotiationTimedOut() {
        refuse(
                Level.INFO,
                "no capabilities negotiated within "
                        + settings.negotiationTimeout().toMillis() + " ms");
    }

    @Override
    protected void feed(ByteBuffer bytes) {
        if (account().isClosed()) {
            giveUp(bytes);
            return;
        }
        feeding = true;
        try {
            parser.feed(bytes);
        } finally {
            feeding = false;
        }
        if (bytes.hasRemaining() && blanksAreIdle) {
            skipBlanks(bytes);
        }
        long unfinished = parser.unfinishedSize();
        account().set(MemoryBudget.Part.INPUT, unfinished + bytes.remaining());
        if (unfinished > settings.unnegotiatedInput() && mode() == SessionMode.NEGOTIATION) {
            giveUp(bytes);
            refuse(
                    Level.WARNING,
                    "a message of more than " + settings.unnegotiatedInput()
                            + " bytes before capabilities are negotiated");
        } else if (account().isClosed()) {
            giveUp(bytes);
        }
    }

    @Override
    protected void dropInput() {
        if (!feeding) {
            parser.reset();
        }
    }

    private void giveUp(ByteBuffer bytes) {
        parser.reset();
        bytes.position(bytes.limit());
    }

    /**
     * Drops blanks after a request that suspended reading: they mean nothing, and keeping a line's end would cost a thread's wake-up.
     */
    private static void skipBlanks(ByteBuffer bytes) {
        for (int i = bytes.position(); i < bytes.limit(); i++) {
            byte b = bytes.get(i);
            if (b != '\n' && b != '\r' && b != ' ' && b != '\t') {
                bytes.position(i);
                return;
            }
        }
        bytes.position(bytes.limit());
    }

    /** Gives a request the descriptors that came with its message, or before it and are still there. Specification: {@code qmp-descriptors}. */
    private Request received(Request request) {
        ReceivedDescriptors descriptors = connection().descriptors();
        if (descriptors == null || (forwarding != null && !forwarding.passesDescriptors(request))) {
            return request;
        }
        descriptors.retain();
        return request.with(descriptors);
    }

    /** Takes a request that was read, and the memory that it takes. */
    private void accept(Request request, JsonValue value, long size) {
        SessionMode mode = mode();
        if (mode == SessionMode.CLOSED) {
            return;
        }
        if (journal != null) {
            journal.received(request, value);
        }
        countRequest();
        if (request.outOfBand()) {
            executeOutOfBand(request);
        } else if (forwarding != null && mode == SessionMode.NEGOTIATION) {
            // At once, so that a client can join however long the other server takes for what it has.
            answerHere(request);
        } else if (mode == SessionMode.NEGOTIATION
                && NEGOTIATE.equals(request.command())
                && host.queue().serveNow(this)) {
            executeHere(request);
        } else {
            if (mode == SessionMode.NEGOTIATION) {
                suspended(ReadSuspension.Reason.NEGOTIATING, true);
            }
            host.queue().add(this, request, size);
        }
        if (state().isSuspended()) {
            parser.pause();
        }
    }

    private void executeOutOfBand(Request request) {
        Forwarding away = forwarding;
        if (away != null && mode() != SessionMode.NEGOTIATION) {
            away.outOfBand(request);
        } else {
            executeHere(request);
        }
    }

    /**
     * Executes a request in the monitor's loop: one out of band, or the negotiation, before which nothing of this session can wait, so that a
     * client can come in and help while the dispatcher is busy with a command of another. Specification: {@code qmp-negotiate-early}.
     */
    private void executeHere(Request request) {
        Consumer<Reply> sink = FlightEvents.isOn() ? recorded(request) : reply -> reply(request, reply);
        QmpError refusal = refusal(request);
        if (refusal != null) {
            reply(request, new Reply.Failure(refusal));
            return;
        }
        ActivitySlot slot = host.watchdog().outOfBand();
        Object interrupted = slot.begin(label(), request);
        try {
            host.composition().dispatcher().dispatch(request, this, scope(), sink);
        } finally {
            slot.end(interrupted);
            monitor.loop().spinBeforeNextWait(); // the peer has its answer at once, so another request is likely soon
        }
    }

    /** A method of its own, because a lambda that captures an event loads its class when it is made. */
    private Consumer<Reply> recorded(Request request) {
        FlightEvents.OutOfBandEvent event = FlightEvents.outOfBand();
        return reply -> {
            reply(request, reply);
            event.answered(label(), request, reply);
        };
    }

    // --- the dispatcher's loop ---

    @Override
    protected void run(PendingRequest pending) {
        Forwarding away = forwarding;
        if (away != null) {
            away.inBand(pending);
        } else {
            super.run(pending);
        }
    }

    /** Runs a request here that is not forwarded. */
    public void answerHere(Request request) {
        host.composition().dispatcher().dispatch(request, this, scope(), reply -> reply(request, reply));
    }

    /** Answers a request with an error that was found here. */
    public void answerHere(Request request, QmpError error) {
        reply(request, new Reply.Failure(error));
    }

    @Override
    public void afterRequest() {
        if (state().isSuspended()) {
            suspended(ReadSuspension.Reason.NEGOTIATING, false);
            readOn();
        }
        if (isFinished()) {
            output().closeWhenDrained();
        }
    }

    /**
     * Enters command mode. Specification: {@code qmp-capabilities-effect}.
     *
     * @param enabled the capabilities that the client enabled, all of them offered
     */
    public void enterCommandMode(Set<QMPCapability> enabled) {
        if (mode() != SessionMode.NEGOTIATION) {
            return;
        }
        if (enabled.contains(QMPCapability.OOB)) {
            // Nothing is read meanwhile.
            rules = RequestRules.EXEC_OOB;
        }
        if (!state().advance(SessionMode.NEGOTIATION, SessionMode.COMMAND)) {
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
    protected void ending() {
        if (journal != null) {
            journal.ended();
        }
        if (metrics != null) {
            metrics.sessionEnded();
        }
        host.events().leave(this);
    }

    @Override
    public boolean isPretty() {
        return settings.pretty();
    }

    /** Returns the capabilities that the greeting offers. */
    public List<QMPCapability> offeredCapabilities() {
        return offered;
    }

    /** Before negotiation is over there is nothing to refuse. */
    @Override
    public @Nullable QmpError refusal(Request request) {
        return mode() == SessionMode.NEGOTIATION ? null : super.refusal(request);
    }

    @Override
    public int openRequests() {
        Forwarding away = forwarding;
        return away == null ? super.openRequests() : away.open();
    }

    @Override
    public boolean takes(String event) {
        Role role = role();
        if (role == null || role.delivers(event)) {
            return true;
        }
        withheldEvents++;
        return false;
    }

    @Override
    public long withheldEvents() {
        return withheldEvents;
    }

    @Override
    protected CommandScope scope() {
        return mode() == SessionMode.NEGOTIATION ? NEGOTIATION_SCOPE : CommandScope.ALL;
    }

    @Override
    protected void reply(Request request, Reply reply) {
        if (journal != null) {
            journal.replied(request, inThisMode(reply));
        }
        audit(request, reply.outcome());
        if (request.companion() instanceof ReceivedDescriptors descriptors) {
            descriptors.release();
        }
        if (reply instanceof Reply.Silence || isOver()) {
            return;
        }
        if (reply instanceof Reply.Faulty faulty && faults != null) {
            faults.reply(faulty.fault(), request, faulty.reply());
            return;
        }
        ByteBuffer message;
        try {
            message = (host.isAgent()
                            && reply instanceof Reply.Success
                            && request.command().equals(DELIMITED))
                    ? encoder().delimitedReply(reply, request.id())
                    : encoder().reply(inThisMode(reply), request.id());
        } catch (Throwable e) {
            Reply failure = host.composition()
                    .dispatcher()
                    .failure(
                            request.command(), "the reply of command '" + request.command() + "' cannot be written", e);
            try {
                message = encoder().reply(failure, request.id());
            } catch (Throwable again) {
                // A peer that waits for a reply is to notice that none will come.
                output().end();
                outputFailed("no reply to command '" + request.command() + "' can be written", 0, again);
                return;
            }
        }
        send(message);
        if (faults != null) {
            faults.replied();
        }
    }

    /** Tells whether requests and replies are noted in a journal, or counted. */
    public boolean isJournaled() {
        return journal != null;
    }

    /** Notes a reply of another server in the journal. */
    public void journal(Request request, String outcome, Supplier<byte[]> reply) {
        if (journal != null) {
            journal.replied(request, outcome, reply);
        }
    }

    /** Notes in the journal that another server will not answer a request. */
    public void journal(Request request, QmpError error) {
        if (journal != null) {
            journal.replied(request, new Reply.Failure(error));
        }
    }

    /** Answers a request with an error. */
    public void refuse(@Nullable JsonValue id, QmpError error) {
        if (!isOver()) {
            send(encoder().reply(new Reply.Failure(error), id));
        }
    }

    @Override
    protected boolean isIdle() {
        return super.isIdle() && (forwarding == null || forwarding.isIdle());
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

    @Override
    public void send(ByteBuffer message) {
        if (MessageTrace.ON) {
            MessageTrace.out(label(), message);
        }
        output().send(message);
    }

    /** Sends replies whose bytes are in two places. */
    public void send(ByteBuffer replies, ByteBuffer rest) {
        if (MessageTrace.ON) {
            MessageTrace.out(label(), replies);
        }
        output().send(replies, rest);
    }

    private MessageEncoder encoder() {
        return host.isAgent() ? MessageEncoder.ofAgent() : MessageEncoder.ofThread(settings.pretty());
    }

    @Override
    public Dialect dialect() {
        return settings.dialect();
    }
}
