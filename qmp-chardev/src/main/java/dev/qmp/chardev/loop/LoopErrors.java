package dev.qmp.chardev.loop;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the failures that one loop contains: the error handler hears of each. The virtual machine's own, such as
 * exhausted memory, may come once; when they recur within {@value #RECURS_SECONDS} s, the loop cannot go on. A stack that
 * overflowed is an ordinary failure, because unwinding it makes good what was wrong.
 *
 * <p>Thread: safe for any thread.
 */
final class LoopErrors {
    private static final long RECURS_SECONDS = 10;

    private final ErrorHandler handler;
    private final LongSupplier clock;

    private volatile @Nullable Throwable fatal;
    private long lastFault; // guarded by this
    private boolean faulted; // guarded by this

    LoopErrors(ErrorHandler handler, LongSupplier clock) {
        this.handler = handler;
        this.clock = clock;
    }

    /** Passes a failure on. Nothing is thrown, whatever the handler does. */
    void report(String what, Throwable failure) {
        if (failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError)) {
            fault(failure);
        }
        try {
            handler.failed(what, failure);
        } catch (Throwable e) {
            // Nobody is left to be told; a handler without memory to log must not end what it was to report about.
            if (e instanceof VirtualMachineError && !(e instanceof StackOverflowError)) {
                fault(e);
            }
        }
    }

    /** Returns why the loop cannot go on, or null while it can. */
    @Nullable
    Throwable fatal() {
        return fatal;
    }

    private synchronized void fault(Throwable failure) {
        long now = clock.getAsLong();
        if (faulted && now - lastFault < TimeUnit.SECONDS.toNanos(RECURS_SECONDS)) {
            fatal = failure;
        }
        faulted = true;
        lastFault = now;
    }
}
