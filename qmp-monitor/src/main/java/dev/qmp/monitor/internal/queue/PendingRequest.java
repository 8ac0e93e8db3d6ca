package dev.qmp.monitor.internal.queue;

import dev.qmp.dispatch.Reply;
import dev.qmp.dispatch.Request;
import dev.qmp.monitor.internal.watch.FlightEvents;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An in-band request on its way from the parser to its reply, which it takes itself. It knows the session that it came from, so that
 * its reply can reach no other.
 *
 * <p>Thread: {@link #interrupts} in the dispatcher's loop; the reply may come from any thread after that.
 */
public final class PendingRequest implements Consumer<Reply> {
    private final QueueClient client;
    private final Request request;
    private final long size;
    private final InBandQueue queue;
    private final FlightEvents.@Nullable RequestEvent event;
    private @Nullable Object interrupted;

    /**
     * Makes a request that waits.
     *
     * @param client the session
     * @param request what is to be executed
     * @param size the memory that it takes while it waits, in bytes
     * @param queue starts the next request when this one is answered
     * @param event its life for the flight recorder, or null while nobody records
     */
    PendingRequest(
            QueueClient client,
            Request request,
            long size,
            InBandQueue queue,
            FlightEvents.@Nullable RequestEvent event) {
        this.client = client;
        this.request = request;
        this.size = size;
        this.queue = queue;
        this.event = event;
    }

    QueueClient client() {
        return client;
    }

    /** What is to be executed. */
    public Request request() {
        return request;
    }

    long size() {
        return size;
    }

    /** Its life for the flight recorder, or null while nobody records. */
    public FlightEvents.@Nullable RequestEvent event() {
        return event;
    }

    /** Keeps what the dispatcher was doing when the execution began, until {@link #interrupted} asks for it. */
    public void interrupts(@Nullable Object activity) {
        interrupted = activity;
    }

    /** What the dispatcher was doing when the execution began. */
    public @Nullable Object interrupted() {
        return interrupted;
    }

    /** Takes the reply: sends it, and lets the next request run, whatever becomes of the sending. */
    @Override
    public void accept(Reply reply) {
        try {
            client.answer(this, reply);
        } finally {
            finished();
        }
    }

    /** Lets the next request run; called once, when this one is answered or given up. */
    public void finished() {
        queue.finished(this);
    }
}
