package dev.qmp.monitor.internal.proxy;

import dev.qmp.chardev.CharConnection;
import dev.qmp.chardev.OpenDescriptor;
import dev.qmp.chardev.ReceivedDescriptors;
import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.spi.MemoryBudget;
import dev.qmp.dispatch.Request;
import dev.qmp.dispatch.spi.QmpError;
import dev.qmp.json.JsonMessageWriter;
import dev.qmp.json.LineEnd;
import dev.qmp.monitor.internal.output.OutputQueue;
import dev.qmp.monitor.internal.queue.PendingRequest;
import dev.qmp.monitor.internal.watch.MonitorLog;
import dev.qmp.monitor.proxy.UpstreamListener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The requests and replies of all clients on one connection to the server.
 *
 * <p>At most {@value #WINDOW} in-band requests are with the server, one less than would suspend its reading, so that it reads every
 * out-of-band request at once. A full window is filled again when it is half empty, so that requests leave in few pieces while the
 * server still has some to do; those that become due in one turn of the loop leave in one.
 *
 * <p>Thread: confined to the I/O thread.
 */
final class Exchange {
    /** How many in-band requests the server has at most. */
    static final int WINDOW = 7;

    /** How many requests of one client leave in succession if it has so many: what a window that is half empty takes. */
    static final int QUANTUM = WINDOW - WINDOW / 2;

    /** What may wait is bounded by the sessions, nobody is asked to wait, and the device ends the connection. */
    private static final OutputQueue.Listener UNHEARD = new OutputQueue.Listener() {
        @Override
        public void outputFull(boolean full) {}

        @Override
        public void outputDrained() {}

        @Override
        public void outputFailed(String reason, long unread, @Nullable Throwable cause) {}

        @Override
        public void outputClosed() {}
    };

    private final EventLoop loop;
    private final CharConnection server;
    private final OutputQueue output;
    private final MemoryBudget.Account account;
    private final ReplyBatch replies;
    private final @Nullable UpstreamListener observer;
    private final JsonMessageWriter requests = JsonMessageWriter.compact(LineEnd.LF);
    private final Map<Long, ForwardedRequest> waiting = new HashMap<>();
    private final ArrayDeque<ForwardedRequest> inBand = new ArrayDeque<>(WINDOW);
    private final Runnable flush = this::flush;
    private @Nullable PendingRequest held;

    /** The request whose descriptor the server may not have taken yet. It would take that for any other, so none follows before the reply. */
    private @Nullable ForwardedRequest carrier;

    /** Whether the server still has a descriptor, because its request failed before it was taken. */
    private boolean descriptorLeft;

    private long lastId;
    private boolean flushing;
    private int seenByFlush;

    Exchange(
            EventLoop loop,
            CharConnection server,
            ReplyBatch replies,
            MemoryBudget.Account account,
            @Nullable UpstreamListener observer) {
        this.loop = loop;
        this.server = server;
        this.observer = observer;
        this.replies = replies;
        // Requests are bounded by the window, and by what a session may have unanswered.
        this.output = new OutputQueue(server, 1 << 20, Integer.MAX_VALUE, account, UNHEARD);
        this.account = account;
    }

    /** Sends the request that ends negotiation; its reply is for no client. */
    void negotiate(boolean outOfBand) {
        requests.beginObject().name("execute").value("qmp_capabilities");
        if (outOfBand) {
            requests.name("arguments")
                    .beginObject()
                    .name("enable")
                    .beginArray()
                    .value("oob")
                    .endArray()
                    .endObject();
        }
        requests.endObject().endMessage();
        send();
    }

    /** Asks for the server's introspection; the reply is for no client. */
    void introspect() {
        requests.beginObject()
                .name("execute")
                .value(LocalAnswers.INTROSPECTION)
                .endObject()
                .endMessage();
        send();
    }

    /** Returns why a request is not sent: it has no descriptor, and would take what another client has sent. */
    @Nullable
    QmpError refusal(Request request) {
        boolean wouldTake = descriptorLeft
                && LocalAnswers.takesDescriptor(request)
                && !(request.companion() instanceof ReceivedDescriptors own && !own.isEmpty());
        return wouldTake ? QmpError.generic("No file descriptor supplied via SCM_RIGHTS") : null;
    }

    private void passDescriptor(ForwardedRequest forwarded, ReceivedDescriptors received) {
        OpenDescriptor descriptor = received.take();
        received.release();
        if (descriptor != null) {
            try {
                server.pass(descriptor);
                carrier = forwarded;
                descriptorLeft = false;
            } catch (IOException e) {
                // The connection is about to end, and every request with it.
                MonitorLog.log().log(System.Logger.Level.DEBUG, "a descriptor was not passed on", e);
            }
        }
    }

    /** Sends a request, together with those that are due soon; the next one may come unless the window is full. */
    void inBand(PendingRequest pending, ForwardedRequest forwarded, Request request) {
        inBand.add(forwarded);
        if (request.companion() instanceof ReceivedDescriptors received) {
            passDescriptor(forwarded, received);
        }
        write("execute", forwarded, request);
        if (!flushing) {
            flushing = true;
            loop.execute(flush);
        }
        if (inBand.size() < WINDOW && carrier == null) {
            pending.finished();
        } else {
            held = pending;
        }
    }

    /** Sends a request at once. */
    void outOfBand(ForwardedRequest forwarded, Request request) {
        write("exec-oob", forwarded, request);
        send();
    }

    private void write(String execute, ForwardedRequest forwarded, Request request) {
        long id = ++lastId;
        waiting.put(id, forwarded);
        forwarded.number = id;
        if (observer != null) {
            observer.asked(id, request.command(), request.arguments(), request.outOfBand());
        }
        requests.beginObject().name(execute).value(request.command());
        if (!request.arguments().isEmpty()) {
            requests.name("arguments").value(request.arguments());
        }
        requests.name("id").value(id).endObject().endMessage();
    }

    /** Waits as long as the queue goes on giving requests. */
    private void flush() {
        int size = requests.size();
        if (size > seenByFlush) {
            seenByFlush = size;
            loop.execute(flush);
            return;
        }
        flushing = false;
        send();
    }

    private void send() {
        seenByFlush = 0;
        if (requests.size() > 0) {
            output.send(requests.view());
            requests.clear();
            loop.spinBeforeNextWait(); // the server may answer soon
        }
    }

    /** Passes a reply on to whoever asked; returns the command that it answers, or null if nobody asked. */
    @Nullable
    String reply(MessageScanner message) {
        // What the server could not even read is answered without an id, in its turn.
        ForwardedRequest request = message.hasId() ? waiting.remove(message.id()) : firstInBand();
        if (request == null) {
            return null;
        }
        if (observer != null) {
            observer.answered(request.number, message.message());
        }
        inBand.remove(request);
        request.session.reply(request, message, replies);
        if (request == carrier) {
            carrier = null;
            descriptorLeft = message.kind() != MessageScanner.Kind.RETURN;
        }
        return request.command;
    }

    private @Nullable ForwardedRequest firstInBand() {
        ForwardedRequest first = inBand.peek();
        if (first != null) {
            waiting.remove(first.number);
        }
        return first;
    }

    /** All messages of one read are handled: sends the replies on, and fills the window again if it is half empty. */
    void endOfRead() {
        replies.flush();
        if (carrier == null && inBand.size() <= WINDOW - QUANTUM) {
            release();
        }
    }

    /** Lets the next request come that waited for room in the window. */
    void release() {
        PendingRequest next = held;
        if (next != null) {
            held = null;
            next.finished();
        }
    }

    /** Answers everything, because the server will not. */
    void lost(QmpError error) {
        output.end();
        account.close();
        List<ForwardedRequest> unanswered = new ArrayList<>(new TreeMap<>(waiting).values());
        waiting.clear();
        inBand.clear();
        carrier = null;
        unanswered.forEach(request -> request.session.refuse(request, error));
        release();
    }
}
