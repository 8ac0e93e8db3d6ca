package dev.qmp.monitor.internal.proxy;

import dev.qmp.chardev.CharEvent;
import dev.qmp.chardev.CharHandlers;
import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.spi.MemoryBudget;
import dev.qmp.dispatch.Request;
import dev.qmp.dispatch.spi.QmpError;
import dev.qmp.json.JsonParseException;
import dev.qmp.json.JsonText;
import dev.qmp.json.JsonValues;
import dev.qmp.monitor.internal.event.EventBus;
import dev.qmp.monitor.internal.output.MessageEncoder;
import dev.qmp.monitor.internal.session.Forwarder;
import dev.qmp.monitor.internal.session.Forwarding;
import dev.qmp.monitor.internal.session.QmpSession;
import dev.qmp.monitor.internal.watch.MonitorLog;
import dev.qmp.monitor.metrics.Metrics;
import dev.qmp.monitor.proxy.Upstream;
import dev.qmp.monitor.proxy.UpstreamException;
import dev.qmp.monitor.proxy.UpstreamListener;
import jakarta.json.JsonObject;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The connection to the server whose monitor is shared: greeting, negotiation, replies and events, loss and return.
 *
 * <pre>
 * state        on                      next
 * ------------ ----------------------- ------------
 * CONNECTING   greeting                NEGOTIATING
 * NEGOTIATING  reply                   READY, or with a listener DESCRIBING
 * DESCRIBING   reply                   READY
 * any          loss, with reconnect    CONNECTING
 * any          loss                    OVER
 * </pre>
 *
 * <p>Thread: confined to the I/O thread, and to the thread that makes it until that has returned; what is volatile may be read by
 * any thread.
 */
public final class UpstreamLink implements Forwarder, CharHandlers {
    private enum State {
        CONNECTING,
        NEGOTIATING,
        DESCRIBING,
        READY,
        OVER
    }

    /** How many requests of one client go to the server in succession if it has so many. */
    public static final int QUANTUM = Exchange.QUANTUM;

    private static final int READ_SIZE = 1 << 16;
    private static final int LONGEST_MESSAGE = 64 << 20;
    private static final String STATE_EVENT = "X_UPSTREAM";
    private static final String SHUTDOWN = "SHUTDOWN";

    private final Upstream settings;
    private final EventLoop loop;
    private final EventBus events;
    private final MemoryBudget memory;
    private final @Nullable Metrics metrics;
    private final Runnable ended;
    private final ReplyWriter replies = new ReplyWriter();
    private final ReplyBatch batch;
    private final LocalAnswers local;
    private final UpstreamDevice device;

    private MessageScanner scanner = new MessageScanner(LONGEST_MESSAGE);
    private @Nullable Exchange exchange;
    private boolean shutdownSeen;
    private int connections;

    // Written in the I/O thread only.
    private volatile State state = State.CONNECTING;
    private volatile boolean hasConnected;
    private volatile UpstreamGreeting greeting = UpstreamGreeting.NONE;
    private volatile @Nullable String failure;

    /** Completed when requests can be sent for the first time, or when that has failed. */
    private final CompletableFuture<Void> settled = new CompletableFuture<>();

    /**
     * Connects; {@link #awaitReady} waits until that is done.
     *
     * @param settings where the server is
     * @param here the commands that are run here
     * @param loop the I/O thread's
     * @param events delivers the server's events
     * @param memory what all peers together may make the process take
     * @param metrics learns whether the server is connected, or null
     * @param ended run when the connection is lost and is not made again
     */
    public UpstreamLink(
            Upstream settings,
            Set<String> here,
            EventLoop loop,
            EventBus events,
            MemoryBudget memory,
            @Nullable Metrics metrics,
            Runnable ended) {
        this.metrics = metrics;
        this.settings = settings;
        this.loop = loop;
        this.events = events;
        this.memory = memory;
        this.ended = ended;
        batch = new ReplyBatch(loop);
        local = new LocalAnswers(here, settings.descriptors(), replies);
        device = new UpstreamDevice(settings, loop, this::notConnected);
    }

