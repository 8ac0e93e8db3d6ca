package dev.qmp.monitor.client;

import dev.qmp.dispatch.spi.Dialect;
import dev.qmp.json.JsonMessageWriter;
import dev.qmp.json.LineEnd;
import dev.qmp.monitor.client.internal.Wire;
import dev.qmp.monitor.internal.watch.MessageTrace;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one connection: waiting for the in-band limit, on their way, or waiting for their reply.
 *
 * <p>A request is printed and written to the socket in the thread that makes it. Numbers begin at random, because a server may send a new
 * client the replies to the requests of the one before. Futures are never completed under the lock. Thread: guarded by its own monitor.
 */
final class Requests {
    private record Waiting(long id, Call call, ByteBuffer bytes) {}

    private final Wire wire;
    private final QmpClientOptions options;
    private final JsonMessageWriter out = JsonMessageWriter.compact(LineEnd.LF);
    private final JsonMessageWriter scratch = JsonMessageWriter.compact(LineEnd.LF);
    private final Map<Long, Call> sent = new LinkedHashMap<>();
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

    private long nextId = ThreadLocalRandom.current().nextLong(1L << 32, 1L << 52);
    private long waitingBytes;
    private int inBandSent;
    private int inBandLimit = Integer.MAX_VALUE;
    private final QmpAddress address;
    private boolean outOfBandEnabled;
    private @Nullable QmpConnectionException end;

    Requests(QmpAddress address, Wire wire, QmpClientOptions options) {
        this.address = address;
        this.wire = wire;
        this.options = options;
    }

    synchronized void enableOutOfBand() {
        outOfBandEnabled = true;
        inBandLimit = options.inBandLimit();
    }

    synchronized boolean outOfBandEnabled() {
        return outOfBandEnabled;
    }

    synchronized boolean isOpen() {
        return end == null;
    }

    /** Sends a request, or fails its future. */
    void submit(Call call, String command, @Nullable JsonObject arguments) {
        Throwable refusal = accept(call, command, arguments);
        if (refusal instanceof QmpConnectionException reason) {
            call.lose(reason);
        } else if (refusal != null) {
            call.completeExceptionally(refusal);
        }
    }

    private synchronized @Nullable Throwable accept(Call call, String command, @Nullable JsonObject arguments) {
        if (end != null) {
            return end;
        }
        if (call.outOfBand && !outOfBandEnabled) {
            return new UnsupportedOperationException(
                    command + " at " + address + ": out-of-band execution is not enabled");
        }
        if (out.size() + waitingBytes > options.unsentLimit()) {
            return new RejectedExecutionException(command + " at " + address
                    + ": too many requests wait for the server: " + (out.size() + waitingBytes) + " bytes");
        }
        boolean waits = !call.outOfBand && (inBandSent >= inBandLimit || !waiting.isEmpty());
        JsonMessageWriter writer = waits || out.size() > 0 ? scratch : out;
        long id = nextId;
        try {
            if (MessageTrace.ON) {
                JsonMessageWriter copy = JsonMessageWriter.compact();
                print(copy, id, call.outOfBand, command, arguments);
                MessageTrace.out(address, copy.view());
            }
            print(writer, id, call.outOfBand, command, arguments);
        } catch (RuntimeException | Error e) { // such as a message beyond 2 GB, or an argument of a foreign kind
            writer.clear();
            return e;
        }
        nextId++;
        if (waits) {
            byte[] bytes = scratch.toByteArray();
            scratch.clear();
            waiting.add(new Waiting(id, call, ByteBuffer.wrap(bytes)));
            waitingBytes += bytes.length;
            return null;
        }
        if (writer == scratch) {
            out.rawBytes(scratch.view());
            scratch.clear();
        }
        register(id, call);
        flush();
        return null;
    }

    private void print(
            JsonMessageWriter to, long id, boolean outOfBand, String command, @Nullable JsonObject arguments) {
        boolean modern = options.dialect() == Dialect.MODERN;
        to.beginObject().name(outOfBand && modern ? "exec-oob" : "execute").value(command);
        if (arguments != null) {
            to.name("arguments").value(arguments);
        }
        to.name("id").value(id);
        if (outOfBand && !modern) {
            to.name("control").beginObject().name("run-oob").value(true).endObject();
        }
        to.endObject().endMessage();
    }

    private void register(long id, Call call) {
        sent.put(id, call);
        if (!call.outOfBand) {
            inBandSent++;
        }
    }

    /** Sends bytes that are not a request, and that have no reply. */
    synchronized void sendRaw(byte[] bytes) throws IOException {
        out.rawBytes(ByteBuffer.wrap(bytes));
        wire.send(out);
    }

    synchronized void sendMore() throws IOException {
        wire.send(out);
    }

    /** Sends what it can; a failure ends sending, the reader will come upon the end of the stream and its reason. */
    private void flush() {
        try {
            wire.send(out);
        } catch (IOException e) {
            Session.LOG.log(System.Logger.Level.DEBUG, "nothing more can be sent", e);
            out.clear();
        }
    }

    /** Takes the request that a reply is for, and lets the next one go that the in-band limit held back. */
    synchronized @Nullable Call answered(long id) {
        Call call = sent.remove(id);
        if (call != null) {
            left(call);
        }
        return call;
    }

    /** Takes the request that an error without number is for: the oldest in band, if it can be no other. */
    synchronized @Nullable Call answeredWithoutId() {
        if (sent.size() != inBandSent) {
            return null; // it may be for one out of band
        }
        Iterator<Call> calls = sent.values().iterator();
        if (!calls.hasNext()) {
            return null;
        }
        Call call = calls.next();
        calls.remove();
        left(call);
        return call;
    }

    /** Takes the agent's requests without a reply to success that are older than an answered one: an agent answers in order. */
    synchronized List<Call> silentBefore(long id) {
        return silent(sent.containsKey(id) ? id : Long.MIN_VALUE);
    }

    /** Takes the agent's requests without a reply to success at the head: the next reply of success is for the one after them. */
    synchronized List<Call> silentBeforeReply() {
        return silent(Long.MAX_VALUE);
    }

    /** The oldest requests as long as they are silent and their numbers are smaller. */
    private List<Call> silent(long before) {
        List<Call> done = new ArrayList<>();
        Iterator<Map.Entry<Long, Call>> calls = sent.entrySet().iterator();
        while (calls.hasNext()) {
            Map.Entry<Long, Call> next = calls.next();
            if (next.getKey() >= before || !next.getValue().isSilent()) {
                break;
            }
            calls.remove();
            left(next.getValue());
            done.add(next.getValue());
        }
        return done;
    }

    private void left(Call call) {
        if (call.outOfBand) {
            return;
        }
        inBandSent--;
        boolean more = false;
        while (inBandSent < inBandLimit && !waiting.isEmpty()) {
            Waiting next = waiting.remove();
            waitingBytes -= next.bytes.remaining();
            out.rawBytes(next.bytes);
            register(next.id, next.call);
            more = true;
        }
        if (more) {
            flush();
        }
    }

    /** Refuses requests from now on, and returns those that will have no reply. */
    synchronized List<Call> end(QmpConnectionException reason) {
        if (end == null) {
            end = reason;
            wire.farewell();
        }
        List<Call> orphans = new ArrayList<>(sent.values());
        for (Waiting request : waiting) {
            orphans.add(request.call);
        }
        sent.clear();
        waiting.clear();
        waitingBytes = 0;
        out.clear();
        return orphans;
    }
}
