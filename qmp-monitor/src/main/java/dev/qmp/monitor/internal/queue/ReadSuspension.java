package dev.qmp.monitor.internal.queue;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The reasons for which a session is not read; it is read when there is none.
 *
 * <p>Reasons are a set, not a count: raising one twice or lifting one that was not raised changes nothing, so calls cannot get out of
 * balance. A reason is raised and lifted under the lock that guards its cause, so that the set agrees with the causes; whoever lifts one
 * looks at {@link #isRaised} afterwards, without the lock, and resumes reading. Specification: {@code qmp-queue-suspend}.
 *
 * <p>Thread: safe for use by any thread.
 */
public final class ReadSuspension {
    /** Why reading may be suspended. */
    public enum Reason {
        /** The queue of in-band requests is full. */
        QUEUE_FULL(1),
        /** A request is being answered in negotiation mode, where they go one at a time. */
        NEGOTIATING(2),
        /** The peer does not read what is sent to it. */
        OUTPUT_FULL(4),
        /** What waits to be executed, of all sessions, takes all the memory it may. */
        OVER_BUDGET(8),
        /** The server that requests are forwarded to has many that it has not answered. */
        UPSTREAM_FULL(16);

        private final int bit;

        Reason(int bit) {
            this.bit = bit;
        }
    }

    private final AtomicInteger raised = new AtomicInteger();

    /**
     * Raises a reason.
     *
     * @return whether it was the first, so that reading ends
     */
    public boolean raise(Reason reason) {
        return raised.getAndUpdate(reasons -> reasons | reason.bit) == 0;
    }

    /**
     * Lifts a reason.
     *
     * @return whether it was the last one, so that reading is to be taken up again
     */
    public boolean lift(Reason reason) {
        return raised.getAndUpdate(reasons -> reasons & ~reason.bit) == reason.bit;
    }

    /** Tells whether there is any reason not to read. */
    public boolean isRaised() {
        return raised.get() != 0;
    }
}
