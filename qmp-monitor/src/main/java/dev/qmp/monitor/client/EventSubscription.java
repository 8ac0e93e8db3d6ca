package dev.qmp.monitor.client;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber, what it asked for, and what it has still to get. It outlives connections that are made again. Thread: guarded by its own
 * monitor; the subscriber is called without it, by one thread at a time.
 */
final class EventSubscription implements EventSink, Flow.Subscription, Runnable {
    private record Pending(QmpEvent event, long bytes) {}

    private final Flow.Subscriber<? super QmpEvent> subscriber;
    private final Executor executor;
    private final int capacity;
    private final Consumer<EventSubscription> remover;
    private final long byteCapacity;
    private final ArrayDeque<Pending> events = new ArrayDeque<>();
    private long bytes; // of the events that are kept
    private long demand;
    private boolean running = true; // until onSubscribe has returned
    private boolean cancelled;
    private boolean ending;
    private @Nullable Throwable failure;

    EventSubscription(
            Flow.Subscriber<? super QmpEvent> subscriber,
            Executor executor,
            int capacity,
            long byteCapacity,
            Consumer<EventSubscription> remover) {
        this.subscriber = subscriber;
        this.executor = executor;
        this.capacity = capacity;
        this.byteCapacity = byteCapacity;
        this.remover = remover;
    }

    /** Introduces itself to the subscriber; false if it does not want to be one. */
    boolean begin() {
        subscriber.onSubscribe(this);
        boolean wanted;
        synchronized (this) {
            running = false;
            wanted = !cancelled && !ending;
        }
        schedule();
        return wanted;
    }

    @Override
    public void event(QmpEvent event, long size) {
        QmpEventOverflowException overflow = null;
        synchronized (this) {
            if (cancelled || ending) {
                return;
            }
            if (events.size() >= capacity) {
                overflow = new QmpEventOverflowException(capacity);
            } else if (bytes > 0 && bytes + size > byteCapacity) {
                overflow = QmpEventOverflowException.ofBytes(byteCapacity);
            } else {
                events.add(new Pending(event, size));
                bytes += size;
            }
        }
        if (overflow == null) {
            schedule();
        } else {
            end(overflow);
            remover.accept(this);
        }
    }

    @Override
    public void disconnected(QmpConnectionException cause) {}

    @Override
    public void reconnected() {}

    @Override
    public void closed(@Nullable QmpConnectionException cause) {
        end(cause);
    }

    private void end(@Nullable Throwable reason) {
        synchronized (this) {
            if (ending) {
                return;
            }
            ending = true;
            failure = reason;
        }
        schedule();
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            synchronized (this) {
                events.clear();
            }
            end(new IllegalArgumentException("a demand of " + n + " events"));
            remover.accept(this);
            return;
        }
        synchronized (this) {
            demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
        }
        schedule();
    }

    @Override
    public void cancel() {
        synchronized (this) {
            cancelled = true;
            events.clear();
        }
        remover.accept(this);
    }

    private boolean hasWork() {
        return !cancelled && (events.isEmpty() ? ending : demand > 0);
    }

    private void schedule() {
        synchronized (this) {
            if (running || !hasWork()) {
                return;
            }
            running = true;
        }
        try {
            executor.execute(this);
        } catch (Throwable e) { // rejected, or there is no memory for a thread: this affects this subscriber only
            Session.LOG.log(System.Logger.Level.WARNING, "no thread for a subscriber: its subscription ends", e);
            cancel();
        }
    }

    @Override
    public void run() {
        while (true) {
            QmpEvent event;
            synchronized (this) {
                if (!hasWork()) {
                    running = false;
                    return;
                }
                Pending next = events.poll();
                if (next == null) {
                    cancelled = true; // nothing may follow
                    event = null;
                } else {
                    demand--;
                    bytes -= next.bytes;
                    event = next.event;
                }
            }
            try {
                if (event != null) {
                    subscriber.onNext(event);
                } else if (failure != null) {
                    subscriber.onError(failure);
                } else {
                    subscriber.onComplete();
                }
            } catch (RuntimeException | Error e) {
                Session.LOG.log(System.Logger.Level.WARNING, "a subscriber failed: its subscription ends", e);
                cancel();
            }
        }
    }
}
