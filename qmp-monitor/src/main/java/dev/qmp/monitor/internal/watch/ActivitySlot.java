package dev.qmp.monitor.internal.watch;

import dev.qmp.dispatch.Request;
import dev.qmp.dispatch.spi.MonitorContext;
import jakarta.json.JsonValue;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where a thread notes what it is doing, by two writes, for the {@link Watchdog} to see.
 *
 * <p>Thread: {@link #begin} by one thread at a time, {@link #end} by any; {@link #nanosToNextLook} by the watchdog's thread only.
 */
public final class ActivitySlot {
    /** How many looks in a row must find nothing new before the watchdog's thread sleeps without a time limit. */
    private static final int QUIET_LOOKS = 8;

    private final String kind;
    private final String keptThread;
    private final long limit;
    private final Runnable wake;

    private @Nullable String monitor; // the request's; written before the activity
    private @Nullable Thread thread;
    private int begun;
    private volatile @Nullable Object activity;
    private volatile boolean watched;
    private volatile @Nullable Object reported;

    // The watchdog's thread only.
    private @Nullable Object seen;
    private long seenSince;
    private int begunBefore;
    private int quietLooks = QUIET_LOOKS;
    private long nextLook;

    /**
     * Makes an empty slot.
     *
     * @param kind what requests are called in the log
     * @param keptThread what the thread is called in the log
     * @param limit how long an activity may take before it is reported; zero: nothing is noted
     * @param wake wakes the watchdog's thread
     */
    ActivitySlot(String kind, String keptThread, Duration limit, Runnable wake) {
        this.kind = kind;
        this.keptThread = keptThread;
        this.limit = limit.toNanos();
        this.wake = wake;
    }

    /**
     * Notes that this thread begins to execute a request.
     *
     * @param label the name of the monitor that the request came from
     * @param request the request
     * @return the activity that this one interrupts, to be given to {@link #end}
     */
    public @Nullable Object begin(String label, Request request) {
        if (limit == 0) {
            return null;
        }
        monitor = label;
        return note(request);
    }

    /**
     * Notes that this thread begins to run the listener of ended sessions, perhaps in the middle of a request.
     *
     * @param ended the session
     * @return the activity that this one interrupts, to be given to {@link #end}
     */
    public @Nullable Object beginListener(MonitorContext ended) {
        return limit == 0 ? null : note(ended);
    }

    private @Nullable Object note(Object next) {
        Object interrupted = activity;
        thread = Thread.currentThread();
        begun++;
        activity = next;
        if (!watched) {
            watched = true;
            wake.run();
        }
        return interrupted;
    }

    /**
     * Notes that the activity is over.
     *
     * @param interrupted what its beginning returned
     */
    public void end(@Nullable Object interrupted) {
        Object done = activity;
        activity = interrupted;
        Object late = reported;
        if (late != null && late == done) {
            reported = null;
            String text = describe(done);
            MonitorLog.log().log(Level.INFO, () -> text + " no longer keeps " + keptThread);
        }
    }

    /** Looks if a look is due; returns the time to the next one, {@link Long#MAX_VALUE} if that is not before something begins. */
    long nanosToNextLook(long now) {
        if (!watched) {
            return Long.MAX_VALUE;
        }
        long wait = nextLook - now;
        if (wait > 0 && quietLooks < QUIET_LOOKS) {
            return wait;
        }
        if (quietLooks >= QUIET_LOOKS) {
            quietLooks = 0;
        }
        return look(now) ? Math.max(1, nextLook - now) : Long.MAX_VALUE;
    }

    /** Looks once; returns whether to look again. */
    private boolean look(long now) {
        Object current = activity;
        if (current != null && current == seen) {
            if (now - seenSince >= limit && reported != current) {
                reported = current;
                report(current);
            }
        } else {
            seen = current;
            seenSince = now;
        }
        boolean active = begun != begunBefore || (current != null && reported != current);
        begunBefore = begun;
        quietLooks = active ? 0 : quietLooks + 1;
        nextLook = now + limit / 2;
        if (quietLooks >= QUIET_LOOKS) {
            watched = false;
            if (begun == begunBefore && activity == current) {
                return false;
            }
            watched = true;
        }
        return true;
    }

    private void report(Object current) {
        Thread busy = thread;
        String text = describe(current) + " has kept " + keptThread + " for more than "
                + TimeUnit.NANOSECONDS.toMillis(limit) + " ms" + (busy == null ? "" : Watchdog.place(busy));
        if (activity == current) {
            MonitorLog.log().log(Level.WARNING, text);
        }
    }

    private String describe(Object current) {
        if (current instanceof Request request) {
            JsonValue id = request.id();
            return "monitor " + monitor + ": " + kind + " '" + request.command() + "'"
                    + (id == null ? "" : " (id " + id + ")");
        }
        String label = current instanceof MonitorContext session ? session.label() : monitor;
        return "monitor " + label + ": the listener of ended sessions";
    }
}
