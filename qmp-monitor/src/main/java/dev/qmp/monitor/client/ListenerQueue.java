package dev.qmp.monitor.client;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is still to be delivered to a listener. Thread: guarded by its own monitor; the listener is called without it, by one thread of the executor
 * at a time.
 */
final class ListenerQueue implements EventSink, Runnable {
    private static final int FOR_CONNECTIONS =
            16; // beyond the events; a connection that flaps must not fill the memory either

    private record Pending(Consumer<QmpListener> call, long bytes) {}

    private final QmpListener listener;
    private final Executor executor;
    private final int capacity;
    private final long byteCapacity;
    private final ArrayDeque<Pending> calls = new ArrayDeque<>();
    private long bytes; // of the events in calls
    private long lost;
    private boolean running;

    ListenerQueue(QmpListener listener, Executor executor, int capacity, long byteCapacity) {
        this.listener = listener;
        this.executor = executor;
        this.capacity = capacity;
        this.byteCapacity = byteCapacity;
    }

    boolean isFor(QmpListener other) {
        return listener == other;
    }

    @Override
    public void event(QmpEvent event, long size) {
        offer(l -> l.onEvent(event), capacity, size);
    }

    @Override
    public void disconnected(QmpConnectionException cause) {
        offer(l -> l.onDisconnected(cause), capacity + FOR_CONNECTIONS, 0);
    }

    @Override
    public void reconnected() {
        offer(QmpListener::onReconnected, capacity + FOR_CONNECTIONS, 0);
    }

    @Override
    public void closed(@Nullable QmpConnectionException cause) {
        offer(l -> l.onClosed(cause), Integer.MAX_VALUE, 0);
    }

    private void offer(Consumer<QmpListener> call, int room, long size) {
        synchronized (this) {
            if (calls.size() >= room || (size > 0 && bytes > 0 && bytes + size > byteCapacity)) {
                lost++;
                return;
            }
            if (lost > 0) {
                calls.add(new Pending(report(lost), 0));
                lost = 0;
            }
            calls.add(new Pending(call, size));
            bytes += size;
            if (running) {
                return;
            }
            running = true;
        }
        try {
            executor.execute(this);
        } catch (Throwable e) { // rejected, or there is no memory for a thread: this affects this listener only
            Session.LOG.log(
                    System.Logger.Level.WARNING, "no thread for a listener: nothing is delivered to it for now", e);
            synchronized (this) {
                running = false;
            }
        }
    }

    private static Consumer<QmpListener> report(long count) {
        return l -> l.onLost(count);
    }

    private synchronized @Nullable Consumer<QmpListener> next() {
        Pending next = calls.poll();
        if (next != null) {
            bytes -= next.bytes;
            return next.call;
        }
        if (lost > 0) {
            Consumer<QmpListener> call = report(lost);
            lost = 0;
            return call;
        }
        running = false;
        return null;
    }

    @Override
    public void run() {
        for (Consumer<QmpListener> call = next(); call != null; call = next()) {
            try {
                call.accept(listener);
            } catch (RuntimeException | Error e) {
                Session.LOG.log(System.Logger.Level.WARNING, "a listener failed", e);
            }
        }
    }
}
