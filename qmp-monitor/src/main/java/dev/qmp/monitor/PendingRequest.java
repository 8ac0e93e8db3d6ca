package dev.qmp.monitor;

import dev.qmp.dispatch.Request;
import org.jspecify.annotations.Nullable;

/**
 * An in-band request on its way from the parser to its reply.
 *
 * <p>It names the session that it came from, so that its reply can reach no other.
 *
 * @param client the session
 * @param request what is to be run
 * @param size the memory that it takes while it waits, in bytes
 * @param queue the queue to tell that it was answered
 * @param event its life for the flight recorder, or null while nobody records
 */
record PendingRequest(
        InBandQueue.Client client, Request request, long size, InBandQueue queue, Flight.@Nullable RequestEvent event) {
    /** Lets the next request run; called once, when this one is answered or given up. */
    void finished() {
        queue.finished(this);
    }
}
