package dev.qmp.cli.serve;

import dev.qmp.cli.terminal.Signals;
import dev.qmp.cli.usage.ErrorLine;
import dev.qmp.cli.usage.ExitStatus;
import dev.qmp.cli.usage.LineWriter;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The end of a server's process, however it comes: a signal, {@code quit}, the end of standard input, or a failure. From when it
 * is asked for it takes ten seconds at most, whatever blocks; a second signal ends the process at once.
 *
 * <p>Thread: safe for use by any thread; guarded by its own lock, which is not held while anything is called.
 */
final class End {
    /** When the process ends without waiting for what still runs; a second less than the limit, for what is to be removed. */
    private static final Duration PATIENCE = Duration.ofSeconds(9);

    private static final Duration REMOVAL = Duration.ofMillis(900);

    /** The numbers of the signals that end a process. */
    private static final Map<String, Integer> SIGNALS = Map.of("HUP", 1, "INT", 2, "TERM", 15);

    private final CountDownLatch over = new CountDownLatch(1);

    // Guarded by this.
    private @Nullable Thread starting;
    private @Nullable Runnable onSignal;
    private Runnable removal = () -> {};
    private boolean signalled;
    private boolean begun;
    private boolean forced;
    private int status = ExitStatus.DONE;

    /** The start was given up, because the end was asked for. */
    static final class StartGivenUp extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StartGivenUp() {
            super("the end was asked for", null, false, false);
        }
    }

    /** Takes signals from now on. */
    void handleSignals() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::endBySignal, "qmp-signal"));
    }

    /**
     * Says what is to be done.
     *
     * @param onSignal asks for an orderly end
     * @param removal removes what would be left over if the end were not orderly; need not return
     */
    synchronized void provide(Runnable onSignal, Runnable removal) {
        this.onSignal = onSignal;
        this.removal = removal;
    }

    /**
     * Does a part of the start, which may wait for a client; a signal interrupts it.
     *
     * @param step the part
     * @throws StartGivenUp if the end is asked for, before or meanwhile
     */
    void whileStarting(Runnable step) {
        synchronized (this) {
            checkGoesOn();
            starting = Thread.currentThread();
        }
        try {
            step.run();
        } catch (RuntimeException e) {
            checkGoesOn();
            throw e;
        } finally {
            synchronized (this) {
                starting = null;
            }
            boolean unused = Thread.interrupted();
        }
        checkGoesOn();
    }

    /**
     * Looks whether the start is to go on.
     *
     * @throws StartGivenUp if not
     */
    synchronized void checkGoesOn() {
        if (signalled) {
            throw new StartGivenUp();
        }
    }

    /** Says that the end has begun: it is over in ten seconds. Once or more. */
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
            // No thread for it: an end without a limit is better than none.
            synchronized (this) {
                begun = false;
            }
        }
    }

    /**
     * Says that all is done and said.
     *
     * @param status the exit status
     */
    void over(int status) {
        synchronized (this) {
            this.status = status;
        }
        over.countDown();
    }

    /** Runs in the shutdown hook; makes of a signal an orderly end. */
    private void endBySignal() {
        if (over.getCount() == 0) {
            return;
        }
        SIGNALS.forEach((name, number) -> Signals.handle(name, () -> endNow(128 + number, "a second signal")));
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

    /** Ends the process, the first time that it is called. */
    private void endNow(int exitStatus, String reason) {
        Runnable last;
        synchronized (this) {
            if (forced) {
                return;
            }
            forced = true;
            last = removal;
        }
        ErrorLine.print("qmp serve: " + reason + ": ending without what still runs");
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
