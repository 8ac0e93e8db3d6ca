package dev.qmp.monitor.internal.queue;

import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.spi.MemoryBudget;
import dev.qmp.dispatch.Request;
import dev.qmp.monitor.internal.watch.FlightEvents;
import java.util.ArrayDeque;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queue between the parsers and the dispatcher: per session first in first out, over all sessions round robin,
 * one request at a time, one per turn of the dispatcher's loop. A proxy's takes several of a session in succession, and does not wait for
 * the next turn. Specification: {@code qmp-queue}.
 *
 * <p>At most {@value #CAPACITY} requests of a session wait; the one being executed is no longer in the queue. The eighth
 * suspends the session's reading; taking one out of a full queue ends the suspension before that one is executed. The reader is called
 * only when half of them have gone, because each call may wake a thread, or a moment after the queue was full if that comes first: a
 * command may keep the dispatcher until a request out of band is read. All sessions together are bounded by an {@link InputBudget}.
 *
 * <p>Round robin: of the sessions that have requests the one whose turn ended longest ago is next; one that was never served comes
 * before all others, the newest first.
 *
 * <p>Thread: {@link #add} and {@link #drop} may be called by any thread, requests run in the dispatcher's loop. All fields are
 * guarded by this queue's lock, which is never held while a request runs or bytes are written.
 */
public final class InBandQueue {
    /** How many requests of one session may wait. */
    public static final int CAPACITY = 8;

    /** How many may wait when the reader of a queue that was full is called. */
    static final int HALF = CAPACITY / 2;

    /** How long after the queue was full the reader is called at the latest, if there is room by then, in nanoseconds. */
    static final long MOMENT = 1_000_000;

    private final EventLoop loop;
    private final InputBudget budget;
    private final int quantum;
    private final Runnable turn = this::runOne;
    private final PriorityQueue<QueueClient> ready =
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
     * @param budget how many bytes may wait in all lanes together before reading stops, more than 0
     */
    public InBandQueue(EventLoop loop, long budget) {
        this(loop, budget, 1);
    }

    /**
     * Makes an empty queue.
     *
     * @param loop the loop in which requests are executed
     * @param budget how many bytes may wait in all lanes together before reading stops, more than 0
     * @param quantum how many requests of one session are executed in succession if it has so many, from 1 to {@value #CAPACITY}; 1 also
     *     means one in a turn of the loop, more mean as many as there are
     */
    public InBandQueue(EventLoop loop, long budget, int quantum) {
        this.loop = loop;
        this.quantum = quantum;
        this.budget = new InputBudget(budget);
    }

    /**
     * Makes the lane of a new session.
     *
     * @param before the lane of the same monitor's previous session, whose place in the round it takes; or null
     */
    public synchronized QueueClient.Lane newLane(QueueClient.@Nullable Lane before) {
        QueueClient.Lane lane = new QueueClient.Lane();
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
    public void add(QueueClient client, Request request, long size) {
        PendingRequest pending =
                new PendingRequest(client, request, size, this, FlightEvents.isOn() ? FlightEvents.arrived() : null);
        boolean wake;
        boolean look = false;
        synchronized (this) {
            QueueClient.Lane lane = client.lane();
            if (lane.dropped) {
                return;
            }
            ArrayDeque<PendingRequest> waiting = lane.waiting;
            waiting.add(pending);
            if (waiting.size() == CAPACITY) {
                client.suspended(ReadSuspension.Reason.QUEUE_FULL, true);
                look = !lane.lookScheduled;
                lane.lookScheduled = true;
            }
            if (waiting.size() == 1) {
                ready.add(client);
            }
            hold(client, size);
            budget.take(size, client, ready);
            wake = !scheduled && !stopped;
            scheduled |= wake;
        }
        if (wake) {
            loop.execute(turn);
        }
        if (look) {
            client.later(MOMENT, () -> look(client));
        }
    }

    /** A moment after a client's queue was full: calls its reader if that is due, or has the next request taken out call it at once. */
    private void look(QueueClient client) {
        boolean resume;
        synchronized (this) {
            QueueClient.Lane lane = client.lane();
            boolean full = lane.waiting.size() == CAPACITY;
            lane.lookScheduled = false;
            lane.urgent = full;
            resume = lane.readerDue && !full;
            lane.readerDue &= full;
        }
        if (resume) {
            client.readOn();
        }
    }

    /**
     * Counts a request of a client as served although it never waits here, because the client's loop executes it.
     *
     * @param client a client that has nothing waiting
     * @return false if no further request is started
     */
    public synchronized boolean serveNow(QueueClient client) {
        if (!stopped) {
            client.lane().lastServed = ++serveCount;
        }
        return !stopped;
    }

    /**
     * Drops what a client has waiting and takes no more of it.
     *
     * @param client a client that ends
     */
    public void drop(QueueClient client) {
        List<QueueClient> resumed = List.of();
        synchronized (this) {
            QueueClient.Lane lane = client.lane();
            lane.dropped = true;
            if (!lane.waiting.isEmpty()) {
                long size = 0;
                for (PendingRequest request : lane.waiting) {
                    size += request.size();
                }
                lane.waiting.clear();
                hold(client, -size);
                ready.remove(client);
                resumed = budget.give(size, null, ready);
            }
        }
        readOn(resumed);
    }

    private static void hold(QueueClient client, long change) {
        QueueClient.Lane lane = client.lane();
        lane.held += change;
        client.account().set(MemoryBudget.Part.REQUESTS, lane.held);
    }

    private static void readOn(List<QueueClient> resumed) {
        for (int i = 0; i < resumed.size(); i++) {
            resumed.get(i).readOn();
        }
    }

    /** Returns the memory that waiting requests take, in bytes. */
    public synchronized long waitingSize() {
        return budget.used();
    }

    /**
     * Tells whether everything that a client asked for has been answered.
     *
     * @param client the client
     * @return whether nothing of it waits or runs
     */
    public synchronized boolean isIdle(QueueClient client) {
        return client.lane().waiting.isEmpty() && !client.lane().running;
    }

    /**
     * Returns how many requests of a client wait or run.
     *
     * @param client the client
     * @return their number
     */
    public synchronized int open(QueueClient client) {
        QueueClient.Lane lane = client.lane();
        return lane.waiting.size() + (lane.running ? 1 : 0);
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
    public synchronized boolean isStopped() {
        return stopped;
    }

    private void runOne() {
        PendingRequest next;
        QueueClient client;
        boolean resume = false;
        List<QueueClient> resumed = List.of();
        synchronized (this) {
            client = stopped ? null : ready.poll();
            if (client == null) {
                scheduled = false;
                next = null;
            } else {
                QueueClient.Lane lane = client.lane();
                ArrayDeque<PendingRequest> waiting = lane.waiting;
                boolean wasFull = waiting.size() == CAPACITY;
                next = waiting.remove();
                lane.running = true;
                if (++lane.inSuccession >= quantum || waiting.isEmpty()) {
                    lane.inSuccession = 0;
                    lane.lastServed = ++serveCount;
                }
                if (!waiting.isEmpty()) {
                    ready.add(client);
                }
                resumed = budget.give(next.size(), waiting.isEmpty() ? client : null, ready);
                if (wasFull) {
                    client.suspended(ReadSuspension.Reason.QUEUE_FULL, false);
                    lane.readerDue = true;
                }
                resume = lane.readerDue && (lane.urgent || waiting.size() <= HALF);
                if (resume) {
                    lane.readerDue = false;
                    lane.urgent = false;
                }
            }
        }
        if (next == null || client == null) {
            reportIdle();
            return;
        }
        try {
            if (resume) {
                client.readOn();
            }
            readOn(resumed);
        } finally {
            client.execute(next);
        }
    }

    /** Called when a request has been answered; any thread. */
    void finished(PendingRequest request) {
        QueueClient client = request.client();
        boolean more;
        synchronized (this) {
            client.lane().running = false;
            hold(client, -request.size());
            more = !stopped && !ready.isEmpty();
            scheduled = more;
        }
        try {
            client.afterRequest();
        } finally {
            // Whatever becomes of this client, the others have their turn.
            if (more) {
                if (quantum == 1) {
                    loop.executeNextTurn(turn);
                } else {
                    loop.execute(turn);
                }
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