    /**
     * Waits until requests can be sent.
     *
     * @param loopRuns whether the loop's thread runs already; if not, the calling thread takes its place
     * @throws UpstreamException if the server cannot be reached, or does not answer as a QMP server in time
     */
    public void awaitReady(boolean loopRuns) {
        device.start(this);
        long deadline = System.nanoTime() + settings.timeout().toNanos();
        while (!settled.isDone() || failure != null) {
            long left = settings.reconnect() ? Duration.ofMillis(100).toNanos() : deadline - System.nanoTime();
            String failed = failure;
            if (failed == null && left <= 0) {
                failed = lateReason();
            }
            if (failed == null && Thread.currentThread().isInterrupted()) {
                failed = "interrupted while connecting to " + settings.address();
            }
            if (failed != null) {
                close();
                throw new UpstreamException(failed);
            }
            if (loopRuns) {
                awaitSettled(left);
            } else {
                loop.turn(left);
            }
        }
    }

    private void awaitSettled(long nanos) {
        try {
            settled.get(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // The caller looks whether it is settled.
        }
    }

    private void fail(String reason) {
        failure = reason;
        settled.complete(null);
    }

    private String lateReason() {
        if (state == State.NEGOTIATING || state == State.DESCRIBING) {
            return "connected to " + settings.address()
                    + " but capabilities negotiation was not answered: is a command of an earlier client still running?";
        }
        return !hasConnected
                ? "cannot connect to " + settings.address() + " in time: is another client attached?"
                : "connected to " + settings.address() + " but got no greeting: is another client attached?";
    }

    /** Closes the connection; waits for the I/O thread unless that has ended. */
    public void close() {
        loop.execute(() -> state = State.OVER);
        device.close();
    }

    /** Returns why the connection was lost for good; null if it was not, or if the server had announced its end. */
    public @Nullable String failure() {
        return failure;
    }

    /** Stops holding the queue back. Any thread. */
    public void release() {
        loop.execute(() -> {
            Exchange current = exchange;
            if (current != null) {
                current.release();
            }
        });
    }

    // --- for sessions ---

    @Override
    public boolean offersOutOfBand() {
        return greeting.offersOutOfBand();
    }

    @Override
    public ByteBuffer greeting() {
        return greeting.line().duplicate();
    }

    @Override
    public JsonObject version() {
        return greeting.version();
    }

    @Override
    public Forwarding open(QmpSession session) {
        return new ForwardedSession(this, session);
    }

    /** Returns the way to the server for a request; null if it is to be answered here. */
    @Nullable
    Exchange exchangeFor(Request request) {
        return state == State.READY && !local.has(request) ? exchange : null;
    }

    /** Tells whether the descriptors of requests are passed on. */
    boolean passesDescriptors() {
        return settings.descriptors();
    }

    /** Answers a request that {@link #exchangeFor} has nothing for. */
    void answerHere(QmpSession session, Request request) {
        local.answer(session, request);
    }

    /** Sends the replies on that have not left yet, because something is to follow them. */
    void flushReplies() {
        batch.flush();
    }

    // --- the device's callbacks ---

    @Override
    public int canRead() {
        return READ_SIZE;
    }

    @Override
    public void read(ByteBuffer bytes) {
        if (state == State.OVER) {
            bytes.position(bytes.limit());
            return;
        }
        try {
            scanner.add(bytes);
            while (scanner.next()) {
                take();
            }
            Exchange current = exchange;
            if (current != null) {
                current.endOfRead();
            }
        } catch (MessageScanner.Fault e) {
            lost(settings.address() + " is not a QMP server: " + e.getMessage());
        }
    }

    @Override
    public void event(CharEvent event) {
        if (event == CharEvent.OPENED) {
            connections++;
            hasConnected = true;
            state = State.CONNECTING;
            scanner = new MessageScanner(LONGEST_MESSAGE);
            if (settings.reconnect()) {
                int connection = connections;
                loop.schedule(settings.timeout().toNanos(), () -> checkReady(connection));
            }
        } else if (event == CharEvent.CLOSED) {
            lost(
                    switch (state) {
                        case READY -> "the connection to " + settings.address() + " has ended";
                        case CONNECTING ->
                            "connected to " + settings.address() + " but it closed the connection at once";
                        default -> "the connection to " + settings.address() + " broke";
                    });
        }
    }

    private void checkReady(int connection) {
        if (connection == connections && state != State.READY && state != State.OVER) {
            MonitorLog.log().log(Level.WARNING, lateReason());
            device.disconnect();
        }
    }

    /** An attempt to connect has failed. */
    private void notConnected(String reason) {
        String text = "cannot connect to " + settings.address() + ": " + reason;
        if (settings.reconnect()) {
            MonitorLog.log().log(Level.WARNING, text + "; trying again");
        } else if (failure == null) {
            fail(text);
        }
    }

    // --- messages ---

    private void take() throws MessageScanner.Fault {
        switch (state) {
            case CONNECTING -> greeted();
            case NEGOTIATING -> {
                // An event before the reply is for nobody.
                if (scanner.kind() != MessageScanner.Kind.EVENT) {
                    negotiated();
                }
            }
            case DESCRIBING -> {
                if (scanner.kind() == MessageScanner.Kind.EVENT) {
                    happened();
                } else {
                    described();
                }
            }
            case READY -> {
                if (scanner.kind() == MessageScanner.Kind.EVENT) {
                    happened();
                } else {
                    replied();
                }
            }
            case OVER -> {
                // Nobody is interested any more.
            }
        }
    }

    private void happened() {
        shutdownSeen |= scanner.isEvent(SHUTDOWN);
        UpstreamListener observer = settings.listener();
        if (observer != null) {
            observer.happened(scanner.message());
        }
        batch.flush();
        events.forward(scanner.event(), replies.same(scanner));
    }

    private void greeted() throws MessageScanner.Fault {
        UpstreamGreeting received = UpstreamGreeting.of(scanner, replies);
        greeting = received;
        state = State.NEGOTIATING;
        local.introspection(null);
        Exchange opened = new Exchange(
                loop,
                device.connection(),
                batch,
                memory.open("upstream", 0, (bytes, limit) -> loop.execute(device::disconnect)),
                settings.listener());
        exchange = opened;
        opened.negotiate(received.offersOutOfBand());
    }

    private void negotiated() throws MessageScanner.Fault {
        if (scanner.kind() != MessageScanner.Kind.RETURN) {
            throw new MessageScanner.Fault("it refused capabilities negotiation");
        }
        Exchange current = exchange;
        if (settings.listener() != null && current != null) {
            state = State.DESCRIBING;
            current.introspect();
        } else {
            ready();
        }
    }

    private void described() {
        UpstreamListener observer = settings.listener();
        if (observer != null && scanner.kind() == MessageScanner.Kind.RETURN) {
            byte[] list = scanner.contentCopy();
            local.introspection(list);
            try {
                observer.introspected(JsonText.parse(list).asJsonArray());
            } catch (JsonParseException | ClassCastException e) {
                MonitorLog.log().log(Level.WARNING, () -> settings.address() + ": its introspection is not an array");
            }
        }
        ready();
    }

    private void ready() {
        state = State.READY;
        settled.complete(null);
        if (metrics != null) {
            metrics.upstream(true);
        }
        if (connections > 1) {
            tellClients(true);
        }
    }

    private void replied() {
        Exchange current = exchange;
        String command = current == null ? null : current.reply(scanner);
        if (command == null) {
            MonitorLog.log().log(Level.WARNING, () -> settings.address() + " sent a reply that nobody waits for");
        } else if (command.equals(LocalAnswers.INTROSPECTION) && scanner.kind() == MessageScanner.Kind.RETURN) {
            local.introspection(scanner.contentCopy());
        }
    }

    // --- the end of the connection ---

    private void lost(String reason) {
        if (state == State.OVER) {
            return;
        }
        batch.flush();
        boolean wasReady = state == State.READY;
        if (metrics != null) {
            metrics.upstream(false);
        }
        Exchange current = exchange;
        exchange = null;
        local.introspection(null);
        UpstreamListener observer = settings.listener();
        if (observer != null) {
            observer.lost();
        }
        if (settings.reconnect()) {
            state = State.CONNECTING;
            MonitorLog.log().log(Level.WARNING, reason + "; connecting again");
            device.disconnect();
            if (current != null) {
                current.lost(QmpError.generic("The connection to the upstream server was lost: "
                        + "whether the command was run is not known"));
            }
            if (wasReady) {
                tellClients(false);
            }
            return;
        }
        state = State.OVER;
        if (!shutdownSeen) {
            fail(reason);
        }
        device.stop();
        if (wasReady) {
            ended.run();
        }
    }

    private void tellClients(boolean connected) {
        JsonObject data = JsonValues.object().add("connected", connected).build();
        events.forward(STATE_EVENT, MessageEncoder.ofThread(false).event(STATE_EVENT, data, Instant.now()));
    }
}
