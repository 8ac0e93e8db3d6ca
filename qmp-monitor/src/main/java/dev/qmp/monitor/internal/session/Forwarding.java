package dev.qmp.monitor.internal.session;

import dev.qmp.dispatch.Request;
import dev.qmp.monitor.internal.queue.PendingRequest;

/**
 * The requests of one session that another server is to run.
 *
 * <p>Thread: {@link #isIdle} may be called by any thread, all else by the I/O thread, outside of which {@link #open} is inexact.
 */
public interface Forwarding {
    /** Forwards a request, or answers it in its turn; it is {@linkplain PendingRequest#finished finished} when the next one may come. */
    void inBand(PendingRequest pending);

    /** Forwards a request, or answers it, at once. */
    void outOfBand(Request request);

    /** Tells whether a request takes the descriptors that came with it to the server. */
    boolean passesDescriptors(Request request);

    /** Returns how many requests are not answered. */
    int open();

    /** Tells whether every request has been answered. */
    boolean isIdle();
}
