package dev.qmp.chardev.loop;

/**
 * A task that an {@link EventLoop} runs once at a given time.
 *
 * <p>Thread: {@link #cancel()} may be called by any thread; after a cancel in the loop's own thread the task never runs; after
 * one in another thread it may still be running.
 */
public final class Timer implements Comparable<Timer> {
    private final long deadline;
    private final long sequence;
    private final Runnable task;
    private volatile boolean over;

    Timer(long deadline, long sequence, Runnable task) {
        this.deadline = deadline;
        this.sequence = sequence;
        this.task = task;
    }

    /** Ends the timer; the task does not start afterwards. Idempotent. */
    public void cancel() {
        over = true;
    }

    /**
     * Says whether the timer still waits.
     *
     * @return false once it was cancelled or has fired
     */
    public boolean isPending() {
        return !over;
    }

    long deadline() {
        return deadline;
    }

    void fire() {
        if (!over) {
            over = true;
            task.run();
        }
    }

    /** Orders by time, then by order of creation. */
    @Override
    public int compareTo(Timer other) {
        long difference = deadline - other.deadline; // the clock may wrap
        return difference != 0 ? Long.signum(difference) : Long.compare(sequence, other.sequence);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
