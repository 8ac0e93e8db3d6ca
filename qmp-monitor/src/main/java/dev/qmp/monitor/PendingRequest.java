package dev.qmp.monitor;

import dev.qmp.dispatch.Reply;
import dev.qmp.dispatch.Request;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An in-band request on its way from the parser to its reply.
 *
 * <p>It names the session that it came from, so that its reply can reach no other.
 *
 * <p>Thread: immutable.
 */
final class PendingRequest implements Consumer<Reply> {
    private final InBandQueue.Client session;
    private final Request request;
    private final InBandQueue queue;

    PendingRequest(InBandQueue.Client session, Request request, InBandQueue queue) {
        this.session = session;
        this.request = request;
        this.queue = queue;
    }

    InBandQueue.Client session() {
        return session;
    }

    Request request() {
        return request;
    }

    /** Sends the reply and lets the next request run. */
    @Override
    public void accept(@Nullable Reply reply) {
        if (reply != null) {
            session.reply(request, reply);
        }
        queue.finished(this);
    }
}
