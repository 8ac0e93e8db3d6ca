package dev.qmp.monitor.internal.watch;

import dev.qmp.chardev.loop.ErrorHandler;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Names in the log what keeps one of the two threads for too long: the command, its id, its monitor, and where it stands.
 *
 * <p>A thread of the watchdog's own looks from time to time whether an {@link ActivitySlot} still holds the same activity. The thread
 * starts with the first activity, and sleeps without a time limit while there is none.
 *
 * <p>Thread: safe for use by any thread.
 */
public final class Watchdog {
    private static final String SESSIONS = "dev.qmp.monitor.internal.session.";
    private static final String DISPATCHER = "dev.qmp.dispatch.Dispatcher";

    private final ActivitySlot outOfBand;
    private final ActivitySlot inBand;
    private final ActivitySlot inBandListener;
    private final ErrorHandler errors;

    // Guarded by this.
    private @Nullable Thread watcher;
    private boolean stopped;

    /**
     * Makes a watchdog that has nothing to watch yet.
     *
     * @param outOfBandLimit how long the I/O thread may be kept; zero: it is not watched
     * @param inBandLimit how long an in-band command may take; zero: it is not watched
     * @param errors takes the failure that ends the watch
     */
    public Watchdog(Duration outOfBandLimit, Duration inBandLimit, ErrorHandler errors) {
        this.errors = errors;
        outOfBand = new ActivitySlot("out-of-band command", "the I/O thread", outOfBandLimit, this::wake);
        inBand = new ActivitySlot("command", "the dispatcher", inBandLimit, this::wake);
        inBandListener = new ActivitySlot("command", "the dispatcher", inBandLimit, this::wake);
    }

    /** The slot of the I/O thread. */
    public ActivitySlot outOfBand() {
        return outOfBand;
    }

    /** The slot for in-band commands. */
    public ActivitySlot inBand() {
        return inBand;
    }

    /**
     * The slot for listeners that the dispatcher runs; not the same as {@link #inBand}, because a command that completes later may end
     * while a listener runs.
     */
    public ActivitySlot inBandListener() {
        return inBandListener;
    }

    /** Ends the watch. */
    public synchronized void stop() {
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
            long wait = Math.min(
                    outOfBand.nanosToNextLook(now),
                    Math.min(inBand.nanosToNextLook(now), inBandListener.nanosToNextLook(now)));
            if (wait == Long.MAX_VALUE) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, wait);
            }
        }
    }

    /** Returns where a thread is: its first frame outside the JDK, if it is in a handler at all. */
    static String place(Thread thread) {
        String place = "";
        for (StackTraceElement frame : thread.getStackTrace()) {
            String type = frame.getClassName();
            if (type.startsWith(DISPATCHER) || type.startsWith(SESSIONS)) {
                return place;
            }
            if (place.isEmpty() && !type.startsWith("java.") && !type.startsWith("jdk.") && !type.startsWith("sun.")) {
                place = ", at " + frame;
            }
        }
        return ", waiting for what its handler returned";
    }
}
