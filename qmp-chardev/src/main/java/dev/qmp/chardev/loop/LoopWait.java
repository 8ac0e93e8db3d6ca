package dev.qmp.chardev.loop;

import java.io.IOException;
import java.nio.channels.Selector;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The last part of a loop's turn: serves the channels that are ready, and waits if there is nothing to do.
 *
 * <p>Thread: confined to the loop's owner, except {@link #wake}.
 */
final class LoopWait {
    private static final int AWAKE = 0;
    private static final int ASLEEP = 1;

    private final TaskQueue tasks;
    private final LoopChannels channels;
    private final LoopOwnership ownership;
    private final long spinNanos;
    private final boolean spinsOnDemand;
    private final SpinGovernor spinning;
    private final AtomicInteger sleep = new AtomicInteger(AWAKE);

    private boolean spinNext;
    private boolean interrupted;

    LoopWait(TaskQueue tasks, LoopChannels channels, LoopOwnership ownership, LoopSettings settings) {
        this.tasks = tasks;
        this.channels = channels;
        this.ownership = ownership;
        this.spinNanos = settings.spinNanos();
        this.spinsOnDemand = settings.spinsOnDemand();
        this.spinning = new SpinGovernor(spinNanos);
        channels.beforeServing(this::awake);
    }

    /** A channel is served: new tasks need no wake-up while that lasts, the next turn runs them. */
    private void awake() {
        if (sleep.getPlain() != AWAKE) {
            sleep.set(AWAKE);
        }
    }

    /** Restores an interrupt that came while the loop waited. */
    void restoreInterrupt() {
        if (interrupted) {
            interrupted = false;
            Thread.currentThread().interrupt();
        }
    }

    /** The next wait may spin, on a loop that does so on demand only. */
    void spinOnce() {
        spinNext = true;
    }

    /** Wakes the loop if it sleeps, because there is a new task. Any thread. */
    void wake() {
        if (sleep.get() == ASLEEP && sleep.compareAndSet(ASLEEP, AWAKE) && !channels.wakeUp()) {
            ownership.unpark();
        }
    }

    /**
     * Serves the channels, and waits for them and for tasks.
     *
     * @param waitNanos how long at most; 0 does not wait, {@code Long.MAX_VALUE} waits without end
     * @return whether anything was served, or a task was seen
     */
    boolean poll(long waitNanos) throws IOException {
        Selector open = channels.selector();
        if (waitNanos <= 0) {
            return open != null && channels.select(open, 0) > 0;
        }
        long start = 0;
        boolean maySpin = spinNanos > 0 && (!spinsOnDemand || spinNext);
        spinNext = false;
        if (maySpin) {
            start = System.nanoTime();
            if (spinning.pays() && spin(open, start, Math.min(waitNanos, spinNanos))) {
                return true;
            }
        }
        sleep.set(ASLEEP);
        try {
            if (!tasks.isEmpty()) {
                return open != null && channels.select(open, 0) > 0;
            }
            if (open != null) {
                long millis = waitNanos == Long.MAX_VALUE ? -1 : (waitNanos - 1) / 1_000_000 + 1;
                return channels.select(open, millis) > 0;
            }
            if (waitNanos == Long.MAX_VALUE) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, waitNanos);
            }
            return false;
        } finally {
            sleep.set(AWAKE);
            // A pending interrupt would make every later select return at once; restoreInterrupt gives it back.
            interrupted |= Thread.interrupted();
            if (start != 0) {
                spinning.slept(System.nanoTime() - start);
            }
        }
    }

    /**
     * Polls for work without blocking, and yields the processor each time there is none. A loop with channels asks the system, others
     * only look at their queue.
     */
    @SuppressWarnings("ThreadPriorityCheck") // the yield is a courtesy, nothing relies on it
    private boolean spin(@Nullable Selector open, long start, long nanos) throws IOException {
        do {
            if (!tasks.isEmpty() || (open != null && channels.select(open, 0) > 0)) {
                spinning.succeeded();
                return true;
            }
            Thread.yield();
        } while (System.nanoTime() - start < nanos);
        spinning.failed();
        return false;
    }
}
