package dev.qmp.chardev.loop;

/**
 * Decides whether an idle loop spins for a moment before it blocks.
 *
 * <p>It spins only while work comes in quick succession: after a sleep that was about as short as a spin. After a spin that found
 * nothing it skips some spins, twice as many each time, so that a loop whose work comes just too late wastes little, and an idle
 * loop nothing.
 *
 * <p>Thread: confined to the loop's owner.
 */
final class SpinGovernor {
    private static final int LONGEST_REST = 64;

    private final long spinNanos;
    private boolean pays;
    private int rest;
    private int penalty;

    SpinGovernor(long spinNanos) {
        this.spinNanos = spinNanos;
    }

    /** Says whether to spin now. */
    boolean pays() {
        return pays;
    }

    /** A spin found work. */
    void succeeded() {
        penalty = 0;
    }

    /** A spin found nothing; the loop blocks now. */
    void failed() {
        pays = false;
        penalty = Math.min(2 * penalty + 1, LONGEST_REST);
        rest = penalty;
    }

    /**
     * The loop has blocked.
     *
     * @param nanos for how long it had nothing to do; the time to wake a thread is in it, hence twice the spin counts as short
     */
    void slept(long nanos) {
        if (rest > 0) {
            rest--;
        } else {
            pays = nanos <= 2 * spinNanos;
        }
    }
}
