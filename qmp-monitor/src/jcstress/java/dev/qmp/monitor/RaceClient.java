package dev.qmp.monitor;

import dev.qmp.dispatch.Request;
import dev.qmp.monitor.Suspension.Reason;
import java.util.concurrent.atomic.AtomicInteger;

/** A client of the queue that answers at once and counts. Thread: any. */
final class RaceClient implements InBandQueue.Client {
    private static final Request REQUEST = Request.unparsable("");

    final Suspension suspension = new Suspension();
    final AtomicInteger executed = new AtomicInteger();
    private final InBandQueue queue;
    private final InBandQueue.Lane lane;

    RaceClient(InBandQueue queue) {
        this.queue = queue;
        this.lane = queue.newLane(null);
    }

    void add(long size) {
        queue.add(this, REQUEST, size);
    }

    @Override
    public InBandQueue.Lane lane() {
        return lane;
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
    public void execute(PendingRequest request) {
        executed.incrementAndGet();
        request.finished();
    }

    @Override
    public void afterRequest() {}
}
