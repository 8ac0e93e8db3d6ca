package dev.qmp.monitor;

import dev.qmp.chardev.CharConnection;
import dev.qmp.dispatch.CommandScope;
import dev.qmp.dispatch.Dialect;
import dev.qmp.dispatch.ErrorClass;
import dev.qmp.dispatch.MonitorContext;
import dev.qmp.dispatch.QmpError;
import dev.qmp.dispatch.Reply;
import dev.qmp.dispatch.Request;
import dev.qmp.dispatch.RequestRules;
import dev.qmp.json.JsonError;
import dev.qmp.json.JsonMessageParser;
import dev.qmp.json.MessageHandler;
import dev.qmp.monitor.internal.MessageTrace;
import jakarta.json.JsonValue;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a monitor, from its greeting to its end.
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
 * <p>Thread: parsing and out-of-band execution are confined to the monitor's loop; mode, capabilities and output may be used
 * by any thread; {@link #execute} and what it calls run in the dispatcher's loop.
 */
final class QmpSession implements MonitorContext, InBandQueue.Client, OutputQueue.Listener {
    private static final CommandScope NEGOTIATION_SCOPE = ControlProvider.NEGOTIATE::equals;
    /** What a request that could not be parsed takes while it waits, about, in bytes. */
    private static final int ERROR_SIZE = 256;

    private static final MessageHandler<QmpSession> PARSED = new MessageHandler<>() {
        @Override
        public void message(QmpSession session, JsonValue value) {
            if (MessageTrace.ON) {
                MessageTrace.in(session.label(), value);
            }
            session.blanksAreIdle = true;
            session.parsed(Request.of(value, session.rules), session.parser.messageSize());
        }

        @Override
        public void error(QmpSession session, JsonError error) {
            session.blanksAreIdle = false;
            session.parsed(Request.unparsable(error.description()), ERROR_SIZE);
        }
    };

    private final QmpMonitor monitor;
    private final CharConnection connection;
    private final MonitorOptions options;
    private final OutputQueue output;
    private final InBandQueue queue;
    private final InBandQueue.Lane lane;
    private final Suspension suspension = new Suspension();
    private final JsonMessageParser<QmpSession> parser;

    private volatile SessionMode mode = SessionMode.NEGOTIATION;
    private volatile RequestRules rules = RequestRules.IN_BAND_ONLY;
    private volatile boolean inputEnded;
    private volatile boolean outputBroken;
    private boolean blanksAreIdle; // the monitor's loop
    private long requests; // the monitor's loop
    private Flight.@Nullable SuspensionEvent suspended; // guarded by suspension
    private Flight.@Nullable SessionEvent recorded; // the monitor's loop

    /**
     * Makes a session; {@link #greet} begins it.
     *
     * @param monitor its monitor
     * @param connection its peer
     * @param before the monitor's session before this one, or null
     */
    QmpSession(QmpMonitor monitor, CharConnection connection, @Nullable QmpSession before) {
        this.monitor = monitor;
        this.connection = connection;
        this.options = monitor.options();
        this.output = new OutputQueue(connection, options.outputHighWater(), options.outputHardCap(), this);
        this.queue = monitor.host().queue();
        this.lane = queue.newLane(before == null ? null : before.lane);
        this.parser = new JsonMessageParser<>(this, PARSED, options.limits());
        if (options.dialect() == Dialect.RFC) {
            rules = RequestRules.CONTROL;
        }
    }

    @Override
    public InBandQueue.Lane lane() {
        return lane;
    }

    // --- the monitor's loop ---

    void greet() {
        if (MessageTrace.SESSIONS) {
            MessageTrace.session(label(), "begins");
        }
        if (Flight.isOn()) {
            recorded = Flight.opened(label());
        }
        send(encoder().greeting(monitor.host().version().toJson(), monitor.offeredCapabilities()));
    }

    /** The time to negotiate is over. */
    void negotiationTimedOut() {
        log().log(
                        Level.INFO,
                        () -> "monitor " + label() + ": session closed: no capabilities negotiated within "
                                + options.negotiationTimeout().toMillis() + " ms");
        outputClosed();
    }

    /** Tells whether bytes may be parsed. */
    boolean isReadable() {
        return !suspension.isRaised();
    }

    /** Parses bytes until they are used up or reading is suspended. */
    void feed(ByteBuffer bytes) {
        parser.feed(bytes);
        if (bytes.hasRemaining() && blanksAreIdle) {
            skipBlanks(bytes);
        }
    }

    /**
     * Drops blanks that follow a request which suspended reading: nobody can tell, and a line's end that is kept would cost a
     * thread's wake-up.
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

    private void parsed(Request request, long size) {
        if (mode == SessionMode.CLOSED) {
            return;
        }
        requests++;
        if (request.outOfBand()) {
            executeOutOfBand(request);
        } else {
            if (mode == SessionMode.NEGOTIATION) {
                suspended(Suspension.Reason.NEGOTIATING, true);
            }
            queue.add(this, request, size);
        }
        if (suspension.isRaised()) {
            parser.pause();
        }
    }

    private void executeOutOfBand(Request request) {
        Flight.OutOfBandEvent event = Flight.isOn() ? Flight.outOfBand() : null;
        Watchdog.Post post = monitor.host().watchdog().outOfBand();
        Object before = post.begin(label(), request);
        try {
            dispatch(request, reply -> {
                reply(request, reply);
                if (event != null) {
                    event.answered(label(), request, reply);
                }
            });
        } finally {
            post.end(before);
        }
    }

    /**
     * The peer sends no more.
     *
     * @return whether everything is answered, so that the connection can be closed now
     */
    boolean endOfInput() {
        inputEnded = true;
        if (!queue.isIdle(this)) {
            return false;
        }
        if (output.isDrained()) {
            return true;
        }
        output.closeWhenDrained();
        return false;
    }

    // --- the dispatcher's loop ---

    @Override
    public void execute(PendingRequest pending) {
        if (mode == SessionMode.CLOSED || outputBroken) {
            pending.finished();
            return;
        }
        Execution.inBand(monitor.host(), this, scope(), pending, reply -> reply(pending.request(), reply));
    }

    @Override
    public void afterRequest() {
        if (suspension.isRaised()) {
            suspended(Suspension.Reason.NEGOTIATING, false);
            readOn();
        }
        if (inputEnded && queue.isIdle(this)) {
            output.closeWhenDrained();
        }
    }

    /**
     * Enters command mode.
     *
     * @param enabled the capabilities that the client enabled, all of them offered
     */
    void enterCommandMode(Set<Capability> enabled) {
        synchronized (suspension) {
            if (mode != SessionMode.NEGOTIATION) {
                return;
            }
            if (enabled.contains(Capability.OOB)) {
                rules = RequestRules.EXEC_OOB;
            }
            mode = SessionMode.COMMAND;
        }
        monitor.host().events().join(this);
        if (mode == SessionMode.CLOSED) {
            // It ended meanwhile, and perhaps left the events before it joined them.
            monitor.host().events().leave(this);
        }
    }

    // --- any thread ---

    /** The connection is gone, or is to go: drops what waits, and nothing is sent any more. */
    void end() {
        synchronized (suspension) {
            if (mode == SessionMode.CLOSED) {
                return;
            }
            mode = SessionMode.CLOSED;
        }
        if (MessageTrace.SESSIONS) {
            MessageTrace.session(label(), "ends");
        }
        monitor.host().events().leave(this);
        queue.drop(this);
        output.end();
        Flight.SessionEvent event = recorded;
        if (event != null) {
            event.requests = requests;
            event.commit();
        }
        monitor.sessionEnded();
    }

    boolean isPretty() {
        return options.pretty();
    }

    /**
     * Waits until all that was sent has left, or the session is over.
     *
     * @param deadline when to give up, a value of {@link System#nanoTime}
     * @throws InterruptedException if the thread is interrupted
     */
    public void awaitDrained(long deadline) throws InterruptedException {
        output.awaitDrained(deadline);
    }

    SessionMode mode() {
        return mode;
    }

    List<Capability> offeredCapabilities() {
        return monitor.offeredCapabilities();
    }

    private void dispatch(Request request, Consumer<? super Reply> sink) {
        monitor.host().composition().dispatcher().dispatch(request, this, scope(), sink);
    }

    private CommandScope scope() {
        return mode == SessionMode.NEGOTIATION ? NEGOTIATION_SCOPE : CommandScope.ALL;
    }

    /** Sends a reply to a request of this session. */
    void reply(Request request, Reply reply) {
        if (reply instanceof Reply.Silence || mode == SessionMode.CLOSED) {
            return;
        }
        ByteBuffer message;
        try {
            message = encoder().reply(inThisMode(reply), request.id());
        } catch (RuntimeException | StackOverflowError e) {
            log().log(Level.ERROR, () -> "the reply of command '" + request.command() + "' cannot be written", e);
            QmpError error = QmpError.generic("The command " + request.command() + " failed: " + e);
            message = encoder().reply(new Reply.Failure(error), request.id());
        }
        send(message);
    }

    private Reply inThisMode(Reply reply) {
        if (mode == SessionMode.NEGOTIATION
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
        output.send(message);
    }

    private MessageEncoder encoder() {
        return MessageEncoder.ofThread(options.pretty());
    }

    @Override
    public void suspended(Suspension.Reason reason, boolean raised) {
        if (Flight.isOn()) {
            recordSuspension(reason, raised);
        } else if (raised) {
            suspension.raise(reason);
        } else {
            suspension.lift(reason);
        }
    }

    private void recordSuspension(Suspension.Reason reason, boolean raised) {
        synchronized (suspension) {
            if (raised) {
                if (suspension.raise(reason)) {
                    suspended = Flight.suspended(label(), reason);
                }
            } else if (suspension.lift(reason)) {
                Flight.SuspensionEvent event = suspended;
                if (event != null) {
                    suspended = null;
                    event.commit();
                }
            }
        }
    }

    @Override
    public void readOn() {
        if (!suspension.isRaised()) {
            monitor.acceptInput(this);
        }
    }

    @Override
    public void outputFull(boolean full) {
        suspended(Suspension.Reason.OUTPUT_FULL, full);
    }

    @Override
    public void outputDrained() {
        readOn();
    }

    @Override
    public void outputFailed(String reason, long unread) {
        // What waits is not executed any more, though the session ends a little later.
        outputBroken = true;
        log().log(unread > 0 ? Level.WARNING : Level.DEBUG, () -> "monitor " + label() + ": session closed: " + reason);
        if (unread > 0 && Flight.isOn()) {
            Flight.hardCap(label(), unread);
        }
        monitor.loop().execute(this::outputClosed);
    }

    @Override
    public void outputClosed() {
        end();
        connection.close();
    }

    @Override
    public String label() {
        return monitor.label();
    }

    @Override
    public Dialect dialect() {
        return options.dialect();
    }

    @Override
    public <T> Optional<T> attribute(Class<T> type) {
        return type == QmpSession.class ? Optional.of(type.cast(this)) : monitor.attribute(type);
    }

    @Override
    public <T> void setAttribute(Class<T> type, T value) {
        monitor.setAttribute(type, value);
    }

    /** Returns the logger; asked for when there is something to say, because making it takes milliseconds at the start. */
    private static Logger log() {
        return System.getLogger(QmpSession.class.getName());
    }
}
