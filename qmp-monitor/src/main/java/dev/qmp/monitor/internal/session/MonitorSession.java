package dev.qmp.monitor.internal.session;

import dev.qmp.chardev.CharConnection;
import dev.qmp.chardev.PeerIdentity;
import dev.qmp.chardev.spi.MemoryBudget;
import dev.qmp.dispatch.CommandScope;
import dev.qmp.dispatch.Reply;
import dev.qmp.dispatch.Request;
import dev.qmp.dispatch.spi.MonitorContext;
import dev.qmp.dispatch.spi.QmpError;
import dev.qmp.monitor.internal.output.OutputQueue;
import dev.qmp.monitor.internal.queue.PendingRequest;
import dev.qmp.monitor.internal.queue.QueueClient;
import dev.qmp.monitor.internal.queue.ReadSuspension;
import dev.qmp.monitor.internal.watch.ActivitySlot;
import dev.qmp.monitor.internal.watch.FlightEvents;
import dev.qmp.monitor.internal.watch.MessageTrace;
import dev.qmp.monitor.internal.watch.MonitorLog;
import dev.qmp.monitor.rights.Role;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a monitor, from its greeting to its end: its place in the queue, its output, and what the flight recorder learns
 * of it.
 *
 * <p>Thread: input is confined to the monitor's loop, execution to the dispatcher's; mode, output, suspension and the end may be
 * used by any thread.
 */
public abstract class MonitorSession implements MonitorContext, QueueClient, OutputQueue.Listener {
    /** About what an idle session takes, and what {@link MemoryBudget} does not count of an active one, in bytes. */
    private static final int IDLE_SIZE = 2 * MemoryBudget.GRAIN;

    private final DeviceMonitor<?> monitor;
    private final CharConnection connection;
    private final OutputQueue output;
    private final MemoryBudget.Account account;
    private final Lane lane;
    private final SessionState state;
    private final SessionRights rights;

    private volatile boolean inputEnded;
    private volatile boolean outputBroken;

    private final long begunMillis = System.currentTimeMillis();

    // The monitor's loop.
    private long requests;
    private long inputBytes;
    private FlightEvents.@Nullable SessionEvent recorded;

    /**
     * Makes a session; {@link #begin} begins it.
     *
     * @param monitor its monitor
     * @param connection its peer
     * @param before the lane of the monitor's previous session, or null
     * @param mode where it begins
     */
    protected MonitorSession(
            DeviceMonitor<?> monitor, CharConnection connection, @Nullable Lane before, SessionMode mode) {
        this.monitor = monitor;
        this.connection = connection;
        SessionSettings settings = monitor.settings();
        this.account = monitor.host().memory().open(monitor.label(), IDLE_SIZE, this::refused);
        this.output = new OutputQueue(connection, settings.outputHighWater(), settings.outputHardCap(), account, this);
        this.rights = new SessionRights(monitor.host().rights(), monitor.label(), settings.role(), connection);
        this.lane = monitor.host().queue().newLane(before);
        this.state = new SessionState(monitor.label(), mode);
    }

    // --- the monitor's loop ---

    final void begin() {
        if (MessageTrace.SESSIONS) {
            MessageTrace.session(label(), "begins");
        }
        if (FlightEvents.isOn()) {
            recorded = FlightEvents.opened(label());
        }
        greet();
    }

    /** Sends the first message. */
    protected abstract void greet();

    /** Tells whether bytes may be taken. */
    protected boolean isReadable() {
        return !state.isSuspended();
    }

    /** Takes bytes until they are used up or reading is suspended. */
    protected abstract void feed(ByteBuffer bytes);

    /** Closes the session for what its peer has sent. */
    protected final void refuse(Level level, String reason) {
        MonitorLog.log().log(level, () -> "monitor " + label() + ": session closed: " + reason);
        outputClosed();
    }

    /** Forgets an incomplete message. */
    protected void dropInput() {
        // Most keep none.
    }

    /** All sessions together take too much memory, and this one takes the most. Any thread, which may hold locks. */
    private void refused(long bytes, long limit) {
        outputBroken = true;
        if (monitor.loop().inLoop()) {
            dropInput(); // the loop may read many others before it gets to the task
        }
        monitor.loop()
                .execute(() -> refuse(
                        Level.WARNING,
                        "it takes " + bytes + " bytes of memory, more than any other, and all may take " + limit
                                + " together"));
    }

    /** Lets a request wait for its turn. */
    protected final void enqueue(Request request, long size) {
        monitor.host().queue().add(this, request, size);
    }

    final void countInput(int bytes) {
        inputBytes += bytes;
    }

    protected final void countRequest() {
        requests++;
    }

    /** The peer sends no more; returns whether everything is answered, so that the connection can be closed now. */
    final boolean endOfInput() {
        inputEnded = true;
        if (!isIdle()) {
            return false;
        }
        if (output.isDrained()) {
            return true;
        }
        output.closeWhenDrained();
        return false;
    }

    /** Tells whether everything that was asked for has been answered. */
    protected boolean isIdle() {
        return monitor.host().queue().isIdle(this);
    }

    // --- the dispatcher's loop ---

    @Override
    public final void execute(PendingRequest pending) {
        if (isOver() || outputBroken) {
            pending.finished();
            return;
        }
        FlightEvents.RequestEvent event = pending.event();
        if (event != null) {
            event.executed();
        }
        run(pending);
    }

