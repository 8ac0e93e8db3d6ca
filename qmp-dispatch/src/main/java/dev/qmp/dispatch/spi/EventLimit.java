package dev.qmp.dispatch.spi;

import java.time.Duration;
import java.util.List;

/**
 * A rate limit of an event: at most one per period and key. Of the events that come too early only the last is kept, and sent
 * when the period is over. Specification: {@code qmp-event-limit-rule}.
 *
 * @param event the event's name
 * @param period the minimum time between two of them, more than zero; QEMU's is one second
 * @param keyMembers members of the data whose values identify independent series; empty for a single series
 */
public record EventLimit(String event, Duration period, List<String> keyMembers) {
    /**
     * Copies the list and refuses a period that is not positive.
     *
     * @param event the event's name
     * @param period the minimum time between two of them, more than zero; QEMU's is one second
     * @param keyMembers members of the data whose values identify independent series; empty for a single series
     */
    public EventLimit {
        keyMembers = List.copyOf(keyMembers);
        if (period.isZero() || period.isNegative()) {
            throw new IllegalArgumentException("the period of event " + event + " is not positive: " + period);
        }
    }
}
