package dev.qmp.monitor.internal.session;

import dev.qmp.monitor.internal.queue.ReadSuspension;
import dev.qmp.monitor.internal.watch.FlightEvents;
import org.jspecify.annotations.Nullable;

/**
 * The mode of a session, and whether it is read.
 *
 * <p>Thread: safe for use by any thread; the mode is written, and a suspension recorded, under a lock of its own, taken after any other.
 */
final class SessionState {
    private final String label;
    private final ReadSuspension suspension = new ReadSuspension();

    private volatile SessionMode mode; // written under the lock
    private FlightEvents.@Nullable SuspensionEvent recorded; // guarded by this

    /**
     * Makes the state of a new session, which is read.
     *
     * @param label its monitor's name
     * @param mode where it begins
     */
    SessionState(String label, SessionMode mode) {
        this.label = label;
        this.mode = mode;
    }

    SessionMode mode() {
        return mode;
    }

    /** Goes on to the next mode; returns whether this call did, and not another one or the end. */
    synchronized boolean advance(SessionMode from, SessionMode to) {
        if (mode != from) {
            return false;
        }
        mode = to;
        return true;
    }

    /** Goes on to the last mode; returns whether this call did. */
    boolean close() {
        FlightEvents.SuspensionEvent unfinished;
        synchronized (this) {
            if (mode == SessionMode.CLOSED) {
                return false;
            }
            mode = SessionMode.CLOSED;
            unfinished = recorded;
            recorded = null;
        }
        if (unfinished != null) {
            unfinished.commit();
        }
        return true;
    }

    boolean isSuspended() {
        return suspension.isRaised();
    }

    /** Raises or lifts a reason not to read. */
    void suspended(ReadSuspension.Reason reason, boolean raised) {
        if (FlightEvents.isOn()) {
            record(reason, raised);
        } else if (raised) {
            suspension.raise(reason);
        } else {
            suspension.lift(reason);
        }
    }

    private synchronized void record(ReadSuspension.Reason reason, boolean raised) {
        if (raised) {
            if (suspension.raise(reason) && mode != SessionMode.CLOSED) {
                recorded = FlightEvents.suspended(label, reason.name());
            }
        } else if (suspension.lift(reason)) {
            FlightEvents.SuspensionEvent event = recorded;
            if (event != null) {
                recorded = null;
                event.commit();
            }
        }
    }
}
