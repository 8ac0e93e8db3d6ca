package dev.qmp.monitor;

import dev.qmp.chardev.EventLoop;
import dev.qmp.dispatch.Reply;
import dev.qmp.dispatch.Request;
import java.util.ArrayDeque;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queue between the parsers and the dispatcher: per session first in first out, over all sessions round robin,
 * one request at a time, one per turn of the dispatcher's loop.
 *
 * <p>At most {@value #CAPACITY} requests of a session wait; the one being executed is no longer in the queue. The eighth
 * suspends the session's reading, taking one out of a full queue resumes it before that one is executed.
 *
 * <p>Round robin: of the sessions that have requests the one served longest ago is next; a session not served yet comes
 * before all others, the newest first.
 *
 * <p>Thread: {@link #add} and {@link #drop} may be called by any thread, requests run in the dispatcher's loop. All fields are
 * guarded by this queue's lock, which is never held while a request runs or bytes are written.
 */
final class InBandQueue {
    /** How many requests of one session may wait. */
    static final int CAPACITY = 8;

    /** Whose requests wait. */
    interface Client {
        /** The client's part of the queue. */
        Lane lane();

        /** Stops reading for a reason; called with the queue's lock held. */
        void suspend(Suspension.Reason reason);

        /** Takes a reason away. */
        void resume(Suspension.Reason reason);

        /** Runs a request, and tells it the reply. In the dispatcher's loop. */
        void execute(PendingRequest request);

        /** Sends a reply to a request. Any thread. */
        void reply(Request request, Reply reply);

        /** A request has been answered, and no other of this client runs. Any thread. */
        void afterRequest();
    }

    /**
     * A session's part of the queue.
     *
     * <p>Thread: guarded by the queue's lock.
     */
    static final class Lane {
        private final ArrayDeque<PendingRequest> waiting = new ArrayDeque<>(1);
        private long lastServed;
        private boolean running;
        private boolean dropped;
    }

    private final EventLoop loop;
    private final Runnable turn = this::runOne;
    private final PriorityQueue<Client> ready =
            new PriorityQueue<>((one, other) -> Long.compare(one.lane().lastServed, other.lane().lastServed));
    private long serveCount;
    private long newcomers;
    private boolean scheduled;
    private boolean stopped;
    private @Nullable Runnable whenIdle;

    /**
     * Makes an empty queue.
     *
     * @param loop the dispatcher's loop
     */
    public InBandQueue(EventLoop loop) {
        this.loop = loop;
    }

    /** Makes the lane of a new session. */
    synchronized Lane newLane() {
        Lane lane = new Lane();
        lane.lastServed = --newcomers;
        return lane;
    }

    /**
     * Adds a request; suspends the session's reading if it is the eighth that waits.
     *
     * @param session the session, whose reading is not suspended for a full queue
     * @param request the request
     */
    void add(Client session, Request request) {
        boolean wake;
        synchronized (this) {
            Lane lane = session.lane();
            if (lane.dropped) {
                return;
            }
            ArrayDeque<PendingRequest> waiting = lane.waiting;
            waiting.add(new PendingRequest(session, request, this));
            if (waiting.size() == CAPACITY) {
                session.suspend(Suspension.Reason.QUEUE_FULL);
            }
            if (waiting.size() == 1) {
                ready.add(session);
            }
            wake = !scheduled && !stopped;
            scheduled |= wake;
        }
        if (wake) {
            loop.execute(turn);
        }
    }

    /**
     * Drops what a session has waiting and takes no more of it.
     *
     * @param session a session that ends
     */
    synchronized void drop(Client session) {
        Lane lane = session.lane();
        lane.dropped = true;
        if (!lane.waiting.isEmpty()) {
            lane.waiting.clear();
            ready.remove(session);
        }
    }

    /**
     * Tells whether everything that a session asked for has been answered.
     *
     * @param session the session
     * @return whether nothing of it waits or runs
     */
    synchronized boolean isIdle(Client session) {
        return session.lane().waiting.isEmpty() && !session.lane().running;
    }

    /**
     * Starts no further request.
     *
     * @param idle run once, in the dispatcher's loop, when the running request is finished
     */
    public void stop(Runnable idle) {
        synchronized (this) {
            stopped = true;
            if (scheduled) {
                whenIdle = idle;
                return;
            }
        }
        loop.execute(idle);
    }

    /** Tells whether no further request is started. */
    synchronized boolean isStopped() {
        return stopped;
    }

    private void runOne() {
        PendingRequest next;
        boolean wasFull;
        synchronized (this) {
            Client session = stopped ? null : ready.poll();
            if (session == null) {
                scheduled = false;
                next = null;
                wasFull = false;
            } else {
                Lane lane = session.lane();
                ArrayDeque<PendingRequest> waiting = lane.waiting;
                wasFull = waiting.size() == CAPACITY;
                next = waiting.remove();
                lane.running = true;
                lane.lastServed = ++serveCount;
                if (!waiting.isEmpty()) {
                    ready.add(session);
                }
            }
        }
        if (next == null) {
            reportIdle();
            return;
        }
        if (wasFull) {
            next.session().resume(Suspension.Reason.QUEUE_FULL);
        }
        next.session().execute(next);
    }

    /** Called when a request has been answered; any thread. */
    void finished(PendingRequest request) {
        Client session = request.session();
        boolean more;
        synchronized (this) {
            session.lane().running = false;
            more = !stopped && !ready.isEmpty();
            scheduled = more;
        }
        session.afterRequest();
        if (more) {
            loop.execute(turn);
        } else {
            reportIdle();
        }
    }

    private void reportIdle() {
        Runnable idle;
        synchronized (this) {
            idle = scheduled ? null : whenIdle;
            if (idle != null) {
                whenIdle = null;
            }
        }
        if (idle != null) {
            loop.execute(idle);
        }
    }
}
