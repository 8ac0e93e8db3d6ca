package dev.qmp.monitor.internal.queue;

import dev.qmp.chardev.spi.MemoryBudget;
import dev.qmp.dispatch.Reply;
import java.util.ArrayDeque;

/** A session as the {@link InBandQueue} sees it: where its requests wait, and what executes and answers them. */
public interface QueueClient {
    /**
     * A session's part of the queue.
     *
     * <p>Thread: guarded by the queue's lock.
     */
    final class Lane {
        final ArrayDeque<PendingRequest> waiting = new ArrayDeque<>(1);
        long lastServed;
        int inSuccession; // requests served in the turn that has not ended
        boolean running;
        boolean dropped;
        boolean overBudget;
        boolean readerDue; // the queue was full and has room again, and the reader has not been called
        boolean urgent; // call the reader as soon as there is room
        boolean lookScheduled;
        long held; // the memory of requests that wait or run

        Lane() {}
    }

    /** The client's part of the queue. */
    Lane lane();

    /** What the client's requests are counted on. */
    MemoryBudget.Account account();

    /** Stops or starts reading for a reason. With the queue's lock held: records it and does nothing else. */
    void suspended(ReadSuspension.Reason reason, boolean raised);

    /** Reads again if nothing stands against it; called without the lock after a reason was taken away. */
    void readOn();

    /** Runs a task in the loop that reads, later; any thread. */
    void later(long nanos, Runnable task);

    /** Executes a request, which takes its reply, or is {@linkplain PendingRequest#finished given up}. In the dispatcher's loop. */
    void execute(PendingRequest request);

    /** Sends the reply to a request. Any thread. */
    void answer(PendingRequest request, Reply reply);

    /** A request has been answered, and no other of this client is being executed. Any thread. */
    void afterRequest();
}
