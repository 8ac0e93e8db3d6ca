package dev.qmp.monitor.internal.lifecycle;

import dev.qmp.chardev.loop.ErrorHandler;
import dev.qmp.monitor.internal.watch.MonitorLog;
import java.lang.System.Logger.Level;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Closing that does not outlast a thread which a handler keeps. */
public final class TimedClose {
    private TimedClose() {}

    /**
     * Runs an action in a thread of its own, because a loop that a handler keeps would keep this one, too.
     *
     * @param action closes everything
     * @param deadline until when to wait for it, by {@link System#nanoTime}
     * @param errors takes the failure to start a thread; the action then runs in this one
     */
    public static void run(Runnable action, long deadline, ErrorHandler errors) {
        Thread closer = new Thread(action, "qmp-close");
        closer.setDaemon(true);
        try {
            closer.start();
        } catch (Throwable e) {
            errors.failed("no thread to close the monitors in", e);
            action.run();
            return;
        }
        if (!join(closer, deadline)) {
            MonitorLog.log().log(
                    Level.WARNING,
                    "closing takes too long, perhaps because a handler keeps its thread beyond the end;"
                            + " the rest is closed when the handler returns");
        }
    }

    /**
     * Waits for the end of a thread; an interrupt does not shorten that, but stays.
     *
     * @param thread the thread
     * @param deadline until when, by {@link System#nanoTime}
     * @return whether it has ended
     */
    public static boolean join(Thread thread, long deadline) {
        waitFor(left -> TimeUnit.NANOSECONDS.timedJoin(thread, left), () -> !thread.isAlive(), deadline);
        return !thread.isAlive();
    }

    /**
     * Waits for a result, whatever it is, in the same way.
     *
     * @param result what is waited for
     * @param deadline until when, by {@link System#nanoTime}
     * @return whether it is there
     */
    public static boolean await(Future<?> result, long deadline) {
        waitFor(
                left -> {
                    try {
                        result.get(left, TimeUnit.NANOSECONDS);
                    } catch (ExecutionException | TimeoutException e) {
                        // isDone tells.
                    }
                },
                result::isDone,
                deadline);
        return result.isDone();
    }

    private interface Waiting {
        void nanos(long left) throws InterruptedException;
    }

    private static void waitFor(Waiting waiting, BooleanSupplier done, long deadline) {
        boolean interrupted = false;
        long left;
        while (!done.getAsBoolean() && (left = deadline - System.nanoTime()) > 0) {
            try {
                waiting.nanos(left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