    /** Runs a request, which takes its reply. */
    protected void run(PendingRequest pending) {
        QmpError refusal = refusal(pending.request());
        if (refusal != null) {
            pending.accept(new Reply.Failure(refusal));
            return;
        }
        MonitorHost host = monitor.host();
        pending.interrupts(host.watchdog().inBand().begin(label(), pending.request()));
        host.composition().dispatcher().dispatch(pending.request(), this, scope(), pending);
    }

    // --- any thread ---

    /** Closes the connection, soon, and with it the session. */
    public final void disconnect() {
        monitor.loop().execute(this::outputClosed);
    }

    /** Returns when it began, in milliseconds since 1970. */
    public final long begunMillis() {
        return begunMillis;
    }

    /** Returns how many requests were read; exact in the monitor's loop. */
    public final long requests() {
        return requests;
    }

    /** Returns how many bytes were read; exact in the monitor's loop. */
    public final long inputBytes() {
        return inputBytes;
    }

    /** Returns how many events its role does not have; all others were sent. */
    public long withheldEvents() {
        return 0;
    }

    /** Returns how many requests are not answered; those out of band count with another server only. */
    public int openRequests() {
        return monitor.host().queue().open(this);
    }

    /** Tells whether all commands are known. */
    public final boolean isNegotiated() {
        return mode() == SessionMode.COMMAND;
    }

    /** Returns who the peer is. */
    public final PeerIdentity peer() {
        return rights.peer();
    }

    /** Returns the role; null if everything is allowed. */
    public final @Nullable Role role() {
        return rights.role();
    }

    /** Tells whether commands are recorded. */
    public final boolean isAudited() {
        return rights.isAudited();
    }

    /** Records a command whose reply is about to leave, where that is wanted. */
    public final void audit(Request request, String outcome) {
        if (rights.isAudited()) {
            try {
                rights.audit(request, outcome);
            } catch (Throwable e) {
                monitor.loop().report("command '" + request.command() + "' was not recorded", e);
            }
        }
    }

    /** Returns why a request is refused to the session's role; null if it is not. */
    public @Nullable QmpError refusal(Request request) {
        return rights.refusal(request);
    }

    /** The peer. */
    protected final CharConnection connection() {
        return connection;
    }

    /** The commands that are visible now. */
    protected abstract CommandScope scope();

    /** Sends a reply to a request of this session. */
    protected abstract void reply(Request request, Reply reply);

    @Override
    public final void answer(PendingRequest pending, Reply reply) {
        ActivitySlot slot = monitor.host().watchdog().inBand();
        try {
            reply(pending.request(), reply);
            FlightEvents.RequestEvent event = pending.event();
            if (event != null) {
                event.answered(label(), pending.request(), reply);
            }
        } finally {
            slot.end(pending.interrupted());
        }
    }

    @Override
    public final Lane lane() {
        return lane;
    }

    @Override
    public final MemoryBudget.Account account() {
        return account;
    }

    final SessionState state() {
        return state;
    }

    /** Returns where the session stands. */
    public final SessionMode mode() {
        return state.mode();
    }

    /** Tells whether the session has ended: nothing is run, nothing is sent. */
    protected final boolean isOver() {
        return state.mode() == SessionMode.CLOSED;
    }

    /** Returns the way out. */
    public final OutputQueue output() {
        return output;
    }

    /** Tells whether the peer sends no more and all is answered, so that the output is the last. */
    protected final boolean isFinished() {
        return inputEnded && isIdle();
    }

    /** Ends the session, because its connection is gone or is to go: drops what waits, and sends nothing from now on. */
    final void end() {
        if (!state.close()) {
            return;
        }
        if (MessageTrace.SESSIONS) {
            MessageTrace.session(label(), "ends");
        }
        ending();
        monitor.host().queue().drop(this);
        output.end();
        account.close();
        FlightEvents.SessionEvent event = recorded;
        if (event != null) {
            event.over(requests);
        }
        monitor.ended(this);
    }

    /** The session is over, and everything is to forget it. */
    protected void ending() {
        // Most are known to nobody else.
    }

    @Override
    public final void suspended(ReadSuspension.Reason reason, boolean raised) {
        state.suspended(reason, raised);
    }

    @Override
    public void readOn() {
        if (!state.isSuspended()) {
            monitor.acceptInput(this);
        }
    }

    @Override
    public final void later(long nanos, Runnable task) {
        monitor.loop().schedule(nanos, task);
    }

    @Override
    public final void outputFull(boolean full) {
        state.suspended(ReadSuspension.Reason.OUTPUT_FULL, full);
    }

    @Override
    public final void outputDrained() {
        readOn();
    }

    @Override
    public final void outputFailed(String reason, long unread, @Nullable Throwable cause) {
        // The session ends a little later, but what waits is no longer executed.
        outputBroken = true;
        MonitorLog.log().log(
                unread > 0 ? Level.WARNING : Level.DEBUG, () -> "monitor " + label() + ": session closed: " + reason);
        if (cause != null && !(cause instanceof IOException)) {
            monitor.loop().report("monitor " + label() + ": session closed: " + reason, cause);
        }
        if (unread > 0 && FlightEvents.isOn()) {
            FlightEvents.hardCap(label(), unread);
        }
        monitor.loop().execute(this::outputClosed);
    }

    @Override
    public final void outputClosed() {
        try {
            end();
        } finally {
            connection.close();
        }
    }

    @Override
    public final String label() {
        return monitor.label();
    }

    @Override
    public final <T> Optional<T> attribute(Class<T> type) {
        return Optional.ofNullable(type.cast(monitor.attributes().get(type)));
    }

    @Override
    public final <T> void setAttribute(Class<T> type, T value) {
        monitor.setAttribute(type, value);
    }
}
