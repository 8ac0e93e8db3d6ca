package dev.qmp.monitor.client;

import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hands events to all listeners and subscribers. Thread: events come from the client's reader; sinks are added and removed by any thread, and
 * the end is guarded by the monitor.
 */
final class EventHub {
    private final CopyOnWriteArrayList<EventSink> sinks = new CopyOnWriteArrayList<>();
    private final Executor executor;
    private final int capacity;
    private final long bytes;
    private boolean closed;
    private @Nullable QmpConnectionException cause;

    EventHub(QmpAddress address, QmpClientOptions options) {
        this.capacity = options.eventBuffer();
        this.bytes = options.eventBytes();
        this.executor = options.eventExecutor().orElseGet(() -> threads("qmp-events " + address));
        for (QmpListener listener : options.listeners()) {
            add(listener);
        }
    }

    /** Threads that exist only while events wait, one for each listener that is busy. */
    private static Executor threads(String name) {
        return new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    void add(QmpListener listener) {
        add(new ListenerQueue(listener, executor, capacity, bytes));
    }

    void remove(QmpListener listener) {
        sinks.removeIf(sink -> sink instanceof ListenerQueue queue && queue.isFor(listener));
    }

    void subscribe(Flow.Subscriber<? super QmpEvent> subscriber) {
        EventSubscription subscription = new EventSubscription(subscriber, executor, capacity, bytes, sinks::remove);
        if (subscription.begin()) {
            add(subscription);
        }
    }

    private void add(EventSink sink) {
        synchronized (this) {
            if (!closed) {
                sinks.add(sink);
                return;
            }
        }
        sink.closed(cause);
    }

    boolean hasSinks() {
        return !sinks.isEmpty();
    }

    void event(QmpEvent event, long size) {
        for (EventSink sink : sinks) {
            sink.event(event, size);
        }
    }

    void disconnected(QmpConnectionException reason) {
        for (EventSink sink : sinks) {
            sink.disconnected(reason);
        }
    }

    void reconnected() {
        for (EventSink sink : sinks) {
            sink.reconnected();
        }
    }

    void close(@Nullable QmpConnectionException reason) {
        synchronized (this) {
            closed = true;
            cause = reason;
        }
        for (EventSink sink : sinks) {
            sink.closed(reason);
        }
        sinks.clear();
    }
}
