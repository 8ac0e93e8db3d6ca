package dev.qmp.cli.machine;

import dev.qmp.cli.machine.schema.MachineEmitter;
import dev.qmp.dispatch.spi.CommandContext;
import dev.qmp.dispatch.spi.CommandException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Blocks the dispatcher until it is released out of band: the problem that out-of-band execution solves, for demonstration.
 *
 * <p>Thread: safe for use by any thread; guarded by its own lock, which is not held while waiting.
 */
final class Hold {
    private final MachineEmitter events;

    // Guarded by this.
    private @Nullable CountDownLatch held;
    private boolean over;

    Hold(MachineEmitter events) {
        this.events = events;
    }

    /** Blocks the calling thread, after the event {@code X_HELD}, until {@link #release}. */
    void hold() throws InterruptedException {
        CountDownLatch latch = new CountDownLatch(1);
        synchronized (this) {
            if (over) {
                return;
            }
            held = latch;
        }
        events.xHeld();
        latch.await();
    }

    /** Releases the blocked thread, after the reply to this request. */
    synchronized void release(CommandContext context) {
        CountDownLatch latch = held;
        if (latch == null) {
            throw new CommandException("nothing is held");
        }
        held = null;
        context.afterReply(latch::countDown);
    }

    /** Releases a blocked thread; from now on {@link #hold} does not block. */
    synchronized void end() {
        over = true;
        if (held != null) {
            held.countDown();
            held = null;
        }
    }
}
