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
    private static final MessageHandler<QmpSession> PARSED = new MessageHandler<>() {
        @Override
        public void message(QmpSession session, JsonValue value) {
            if (MessageTrace.ON) {
                MessageTrace.in(session.label(), value);
            }
            session.parsed(Request.of(value, session.rules));
        }

        @Override
        public void error(QmpSession session, JsonError error) {
            session.parsed(Request.unparsable(error.description()));
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

    QmpSession(QmpMonitor monitor, CharConnection connection) {
        this.monitor = monitor;
        this.connection = connection;
        this.options = monitor.options();
        this.output = new OutputQueue(connection, options.outputHighWater(), options.outputHardCap(), this);
        this.queue = monitor.host().queue();
        this.lane = queue.newLane();
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
        send(encoder().greeting(monitor.host().version().toJson(), monitor.offeredCapabilities()));
    }

    /** Tells whether bytes may be parsed. */
    boolean isReadable() {
        return !suspension.isRaised();
    }

    /** Parses bytes until they are used up or reading is suspended. */
    void feed(ByteBuffer bytes) {
        parser.feed(bytes);
    }

    private void parsed(Request request) {
        if (mode == SessionMode.CLOSED) {
            return;
        }
        if (request.outOfBand()) {
            dispatch(request, reply -> reply(request, reply));
        } else {
            if (mode == SessionMode.NEGOTIATION) {
                suspend(Suspension.Reason.NEGOTIATING);
            }
            queue.add(this, request);
        }
        if (suspension.isRaised()) {
            parser.pause();
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
        if (mode == SessionMode.CLOSED) {
            pending.accept(null);
            return;
        }
        dispatch(pending.request(), pending);
    }

    @Override
    public void afterRequest() {
        resume(Suspension.Reason.NEGOTIATING);
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
        CommandScope scope = mode == SessionMode.NEGOTIATION ? NEGOTIATION_SCOPE : CommandScope.ALL;
        monitor.host().composition().dispatcher().dispatch(request, this, scope, sink);
    }

    @Override
    public void reply(Request request, Reply reply) {
        if (reply instanceof Reply.Silence || mode == SessionMode.CLOSED) {
            return;
        }
        send(encoder().reply(inThisMode(reply), request.id()));
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
    public void suspend(Suspension.Reason reason) {
        suspension.raise(reason);
    }

    @Override
    public void resume(Suspension.Reason reason) {
        if (suspension.lift(reason)) {
            monitor.acceptInput(this);
        }
    }

    @Override
    public void outputFull() {
        suspend(Suspension.Reason.OUTPUT_FULL);
    }

    @Override
    public void outputDrained() {
        resume(Suspension.Reason.OUTPUT_FULL);
    }

    @Override
    public void outputFailed(String reason) {
        log().log(Level.INFO, () -> "monitor " + label() + ": session closed: " + reason);
        outputClosed();
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
