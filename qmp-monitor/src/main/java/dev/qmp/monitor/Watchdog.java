package dev.qmp.monitor;

import dev.qmp.chardev.loop.ErrorHandler;
import dev.qmp.dispatch.Request;
import jakarta.json.JsonValue;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Names in the log what keeps one of the two threads for too long: the command, its id, its monitor, and where it stands.
 *
 * <p>Whoever runs something notes it at a {@link Post}, by two writes; a thread of its own looks from time to time whether the
 * same thing is still there. That thread starts with the first thing that runs, and sleeps without a time limit while nothing
 * does.
 *
 * <p>Thread: safe for use by any thread; what only the watching thread uses is marked.
 */
final class Watchdog {
    private static final int QUIET_LOOKS = 8;

    /**
     * Where one thread says what it is doing.
     *
     * <p>Thread: {@link #begin} by one thread at a time, {@link #end} by any.
     */
    final class Post {
        private final String what;
        private final String whom;
        private final long limit;

        private @Nullable String monitor; // the request's; written before the job
        private @Nullable Thread thread;
        private int begun;
        private volatile @Nullable Object job;
        private volatile boolean watched;
        private volatile @Nullable Object named;

        // The watching thread only.
        private @Nullable Object seen;
        private long seenSince;
        private int begunBefore;
        private int quiet = QUIET_LOOKS;
        private long nextLook;

        private Post(String what, String whom, Duration limit) {
            this.what = what;
            this.whom = whom;
            this.limit = limit.toNanos();
        }

        /**
         * A request begins to be executed in this thread.
         *
         * @param label the name of the monitor that it came from
         * @param request the request
         * @return what was being done, to be given to {@link #end}
         */
        @Nullable
        Object begin(String label, Request request) {
            if (limit == 0) {
                return null;
            }
            monitor = label;
            return begun(request);
        }

        /**
         * The listener of ended sessions begins to run in this thread, perhaps in the middle of a request.
         *
         * @param ended the session
         * @return what was being done, to be given to {@link #end}
         */
        @Nullable
        Object begin(MonitorSession ended) {
            return limit == 0 ? null : begun(ended);
        }

        private @Nullable Object begun(Object next) {
            Object before = job;
            thread = Thread.currentThread();
            begun++;
            job = next;
            if (!watched) {
                watched = true;
                wake();
            }
            return before;
        }

        /**
         * It is done.
         *
         * @param before what {@link #begin} returned
         */
        void end(@Nullable Object before) {
            Object done = job;
            job = before;
            Object late = named;
            if (late != null && late == done) {
                named = null;
                String text = text(done);
                log().log(Level.INFO, () -> text + " no longer keeps " + whom);
            }
        }

        /** Looks once; returns when to look again, or -1 for not before something begins. */
        private long look(long now) {
            Object current = job;
            if (current != null && current == seen) {
                if (now - seenSince >= limit && named != current) {
                    named = current;
                    tell(current);
                }
            } else {
                seen = current;
                seenSince = now;
            }
            boolean active = begun != begunBefore || (current != null && named != current);
            begunBefore = begun;
            quiet = active ? 0 : quiet + 1;
            nextLook = now + limit / 2;
            if (quiet >= QUIET_LOOKS) {
                watched = false;
                if (begun == begunBefore && job == current) {
                    return -1;
                }
                watched = true;
            }
            return nextLook;
        }

        private void tell(Object current) {
            Thread busy = thread;
            String text = text(current) + " has kept " + whom + " for more than " + TimeUnit.NANOSECONDS.toMillis(limit)
                    + " ms" + (busy == null ? "" : place(busy));
            if (job == current) {
                log().log(Level.WARNING, text);
            }
        }

        private String text(Object current) {
            if (current instanceof Request request) {
                JsonValue id = request.id();
                return "monitor " + monitor + ": " + what + " '" + request.command() + "'"
                        + (id == null ? "" : " (id " + id + ")");
            }
            String label = current instanceof MonitorSession session ? session.label() : monitor;
            return "monitor " + label + ": the listener of ended sessions";
        }
    }

    private final Post outOfBand;
    private final Post inBand;
    private final Post inBandListener;
    private final ErrorHandler errors;
    private @Nullable Thread watcher; // guarded by this
    private boolean stopped; // guarded by this

    /**
     * Makes a watchdog that has nothing to watch yet.
     *
     * @param outOfBandLimit how long the I/O thread may be kept; zero: it is not watched
     * @param inBandLimit how long a command may take in band; zero: it is not watched
     * @param errors hears of it if the watch itself ends
     */
    Watchdog(Duration outOfBandLimit, Duration inBandLimit, ErrorHandler errors) {
        this.errors = errors;
        outOfBand = new Post("out-of-band command", "the I/O thread", outOfBandLimit);
        inBand = new Post("command", "the dispatcher", inBandLimit);
        inBandListener = new Post("command", "the dispatcher", inBandLimit);
    }

    /** Where the I/O thread says what it does. */
    Post outOfBand() {
        return outOfBand;
    }

    /** Where it is said what is executed in band. */
    Post inBand() {
        return inBand;
    }

    /**
     * Where the dispatcher says that it runs a listener; not the same as {@link #inBand}, because a command that completes later
     * may end meanwhile.
     */
    Post inBandListener() {
        return inBandListener;
    }

    /** Ends the watch. */
    synchronized void stop() {
        stopped = true;
        LockSupport.unpark(watcher);
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    private synchronized void wake() {
        if (watcher == null && !stopped) {
            Thread thread = new Thread(this::watchToTheEnd, "qmp-watchdog");
            thread.setDaemon(true);
            try {
                thread.start();
            } catch (Throwable e) {
                failed(e); // what would have been watched runs all the same
                return;
            }
            watcher = thread;
        }
        LockSupport.unpark(watcher);
    }

    private void watchToTheEnd() {
        try {
            watch();
        } catch (Throwable e) {
            failed(e);
        }
    }

    private synchronized void failed(Throwable cause) {
        stopped = true;
        errors.failed("the watchdog has ended: slow commands are no longer named", cause);
    }

    private void watch() {
        while (!isStopped()) {
            long now = System.nanoTime();
            long wait = Math.min(wait(outOfBand, now), Math.min(wait(inBand, now), wait(inBandListener, now)));
            if (wait == Long.MAX_VALUE) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, wait);
            }
        }
    }

    private static long wait(Post post, long now) {
        if (!post.watched) {
            return Long.MAX_VALUE;
        }
        long wait = post.nextLook - now;
        if (wait > 0 && post.quiet < QUIET_LOOKS) {
            return wait;
        }
        if (post.quiet >= QUIET_LOOKS) {
            post.quiet = 0;
        }
        long next = post.look(now);
        return next == -1 ? Long.MAX_VALUE : Math.max(1, next - now);
    }

    /** Tells where a thread is: its first frame outside the JDK, if it is in a handler at all. */
    private static String place(Thread thread) {
        String place = "";
        for (StackTraceElement frame : thread.getStackTrace()) {
            String type = frame.getClassName();
            if (type.startsWith("dev.qmp.dispatch.Dispatcher")
                    || type.equals(QmpSession.class.getName())
                    || type.equals(DeviceMonitor.class.getName())) {
                return place;
            }
            if (place.isEmpty() && !type.startsWith("java.") && !type.startsWith("jdk.") && !type.startsWith("sun.")) {
                place = ", at " + frame;
            }
        }
        return ", waiting for what its handler returned";
    }

    /** Returns the logger; asked for when there is something to say, because making it takes milliseconds at the start. */
    private static Logger log() {
        return System.getLogger(Watchdog.class.getName());
    }
}
