package dev.qmp.cli.serve;

import dev.qmp.cli.terminal.Signals;
import dev.qmp.cli.usage.ExitStatus;
import dev.qmp.cli.usage.LineWriter;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The end of a server's process, for whatever reason: a signal, {@code quit}, the end of standard input, or a failure. Once requested it
 * takes ten seconds at most, whatever blocks; a second signal ends the process at once.
 *
 * <p>Thread: safe for use by any thread; guarded by its own lock, which is not held while anything is called.
 */
final class End {
    /** After this time the process ends without waiting any longer; a second less than the limit, which is left for the removal. */
    private static final Duration PATIENCE = Duration.ofSeconds(9);

    private static final Duration REMOVAL = Duration.ofMillis(900);

    private final CountDownLatch over = new CountDownLatch(1);

    // Guarded by this.
    private @Nullable Thread starting;
    private @Nullable Runnable onSignal;
    private Runnable removal = () -> {};
    private boolean signalled;
    private boolean begun;
    private boolean forced;
    private int status = ExitStatus.DONE;

    /** The start was abandoned, because the end was requested. */
    static final class StartAbandoned extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StartAbandoned() {
            super("the end was requested", null, false, false);
        }
    }

    /** Starts handling signals. */
    void handleSignals() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::endBySignal, "qmp-signal"));
    }

    /**
     * Sets what to do at the end.
     *
     * @param onSignal requests an orderly end
     * @param removal removes what a forced end would leave behind; need not return
     */
    synchronized void provide(Runnable onSignal, Runnable removal) {
        this.onSignal = onSignal;
        this.removal = removal;
    }

    /**
     * Runs a step of the start, which may wait for a client; a signal interrupts it.
     *
     * @param step the step
     * @throws StartAbandoned if the end was or is requested
     */
    void whileStarting(Runnable step) {
        synchronized (this) {
            checkContinues();
            starting = Thread.currentThread();
        }
        try {
            step.run();
        } catch (RuntimeException e) {
            checkContinues();
            throw e;
        } finally {
            synchronized (this) {
                starting = null;
            }
            Thread.interrupted();
        }
        checkContinues();
    }

    /**
     * Checks that the start may continue.
     *
     * @throws StartAbandoned if the end was requested
     */
    synchronized void checkContinues() {
        if (signalled) {
            throw new StartAbandoned();
        }
    }

    /** Begins the end, which is over in ten seconds; may be called repeatedly. */
    void begin() {
        synchronized (this) {
            if (begun) {
                return;
            }
            begun = true;
        }
        Thread limit = new Thread(this::endLate, "qmp-end");
        limit.setDaemon(true);
        try {
            limit.start();
        } catch (OutOfMemoryError e) {
            // No thread for the limit: an end without a limit is better than none.
            synchronized (this) {
                begun = false;
            }
        }
    }

    /**
     * Reports that everything is done and printed.
     *
     * @param status the exit status
     */
    void over(int status) {
        synchronized (this) {
            this.status = status;
        }
        over.countDown();
    }

    /** Runs in the shutdown hook: turns a signal into an orderly end. */
    private void endBySignal() {
        if (over.getCount() == 0) {
            return;
        }
        Signals.ENDING.forEach((name, number) -> Signals.handle(name, () -> endNow(128 + number, "a second signal")));
        begin();
        Runnable order;
        synchronized (this) {
            signalled = true;
            order = onSignal;
            if (starting != null) {
                starting.interrupt();
            }
        }
        try {
            if (order != null) {
                order.run();
            }
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(status());
    }

    private synchronized int status() {
        return status;
    }

    private void endLate() {
        try {
            Thread.sleep(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        endNow(status(), "it takes too long");
    }

    /** Ends the process; only the first call counts. */
    private void endNow(int exitStatus, String reason) {
        Runnable last;
        synchronized (this) {
            if (forced) {
                return;
            }
            forced = true;
            last = removal;
        }
        Diagnostics.print(reason + ": ending without what still runs");
        try {
            Thread thread = new Thread(
                    () -> {
                        last.run();
                        LineWriter.flushAll();
                    },
                    "qmp-removal");
            thread.setDaemon(true);
            thread.start();
            thread.join(REMOVAL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (OutOfMemoryError e) {
            System.getLogger(End.class.getName()).log(Level.DEBUG, "no thread", e);
        }
        Runtime.getRuntime().halt(exitStatus);
    }
}
