package dev.qmp.monitor.internal.event;

import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.dispatch.spi.EventEmitter;
import dev.qmp.dispatch.spi.EventLimit;
import dev.qmp.monitor.internal.output.MessageEncoder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Delivers events to all sessions in command mode, in the same order to all, with the rate limits that providers declare.
 *
 * <p>An event with a limit is sent if its key has been quiet for a period; otherwise it is kept, replacing one kept before,
 * and sent with its own time when the period is over. Specification: {@code qmp-event-limit}, {@code qmp-event-limit-rule}.
 *
 * <p>Thread: safe for use by any thread. One lock guards the limits' state and the order of delivery; it is held across the
 * sessions' non-blocking writes and taken before any session's lock. Nobody is called back under it: a session that fails
 * during delivery ends later.
 */
public final class EventBus implements EventEmitter {
    /** A session that events are delivered to. */
    public interface Receiver {
        /** Tells which of the two layouts it wants. */
        boolean isPretty();

        /** Tells whether it is to get an event. */
        default boolean takes(String event) {
            return true;
        }

        /** Sends a complete message; never blocks. */
        void send(ByteBuffer message);
    }

    private record Key(String event, List<@Nullable JsonValue> values) {}

    private record Kept(String event, @Nullable JsonObject data, Instant time) {}

    /** A key that is not quiet; holds the event that waits for the end of the period. */
    private static final class Series {
        private @Nullable Kept kept;
    }

    private final InstantSource clock;
    private final EventLoop timers;

    // Guarded by this.
    private final Map<String, EventLimit> limits = new HashMap<>();
    private @Nullable EventContract contract;
    private final Map<Key, Series> busy = new HashMap<>();
    private Receiver[] sessions = {};

    /**
     * Makes a bus without limits.
     *
     * @param clock gives the events' times
     * @param timers the loop that ends the periods
     */
    public EventBus(InstantSource clock, EventLoop timers) {
        this.clock = clock;
        this.timers = timers;
    }

    /**
     * Starts to deliver; events emitted before are dropped.
     *
     * @param declared the schema's part
     * @param declaredLimits the providers' limits
     */
    public synchronized void start(EventContract declared, List<EventLimit> declaredLimits) {
        contract = declared;
        for (EventLimit limit : declaredLimits) {
            limits.put(limit.event(), limit);
        }
    }

    /** Stops delivering: drops what is kept and what is emitted from now on. */
    public synchronized void stop() {
        contract = null;
        busy.clear();
    }

    @Override
    public void emit(String event, @Nullable JsonObject data) {
        synchronized (this) {
            Instant now = clock.instant();
            EventContract schema = contract;
            if (schema == null || !schema.admits(event, data)) {
                return;
            }
            EventLimit limit = limits.get(event);
            Kept occurrence = new Kept(event, schema.shown(event, data), now);
            if (limit == null) {
                deliverLocked(occurrence);
                return;
            }
            Key key = key(limit, data);
            Series series = busy.get(key);
            if (series != null) {
                series.kept = occurrence;
                return;
            }
            deliverLocked(occurrence);
            busy.put(key, new Series());
            startPeriod(limit, key);
        }
    }

    private void startPeriod(EventLimit limit, Key key) {
        timers.schedule(limit.period().toNanos(), () -> endPeriod(limit, key));
    }

    private synchronized void endPeriod(EventLimit limit, Key key) {
        Series series = busy.get(key);
        if (series == null) {
            return;
        }
        Kept kept = series.kept;
        if (kept == null) {
            busy.remove(key);
            return;
        }
        series.kept = null;
        startPeriod(limit, key);
        try {
            deliverLocked(kept);
        } catch (Throwable e) {
            // Its emitter has returned long ago.
            timers.report("event " + kept.event() + " cannot be written", e);
        }
    }

    private static Key key(EventLimit limit, @Nullable JsonObject data) {
        List<@Nullable JsonValue> values = new ArrayList<>(limit.keyMembers().size());
        for (String member : limit.keyMembers()) {
            values.add(data == null ? null : data.get(member));
        }
        return new Key(limit.event(), values);
    }

    private void deliverLocked(Kept occurrence) {
        ByteBuffer compact = null;
        ByteBuffer pretty = null;
        for (Receiver session : sessions) {
            if (!session.takes(occurrence.event())) {
                continue;
            }
            ByteBuffer message = session.isPretty() ? pretty : compact;
            if (message == null) {
                message = MessageEncoder.ofThread(session.isPretty())
                        .event(occurrence.event(), occurrence.data(), occurrence.time());
                if (session.isPretty()) {
                    pretty = message;
                } else {
                    compact = message;
                }
            }
            session.send(message.duplicate());
        }
    }

    /**
     * Delivers an event of another server.
     *
     * @param event its name
     * @param message the event as it came, with its line's end
     */
    public synchronized void forward(String event, ByteBuffer message) {
        for (Receiver session : sessions) {
            if (session.takes(event)) {
                session.send(message.duplicate());
            }
        }
    }

    /** Delivers to a session from now on. */
    public synchronized void join(Receiver session) {
        Receiver[] joined = Arrays.copyOf(sessions, sessions.length + 1);
        joined[sessions.length] = session;
        sessions = joined;
    }

    /** Stops delivering to a session; does nothing if it has not joined. */
    public synchronized void leave(Receiver session) {
        for (int i = 0; i < sessions.length; i++) {
            if (sessions[i] == session) {
                Receiver[] left = Arrays.copyOf(sessions, sessions.length - 1);
                System.arraycopy(sessions, i + 1, left, i, left.length - i);
                sessions = left;
                return;
            }
        }
    }
}
