package dev.qmp.monitor;

import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.dispatch.Request;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queue between the parsers and the dispatcher: per session first in first out, over all sessions round robin,
 * one request at a time, one per turn of the dispatcher's loop.
 *
 * <p>At most {@value #CAPACITY} requests of a session wait; the one being executed is no longer in the queue. The eighth
 * suspends the session's reading, taking one out of a full queue resumes it before that one is executed.
 *
 * <p>What waits in all lanes together has a budget of memory. While it is used up, sessions that have a request waiting are
 * not read; a session with nothing waiting always is, so every session gets on.
 *
 * <p>Round robin: of the sessions that have requests the one served longest ago is next; one that was never served comes
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

        /** Stops or starts reading for a reason. With the queue's lock held: records it and does nothing else. */
        void suspended(Suspension.Reason reason, boolean raised);

        /** Reads again if nothing stands against it; called without the lock after a reason was taken away. */
        void readOn();

        /** Runs a request, which calls {@link #finished} in the end. In the dispatcher's loop. */
        void execute(PendingRequest request);

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
        private boolean overBudget;
    }

    private final EventLoop loop;
    private final long budget;
    private final Runnable turn = this::runOne;
    private final PriorityQueue<Client> ready =
            new PriorityQueue<>((one, other) -> Long.compare(one.lane().lastServed, other.lane().lastServed));
    private long serveCount;
    private long newcomers;
    private long waitingSize;
    private boolean scheduled;
    private boolean stopped;
    private @Nullable Runnable whenIdle;

    /**
     * Makes an empty queue.
     *
     * @param loop the dispatcher's loop
     * @param budget how many bytes may wait in all lanes together before reading stops, more than 0
     */
    public InBandQueue(EventLoop loop, long budget) {
        this.loop = loop;
        this.budget = budget;
    }

    /**
     * Makes the lane of a new session.
     *
     * @param before the lane of the same monitor's session before, whose place in the round it takes; or null
     */
    synchronized Lane newLane(@Nullable Lane before) {
        Lane lane = new Lane();
        lane.lastServed = before == null ? --newcomers : before.lastServed;
        return lane;
    }

    /**
     * Adds a request; suspends the client's reading if it is the eighth that waits, or if the budget is used up.
     *
     * @param client whose reading is not suspended for a full queue
     * @param request the request
     * @param size the memory that it takes, in bytes
     */
    void add(Client client, Request request, long size) {
        PendingRequest pending =
                new PendingRequest(client, request, size, this, Flight.isOn() ? Flight.arrived() : null);
        boolean wake;
        synchronized (this) {
            Lane lane = client.lane();
            if (lane.dropped) {
                return;
            }
            ArrayDeque<PendingRequest> waiting = lane.waiting;
            waiting.add(pending);
            if (waiting.size() == CAPACITY) {
                client.suspended(Suspension.Reason.QUEUE_FULL, true);
            }
            if (waiting.size() == 1) {
                ready.add(client);
            }
            boolean wasOver = waitingSize >= budget;
            waitingSize += size;
            if (wasOver) {
                boolean unused = overBudget(client, true);
            } else if (waitingSize >= budget) {
                for (Client other : ready) {
                    boolean unused = overBudget(other, true);
                }
            }
            wake = !scheduled && !stopped;
            scheduled |= wake;
        }
        if (wake) {
            loop.execute(turn);
        }
    }

    /** Notes that a client is, or is no longer, kept waiting by the budget; answers whether that is news. */
    private static boolean overBudget(Client client, boolean over) {
        Lane lane = client.lane();
        if (lane.overBudget == over) {
            return false;
        }
        lane.overBudget = over;
        client.suspended(Suspension.Reason.OVER_BUDGET, over);
        return true;
    }

    /**
     * Drops what a client has waiting and takes no more of it.
     *
     * @param client a client that ends
     */
    void drop(Client client) {
        List<Client> resumed = List.of();
        synchronized (this) {
            Lane lane = client.lane();
            lane.dropped = true;
            if (!lane.waiting.isEmpty()) {
                long size = 0;
                for (PendingRequest request : lane.waiting) {
                    size += request.size();
                }
                lane.waiting.clear();
                ready.remove(client);
                resumed = release(size, null);
            }
        }
        readOn(resumed);
    }

    private static void readOn(List<Client> resumed) {
        for (int i = 0; i < resumed.size(); i++) {
            resumed.get(i).readOn();
        }
    }

    /** Gives memory back to the budget; returns the clients to read again, the given one among them if it was to wait. */
    private List<Client> release(long size, @Nullable Client emptied) {
        boolean wasOver = waitingSize >= budget;
        waitingSize -= size;
        if (!wasOver) {
            return List.of();
        }
        List<Client> resumed = new ArrayList<>();
        if (emptied != null && overBudget(emptied, false)) {
            resumed.add(emptied);
        }
        if (waitingSize < budget) {
            for (Client other : ready) {
                if (overBudget(other, false)) {
                    resumed.add(other);
                }
            }
        }
        return resumed;
    }

    /** Returns the memory that waiting requests take, in bytes. */
    synchronized long waitingSize() {
        return waitingSize;
    }

    /**
     * Tells whether everything that a client asked for has been answered.
     *
     * @param client the client
     * @return whether nothing of it waits or runs
     */
    synchronized boolean isIdle(Client client) {
        return client.lane().waiting.isEmpty() && !client.lane().running;
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
        Client client;
        boolean wasFull = false;
        List<Client> resumed = List.of();
        synchronized (this) {
            client = stopped ? null : ready.poll();
            if (client == null) {
                scheduled = false;
                next = null;
            } else {
                Lane lane = client.lane();
                ArrayDeque<PendingRequest> waiting = lane.waiting;
                wasFull = waiting.size() == CAPACITY;
                next = waiting.remove();
                lane.running = true;
                lane.lastServed = ++serveCount;
                if (!waiting.isEmpty()) {
                    ready.add(client);
                }
                resumed = release(next.size(), waiting.isEmpty() ? client : null);
                if (wasFull) {
                    client.suspended(Suspension.Reason.QUEUE_FULL, false);
                }
            }
        }
        if (next == null || client == null) {
            reportIdle();
            return;
        }
        try {
            if (wasFull) {
                client.readOn();
            }
            readOn(resumed);
        } finally {
            client.execute(next);
        }
    }

    /** Called when a request has been answered; any thread. */
    void finished(PendingRequest request) {
        Client client = request.client();
        boolean more;
        synchronized (this) {
            client.lane().running = false;
            more = !stopped && !ready.isEmpty();
            scheduled = more;
        }
        try {
            client.afterRequest();
        } finally {
            // Whatever becomes of this client, the others have their turn.
            if (more) {
                loop.executeNextTurn(turn);
            } else {
                reportIdle();
            }
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
