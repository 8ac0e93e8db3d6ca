package dev.qmp.chardev.loop;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reports the failures that one loop contains to its error handler. Those of the virtual machine, such as exhausted memory, are
 * tolerated once; when they recur within {@value #RECURS_SECONDS} s, the loop cannot go on. A stack overflow is an ordinary
 * failure, because unwinding the stack repairs it.
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

    /** Passes a failure to the handler. Throws nothing, whatever the handler does. */
    void report(String what, Throwable failure) {
        if (failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError)) {
            fault(failure);
        }
        try {
            handler.failed(what, failure);
        } catch (Throwable e) {
            // There is no one else to report to; a handler that lacks the memory to log must not end the loop.
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
