package dev.qmp.monitor.internal.queue;

import dev.qmp.chardev.spi.MemoryBudget;
import dev.qmp.dispatch.Reply;
import dev.qmp.dispatch.Request;
import dev.qmp.monitor.internal.queue.ReadSuspension.Reason;
import java.util.concurrent.atomic.AtomicInteger;

/** A client of the queue that answers at once and counts. Thread: any. */
final class RaceClient implements QueueClient {
    private static final Request REQUEST = Request.unparsable("");

    final ReadSuspension suspension = new ReadSuspension();
    final AtomicInteger executed = new AtomicInteger();
    private final InBandQueue queue;
    private final QueueClient.Lane lane;
    private final MemoryBudget.Account account = new MemoryBudget(1 << 20).open("client", 0, (bytes, limit) -> {});

    RaceClient(InBandQueue queue) {
        this.queue = queue;
        this.lane = queue.newLane(null);
    }

    void add(long size) {
        queue.add(this, REQUEST, size);
    }

    @Override
    public QueueClient.Lane lane() {
        return lane;
    }

    @Override
    public MemoryBudget.Account account() {
        return account;
    }

    @Override
    public void suspended(Reason reason, boolean raised) {
        if (raised) {
            suspension.raise(reason);
        } else {
            suspension.lift(reason);
        }
    }

    @Override
    public void readOn() {}

    @Override
    public void later(long nanos, Runnable task) {}

    @Override
    public void execute(PendingRequest request) {
        executed.incrementAndGet();
        request.finished();
    }

    @Override
    public void answer(PendingRequest request, Reply reply) {}

    @Override
    public void afterRequest() {}
}
