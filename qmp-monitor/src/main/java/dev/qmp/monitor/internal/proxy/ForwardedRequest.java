package dev.qmp.monitor.internal.proxy;

import dev.qmp.dispatch.Request;
import dev.qmp.dispatch.spi.QmpError;
import dev.qmp.monitor.internal.watch.FlightEvents;
import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A client's request that is not answered yet: the server has it, or it is to be answered here in its turn.
 *
 * <p>Thread: confined to the I/O thread.
 */
final class ForwardedRequest {
    final ForwardedSession session;
    final @Nullable JsonValue id;
    final String command;
    final FlightEvents.@Nullable AnsweredEvent event;

    /** Whether it is answered here. */
    final boolean here;

    /** The request if it is answered here or recorded; otherwise its arguments are not kept while the server has it. */
    final @Nullable Request request;

    /** The error that it is answered with here, if its session's role does not have it. */
    final @Nullable QmpError refusal;

    /** Its number on the connection to the server; 0 before it has one. */
    long number;

    boolean answered;

    ForwardedRequest(
            ForwardedSession session,
            Request request,
            boolean here,
            @Nullable QmpError refusal,
            FlightEvents.@Nullable AnsweredEvent event) {
        this.session = session;
        this.id = request.id();
        this.command = request.command();
        this.here = here;
        this.request = here || session.isRecorded() ? request : null;
        this.refusal = refusal;
        this.event = event;
    }
}
