package dev.qmp.monitor.internal.queue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The memory that waiting requests of all sessions may take together. While it is used up, sessions that have a request waiting are not
 * read; a session with nothing waiting always is, so every session gets on.
 *
 * <p>Thread: guarded by the lock of the {@link InBandQueue} that owns it.
 */
final class InputBudget {
    private final long limit;
    private long used;

    /**
     * Makes an unused budget.
     *
     * @param limit how many bytes may wait before reading stops, more than 0
     */
    InputBudget(long limit) {
        this.limit = limit;
    }

    /** Returns the memory that waiting requests take, in bytes. */
    long used() {
        return used;
    }

    /**
     * Counts a request that waits now, and stops reading where the budget says so.
     *
     * @param size its memory, in bytes
     * @param client whose request it is
     * @param waiting all clients with a request that waits, this one among them
     */
    void take(long size, QueueClient client, Collection<QueueClient> waiting) {
        boolean wasUsedUp = used >= limit;
        used += size;
        if (wasUsedUp) {
            suspend(client);
        } else if (used >= limit) {
            waiting.forEach(InputBudget::suspend);
        }
    }

    /**
     * Takes a request that no longer waits off the account.
     *
     * @param size its memory, in bytes
     * @param emptied its client, if that has nothing left waiting
     * @param waiting all clients with a request that waits
     * @return the clients to read again
     */
    List<QueueClient> give(long size, @Nullable QueueClient emptied, Collection<QueueClient> waiting) {
        boolean wasUsedUp = used >= limit;
        used -= size;
        if (!wasUsedUp) {
            return List.of();
        }
        List<QueueClient> resumed = new ArrayList<>();
        if (emptied != null) {
            resume(emptied, resumed);
        }
        if (used < limit) {
            for (QueueClient other : waiting) {
                resume(other, resumed);
            }
        }
        return resumed;
    }

    private static void suspend(QueueClient client) {
        QueueClient.Lane lane = client.lane();
        if (!lane.overBudget) {
            lane.overBudget = true;
            client.suspended(ReadSuspension.Reason.OVER_BUDGET, true);
        }
    }

    private static void resume(QueueClient client, List<QueueClient> resumed) {
        QueueClient.Lane lane = client.lane();
        if (lane.overBudget) {
            lane.overBudget = false;
            client.suspended(ReadSuspension.Reason.OVER_BUDGET, false);
            resumed.add(client);
        }
    }
}
