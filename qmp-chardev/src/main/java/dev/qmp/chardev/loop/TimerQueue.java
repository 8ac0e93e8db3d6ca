package dev.qmp.chardev.loop;

import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The timers of one loop, the next one first.
 *
 * <p>Thread: confined to the loop's owner, except {@link #create}.
 */
final class TimerQueue {
    private final LongSupplier clock;
    private final AtomicLong sequence = new AtomicLong();
    private final PriorityQueue<Timer> queue = new PriorityQueue<>();

    TimerQueue(LongSupplier clock) {
        this.clock = clock;
    }

    Timer create(long delayNanos, Runnable task) {
        return new Timer(clock.getAsLong() + Math.max(0, delayNanos), sequence.incrementAndGet(), task);
    }

    void add(Timer timer) {
        queue.add(timer);
    }

    boolean runDue(Consumer<Runnable> runner) {
        boolean ran = false;
        while (true) {
            Timer next = queue.peek();
            if (next == null || (next.isPending() && next.deadline() - clock.getAsLong() > 0)) {
                return ran;
            }
            queue.remove();
            if (next.isPending()) {
                ran = true;
                runner.accept(next::fire);
            }
        }
    }

    /** Cancels all timers: the loop has ended. */
    void cancelAll() {
        queue.forEach(Timer::cancel);
        queue.clear();
    }

    /** Nanoseconds to the next timer, {@code Long.MAX_VALUE} without one. */
    long nanosToNext() {
        while (true) {
            Timer next = queue.peek();
            if (next == null) {
                return Long.MAX_VALUE;
            }
            if (next.isPending()) {
                return Math.max(0, next.deadline() - clock.getAsLong());
            }
            queue.remove();
        }
    }
}
