package dev.qmp.monitor;

import dev.qmp.chardev.CharConnection;
import dev.qmp.dispatch.CommandScope;
import dev.qmp.dispatch.Reply;
import dev.qmp.dispatch.Request;
import dev.qmp.dispatch.spi.MonitorContext;
import dev.qmp.monitor.internal.MessageTrace;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a monitor, from its greeting to its end: its place in the queue, its way out, the reasons for which it is not
 * read, and what the flight recorder hears of it.
 *
 * <p>Thread: input is confined to the monitor's loop, execution to the dispatcher's; mode, output, suspension and the end may be
 * used by any thread.
 */
abstract class MonitorSession implements MonitorContext, InBandQueue.Client, OutputQueue.Listener {
    private final DeviceMonitor<?> monitor;
    private final CharConnection connection;
    private final OutputQueue output;
    private final InBandQueue queue;
    private final InBandQueue.Lane lane;
    private final Suspension suspension = new Suspension();

    private volatile SessionMode mode; // written under the lock of suspension
    private volatile boolean inputEnded;
    private volatile boolean outputBroken;
    private long requests; // the monitor's loop
    private Flight.@Nullable SuspensionEvent suspended; // guarded by suspension
    private Flight.@Nullable SessionEvent recorded; // the monitor's loop

    /**
     * Makes a session; {@link #begin} begins it.
     *
     * @param monitor its monitor
     * @param connection its peer
     * @param before the place of the monitor's session before this one, or null
     * @param mode where it begins
     */
    MonitorSession(
            DeviceMonitor<?> monitor, CharConnection connection, InBandQueue.@Nullable Lane before, SessionMode mode) {
        this.monitor = monitor;
        this.connection = connection;
        this.mode = mode;
        MonitorOptions options = monitor.options();
        this.output = new OutputQueue(connection, options.outputHighWater(), options.outputHardCap(), this);
        this.queue = monitor.host().queue();
        this.lane = queue.newLane(before);
    }

    // --- the monitor's loop ---

    final void begin() {
        if (MessageTrace.SESSIONS) {
            MessageTrace.session(label(), "begins");
        }
        if (Flight.isOn()) {
            recorded = Flight.opened(label());
        }
        greet();
    }

    /** Sends the first message. */
    abstract void greet();

    /** Tells whether bytes may be taken. */
    boolean isReadable() {
        return !suspension.isRaised();
    }

    /** Takes bytes until they are used up or reading is suspended. */
    abstract void feed(ByteBuffer bytes);

    /** The peer, which has its answer at once, may well go on. */
    final void expectMore() {
        monitor.loop().spinBeforeNextWait();
    }

    final void countRequest() {
        requests++;
    }

    /** Lets a request wait for its turn. */
    final void enqueue(Request request, long size) {
        queue.add(this, request, size);
    }

    /**
     * The peer sends no more.
     *
     * @return whether everything is answered, so that the connection can be closed now
     */
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
    boolean isIdle() {
        return queue.isIdle(this);
    }

    // --- the dispatcher's loop ---

    @Override
    public final void execute(PendingRequest pending) {
        if (isOver() || outputBroken) {
            pending.finished();
            return;
        }
        Execution.inBand(monitor.host(), this, scope(), pending, reply -> reply(pending.request(), reply));
    }

    // --- any thread ---

    /** The commands that are visible now. */
    abstract CommandScope scope();

    /** Sends a reply to a request of this session. */
    abstract void reply(Request request, Reply reply);

    @Override
    public final InBandQueue.Lane lane() {
        return lane;
    }

    final SessionMode mode() {
        return mode;
    }

    final boolean isOver() {
        return mode == SessionMode.CLOSED;
    }

    /** Goes on to the next mode; answers whether this call did, and not another one or the end. */
    final boolean advance(SessionMode from, SessionMode to) {
        synchronized (suspension) {
            if (mode != from) {
                return false;
            }
            mode = to;
            return true;
        }
    }

    /** All is answered so far: if the peer sends no more, closes when that has left. Answers whether it does. */
    final boolean closeIfInputEnded() {
        if (inputEnded && isIdle()) {
            output.closeWhenDrained();
            return true;
        }
        return false;
    }

    /** Sends bytes, a complete message. */
    final void sendBytes(ByteBuffer message) {
        output.send(message);
    }

    /** The connection is gone, or is to go: drops what waits, and nothing is sent any more. */
    final void end() {
        Flight.SuspensionEvent unread;
        synchronized (suspension) {
            if (mode == SessionMode.CLOSED) {
                return;
            }
            mode = SessionMode.CLOSED;
            unread = suspended;
            suspended = null;
        }
        if (MessageTrace.SESSIONS) {
            MessageTrace.session(label(), "ends");
        }
        ending();
        queue.drop(this);
        output.end();
        if (unread != null) {
            unread.commit();
        }
        Flight.SessionEvent event = recorded;
        if (event != null) {
            event.requests = requests;
            event.commit();
        }
        monitor.ended(this);
    }

    /** The session is over, and everything is to forget it. */
    void ending() {
        // Most are known to nobody else.
    }

    /**
     * Runs an action once all that was sent has left, or never will: now, or in whatever thread that happens.
     *
     * @param action short, and does not block
     */
    final void whenDrained(Runnable action) {
        output.whenDrained(action);
    }

    final boolean isSuspended() {
        return suspension.isRaised();
    }

    @Override
    public final void suspended(Suspension.Reason reason, boolean raised) {
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
                if (suspension.raise(reason) && mode != SessionMode.CLOSED) {
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
    public final void outputFull(boolean full) {
        suspended(Suspension.Reason.OUTPUT_FULL, full);
    }

    @Override
    public final void outputDrained() {
        readOn();
    }

    @Override
    public final void outputFailed(String reason, long unread, @Nullable Throwable cause) {
        // What waits is not executed any more, though the session ends a little later.
        outputBroken = true;
        log().log(unread > 0 ? Level.WARNING : Level.DEBUG, () -> "monitor " + label() + ": session closed: " + reason);
        if (cause != null && !(cause instanceof IOException)) {
            monitor.loop().report("monitor " + label() + ": session closed: " + reason, cause);
        }
        if (unread > 0 && Flight.isOn()) {
            Flight.hardCap(label(), unread);
        }
        monitor.loop().execute(this::outputClosed);
    }

    /** Ends the session because of a failure that is not its peer's. */
    final void breakOff(String reason, Throwable cause) {
        output.end();
        outputFailed(reason, 0, cause);
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
    public <T> Optional<T> attribute(Class<T> type) {
        return monitor.attributes().get(type);
    }

    @Override
    public final <T> void setAttribute(Class<T> type, T value) {
        monitor.attributes().set(type, value);
    }

    /** Returns the logger; asked for when there is something to say, because making it takes milliseconds at the start. */
    final Logger log() {
        return System.getLogger(getClass().getName());
    }
}
