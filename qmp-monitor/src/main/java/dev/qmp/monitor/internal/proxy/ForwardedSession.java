package dev.qmp.monitor.internal.proxy;

import dev.qmp.dispatch.Request;
import dev.qmp.dispatch.spi.QmpError;
import dev.qmp.monitor.internal.queue.PendingRequest;
import dev.qmp.monitor.internal.queue.ReadSuspension.Reason;
import dev.qmp.monitor.internal.rights.VisibleSchema;
import dev.qmp.monitor.internal.session.Forwarding;
import dev.qmp.monitor.internal.session.QmpSession;
import dev.qmp.monitor.internal.watch.FlightEvents;
import dev.qmp.monitor.rights.Role;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * A client's requests between its session and the server. What is answered here waits until the requests before it are answered,
 * in band and out of band each for itself.
 *
 * <p>Thread: confined to the I/O thread, but for {@link #isIdle}.
 */
final class ForwardedSession implements Forwarding {
    /** So many unanswered requests suspend reading: more than a client has that takes care of its out-of-band requests. */
    private static final int MOST_OPEN = 32;

    private final UpstreamLink link;
    private final QmpSession session;

    // In the order in which they came, from the first one that is not answered.
    private final ArrayDeque<ForwardedRequest> inBand = new ArrayDeque<>(1);
    private final ArrayDeque<ForwardedRequest> outOfBand = new ArrayDeque<>(1);

    private int open;
    private boolean full;

    private volatile boolean idle = true; // written in the I/O thread

    ForwardedSession(UpstreamLink link, QmpSession session) {
        this.link = link;
        this.session = session;
    }

    @Override
    public boolean isIdle() {
        return idle;
    }

    @Override
    public boolean passesDescriptors(Request request) {
        return link.passesDescriptors() && !request.outOfBand() && LocalAnswers.takesDescriptor(request);
    }

    @Override
    public int open() {
        return open;
    }

    @Override
    public void inBand(PendingRequest pending) {
        Request request = pending.request();
        QmpError refusal = session.refusal(request);
        Exchange exchange = refusal == null ? link.exchangeFor(request) : null;
        if (exchange != null) {
            refusal = exchange.refusal(request);
            exchange = refusal == null ? exchange : null;
        }
        ForwardedRequest forwarded = new ForwardedRequest(this, request, exchange == null, refusal, pending.event());
        add(inBand, forwarded);
        if (exchange != null) {
            exchange.inBand(pending, forwarded, request);
        } else {
            answerThoseDue(inBand);
            pending.finished();
        }
    }

    @Override
    public void outOfBand(Request request) {
        QmpError refusal = session.refusal(request);
        Exchange exchange = refusal == null ? link.exchangeFor(request) : null;
        ForwardedRequest forwarded = new ForwardedRequest(
                this, request, exchange == null, refusal, FlightEvents.isOn() ? FlightEvents.outOfBand() : null);
        add(outOfBand, forwarded);
        if (exchange != null) {
            exchange.outOfBand(forwarded, request);
        } else {
            answerThoseDue(outOfBand);
        }
    }

    /** Passes on a reply of the server. */
    void reply(ForwardedRequest request, MessageScanner message, ReplyBatch replies) {
        Request recorded = request.request;
        if (recorded != null) {
            session.audit(recorded, message.outcome());
            session.journal(recorded, message.outcome(), message::copy);
        }
        Role role = session.role();
        boolean filtered = role != null
                && VisibleSchema.isFiltered(request.command)
                && message.kind() == MessageScanner.Kind.RETURN;
        request.answered = true;
        if (filtered) {
            replies.flush();
            byte[] visible = LocalAnswers.visible(request.command, message.contentCopy(), role);
            sent(new ReplyWriter().success(visible, request.id), ByteBuffer.allocate(0), 1);
        } else {
            replies.add(this, request, message);
        }
        FlightEvents.AnsweredEvent event = request.event;
        if (event != null) {
            event.answered(session.label(), request.command, request.id, message.outcome());
        }
        answerThoseDue(inBand);
        answerThoseDue(outOfBand);
        session.afterRequest();
    }

    /** Sends replies of the server, as one piece or as two. */
    void sent(ByteBuffer replies, ByteBuffer rest, int count) {
        session.send(replies, rest);
        closed(count);
        session.afterRequest();
    }

    /** Answers a request that the server will not answer. */
    void refuse(ForwardedRequest request, QmpError error) {
        Request recorded = request.request;
        if (recorded != null) {
            session.audit(recorded, "unknown");
            session.journal(recorded, error);
        }
        session.refuse(request.id, error);
        request.answered = true;
        closed(1);
        answerThoseDue(inBand);
        answerThoseDue(outOfBand);
        session.afterRequest();
    }

    private void answerThoseDue(ArrayDeque<ForwardedRequest> requests) {
        for (ForwardedRequest next; (next = requests.peek()) != null; requests.remove()) {
            Request here = next.request;
            if (next.here && here != null) {
                link.flushReplies();
                QmpError refusal = next.refusal;
                if (refusal != null) {
                    session.answerHere(here, refusal);
                } else {
                    link.answerHere(session, here);
                }
                closed(1);
            } else if (!next.answered) {
                return;
            }
        }
    }

    /** Tells whether a request is to be kept until it is answered. */
    boolean isRecorded() {
        return session.isAudited() || session.isJournaled();
    }

    private void add(ArrayDeque<ForwardedRequest> requests, ForwardedRequest request) {
        requests.add(request);
        open++;
        idle = false;
        if (open >= MOST_OPEN && !full) {
            full = true;
            session.suspended(Reason.UPSTREAM_FULL, true);
        }
    }

    private void closed(int count) {
        open -= count;
        idle = open == 0;
        if (full && open < MOST_OPEN / 2) {
            full = false;
            session.suspended(Reason.UPSTREAM_FULL, false);
            session.readOn();
        }
    }
}
