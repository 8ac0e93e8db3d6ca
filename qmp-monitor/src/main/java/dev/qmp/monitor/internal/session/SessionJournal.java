package dev.qmp.monitor.internal.session;

import dev.qmp.dispatch.Reply;
import dev.qmp.dispatch.Request;
import dev.qmp.dispatch.spi.QmpError;
import dev.qmp.json.JsonParseException;
import dev.qmp.json.JsonText;
import dev.qmp.json.JsonValues;
import dev.qmp.monitor.journal.Journal;
import dev.qmp.monitor.metrics.Metrics;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a session tells the journal, and whoever counts requests and their times.
 *
 * <p>Thread: safe for use by any thread.
 */
final class SessionJournal {
    private static final String ID = "id";

    private final @Nullable Journal journal;
    private final @Nullable Metrics metrics;
    private final String monitor;
    private final long session;
    private final String peer;
    private final Map<Request, Pending> pending = Collections.synchronizedMap(new IdentityHashMap<>());

    /** A request that is not answered yet. */
    private record Pending(JsonValue value, Instant time, long nanos) {}

    /**
     * Begins.
     *
     * @param journal takes every request with its reply, or null
     * @param metrics counts them, or null
     * @param monitor the monitor's label
     * @param peer the peer as its device describes it
     */
    SessionJournal(@Nullable Journal journal, @Nullable Metrics metrics, String monitor, String peer) {
        this.journal = journal;
        this.metrics = metrics;
        this.monitor = monitor;
        this.session = journal == null ? 0 : journal.newSession();
        this.peer = peer;
    }

    /** A request was read. */
    void received(Request request, JsonValue value) {
        pending.put(request, new Pending(value, Instant.now(), System.nanoTime()));
    }

    /** A request was answered. */
    void replied(Request request, Reply reply) {
        Pending read = pending.remove(request);
        if (read == null) {
            return;
        }
        count(request, read, reply.outcome());
        if (journal == null) {
            return;
        }
        Reply sent = reply;
        String fault = null;
        if (reply instanceof Reply.Faulty faulty) {
            sent = faulty.fault().kind().sendsReply() ? faulty.reply() : Reply.SILENCE;
            fault = faulty.fault().kind().word();
        }
        add(read, json(sent, request.id()), fault);
    }

    /** A request was answered by another server, whose reply has an id of its own. */
    void replied(Request request, String outcome, Supplier<byte[]> reply) {
        Pending read = pending.remove(request);
        if (read == null) {
            return;
        }
        count(request, read, outcome);
        if (journal == null) {
            return;
        }
        JsonObjectBuilder object = JsonValues.object();
        JsonValue id = request.id();
        try {
            JsonText.parse(reply.get()).asJsonObject().forEach((name, value) -> {
                if (!name.equals(ID)) {
                    object.add(name, value);
                } else if (id != null) {
                    object.add(name, id);
                }
            });
            add(read, object.build(), null);
        } catch (JsonParseException e) {
            add(read, null, "the reply is not JSON: " + e.getMessage());
        }
    }

    /** The session is over. */
    void ended() {
        List<Pending> unanswered;
        synchronized (pending) {
            unanswered = List.copyOf(pending.values());
            pending.clear();
        }
        unanswered.forEach(read -> add(read, null, "the session ended first"));
    }

    private void count(Request request, Pending read, String outcome) {
        if (metrics != null) {
            metrics.answered(request.command(), outcome, System.nanoTime() - read.nanos());
        }
    }

    private void add(Pending read, @Nullable JsonObject reply, @Nullable String fault) {
        if (journal == null) {
            return;
        }
        long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - read.nanos());
        journal.add(read.time(), monitor, session, peer, read.value(), reply, fault, micros);
    }

    /** Returns the reply as it is sent; null if none is. */
    private static @Nullable JsonObject json(Reply reply, @Nullable JsonValue id) {
        JsonObjectBuilder object = JsonValues.object();
        if (reply instanceof Reply.Success success) {
            object.add("return", success.value());
        } else if (!(reply instanceof Reply.Failure)) {
            return null;
        }
        if (id != null) {
            object.add(ID, id);
        }
        if (reply instanceof Reply.Failure failure) {
            QmpError error = failure.error();
            object.add(
                    "error",
                    JsonValues.object()
                            .add("class", error.errorClass().wireName())
                            .add("desc", error.description())
                            .build());
        }
        return object.build();
    }
}
