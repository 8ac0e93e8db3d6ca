package dev.qmp.monitor;

import dev.qmp.dispatch.CommandScope;
import dev.qmp.dispatch.Reply;
import dev.qmp.dispatch.Request;
import dev.qmp.dispatch.spi.MonitorContext;
import java.util.function.Consumer;

/** The execution of an in-band request with what surrounds it: watchdog, flight recorder, and the next one's turn. */
final class Execution {
    private Execution() {}

    /**
     * Executes a request. In the dispatcher's loop.
     *
     * @param host has the dispatcher
     * @param context the monitor that the request came from
     * @param scope the commands that are visible
     * @param pending the request; it is finished when its reply was sent
     * @param send sends the reply, once, in whatever thread it comes from
     */
    static void inBand(
            MonitorHost host,
            MonitorContext context,
            CommandScope scope,
            PendingRequest pending,
            Consumer<? super Reply> send) {
        Request request = pending.request();
        Flight.RequestEvent event = pending.event();
        if (event != null) {
            event.executed();
        }
        Watchdog.Post post = host.watchdog().inBand();
        Object before = post.begin(context.label(), request);
        host.composition().dispatcher().dispatch(request, context, scope, reply -> {
            try {
                send.accept(reply);
                // Asked for again: a lambda that took it along would load its class, recorded or not.
                Flight.RequestEvent recorded = pending.event();
                if (recorded != null) {
                    recorded.answered(context.label(), request, reply);
                }
            } finally {
                try {
                    post.end(before);
                } finally {
                    pending.finished();
                }
            }
        });
    }
}
