package dev.qmp.monitor;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The reasons for which a session is not read; it is read when there is none.
 *
 * <p>Reasons are a set, not a count: raising one twice or lifting one that was not raised changes nothing, so there is no
 * pairing that could go wrong.
 *
 * <p>Thread: safe for use by any thread.
 */
final class Suspension {
    /** Why reading may be suspended. */
    enum Reason {
        /** The queue of in-band requests is full. */
        QUEUE_FULL(1),
        /** A request is being answered in negotiation mode, where they go one at a time. */
        NEGOTIATING(2),
        /** The peer does not read what is sent to it. */
        OUTPUT_FULL(4);

        private final int bit;

        Reason(int bit) {
            this.bit = bit;
        }
    }

    private final AtomicInteger raised = new AtomicInteger();

    /** Raises a reason. */
    void raise(Reason reason) {
        raised.getAndUpdate(reasons -> reasons | reason.bit);
    }

    /**
     * Lifts a reason.
     *
     * @return whether it was the last one, so that reading is to be taken up again
     */
    boolean lift(Reason reason) {
        int before = raised.getAndUpdate(reasons -> reasons & ~reason.bit);
        return before == reason.bit;
    }

    /** Tells whether there is any reason not to read. */
    boolean isRaised() {
        return raised.get() != 0;
    }
}
