package dev.qmp.monitor.internal.proxy;

import dev.qmp.chardev.CharEvent;
import dev.qmp.chardev.CharHandlers;
import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.spi.MemoryBudget;
import dev.qmp.dispatch.Request;
import dev.qmp.dispatch.spi.QmpError;
import dev.qmp.json.JsonMessageWriter;
import dev.qmp.json.JsonParseException;
import dev.qmp.json.JsonText;
import dev.qmp.json.JsonValues;
import dev.qmp.json.LineEnd;
import dev.qmp.monitor.internal.event.EventBus;
import dev.qmp.monitor.internal.output.MessageEncoder;
import dev.qmp.monitor.internal.output.OutputQueue;
import dev.qmp.monitor.internal.rights.VisibleSchema;
import dev.qmp.monitor.internal.session.Forwarder;
import dev.qmp.monitor.internal.session.Forwarding;
import dev.qmp.monitor.internal.session.QmpSession;
import dev.qmp.monitor.internal.watch.MonitorLog;
import dev.qmp.monitor.metrics.Metrics;
import dev.qmp.monitor.proxy.Upstream;
import dev.qmp.monitor.proxy.UpstreamException;
import dev.qmp.monitor.proxy.UpstreamListener;
import dev.qmp.monitor.rights.Role;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
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
 * <p>Thread: confined to the I/O thread, and to the thread that makes it until that has returned; greeting and failure may be read by
 * any thread.
 */
public final class UpstreamLink implements Forwarder, CharHandlers, OutputQueue.Listener {
    private enum State {
        CONNECTING,
        NEGOTIATING,
        DESCRIBING,
        READY,
        OVER
    }

    private static final int READ_SIZE = 1 << 16;
    private static final int LONGEST_MESSAGE = 64 << 20;
    private static final String STATE_EVENT = "X_UPSTREAM";
    private static final String SHUTDOWN = "SHUTDOWN";
    static final String INTROSPECTION = "query-qmp-schema";
    private static final Set<String> WITH_DESCRIPTORS = Set.of("getfd", "add-fd");

    private final Upstream settings;
    private final Set<String> here;
    private final EventLoop loop;
    private final EventBus events;
    private final MemoryBudget memory;
    private final @Nullable Metrics metrics;
    private final Runnable ended;
    private final ReplyWriter replies = new ReplyWriter();
    private final UpstreamDevice device;

    private State state = State.CONNECTING;
    private MessageScanner scanner = new MessageScanner(LONGEST_MESSAGE);
    private @Nullable Exchange exchange;
    private byte @Nullable [] introspection;
    private boolean shutdownSeen;
    private int connections;

    private volatile ByteBuffer greeting = ByteBuffer.allocate(0);
    private volatile JsonObject version = JsonValue.EMPTY_JSON_OBJECT;
    private volatile boolean offersOutOfBand;
    private volatile @Nullable String failure;

    /**
     * Connects; {@link #awaitReady} waits until that is done.
     *
     * @param settings where the server is
     * @param here the commands that are run here
     * @param loop the I/O thread's, which does not run yet
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
        this.here = here;
        this.loop = loop;
        this.events = events;
        this.memory = memory;
        this.ended = ended;
        device = new UpstreamDevice(settings, loop, this::notConnected);
    }

    /**
     * Waits, in the place of the loop's thread, until requests can be sent.
     *
     * @throws UpstreamException if the server cannot be reached, or does not answer as a QMP server in time
     */
    public void awaitReady() {
        device.start(this);
        long deadline = System.nanoTime() + settings.timeout().toNanos();
        while (state != State.READY) {
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
            loop.turn(left);
        }
    }

    private String lateReason() {
        if (state == State.NEGOTIATING || state == State.DESCRIBING) {
            return "connected to " + settings.address()
                    + " but capabilities negotiation was not answered: is a command of an earlier client still running?";
        }
        return connections == 0
                ? "cannot connect to " + settings.address() + " in time: is another client attached?"
                : "connected to " + settings.address() + " but got no greeting: is another client attached?";
    }

    /** Closes the connection; waits for the I/O thread unless that has ended. */
    public void close() {
        state = State.OVER;
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
        return offersOutOfBand;
    }

    @Override
    public ByteBuffer greeting() {
        return greeting.duplicate();
    }

    @Override
    public JsonObject version() {
        return version;
    }

    @Override
    public Forwarding open(QmpSession session) {
        return new ForwardedSession(this, session);
    }

    /** Returns the way to the server for a request; null if it is to be answered here. */
    @Nullable
    Exchange exchangeFor(Request request) {
        boolean local = isRunHere(request)
                || WITH_DESCRIPTORS.contains(request.command())
                || (introspection != null
                        && request.command().equals(INTROSPECTION)
                        && request.arguments().isEmpty());
        return local || state != State.READY ? null : exchange;
    }

    private boolean isRunHere(Request request) {
        return request.fault() != null
                || request.command().equals(QmpSession.NEGOTIATE)
                || here.contains(request.command());
    }

    /** Answers a request that is not for the server. */
    void answerHere(QmpSession session, Request request) {
        byte[] known = introspection;
        if (isRunHere(request)) {
            session.answerHere(request);
        } else if (WITH_DESCRIPTORS.contains(request.command())) {
            session.answerHere(
                    request,
                    QmpError.generic("The command " + request.command()
                            + " needs a file descriptor, and those cannot pass through a proxy"));
        } else if (known != null && request.command().equals(INTROSPECTION)) {
            session.audit(request, "success");
            ByteBuffer reply = replies.success(visible(INTROSPECTION, known, session.role()), request.id());
            session.journal(request, "success", () -> {
                byte[] copy = new byte[reply.remaining()];
                reply.get(reply.position(), copy);
                return copy;
            });
            session.send(reply);
        } else {
            session.answerHere(request, QmpError.generic("The upstream server is not connected"));
        }
    }

    /** Returns what a role sees of a result; for one that sees everything, the same bytes. */
    byte[] visible(String command, byte[] result, @Nullable Role role) {
        if (role == null) {
            return result;
        }
        JsonValue visible = VisibleSchema.filter(command, JsonText.parse(result), role);
        JsonMessageWriter writer = JsonMessageWriter.compact(LineEnd.LF);
        byte[] line = writer.value(visible).endMessage().toByteArray();
        return Arrays.copyOf(line, line.length - 1);
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
        } catch (MessageScanner.Fault e) {
            lost(settings.address() + " is not a QMP server: " + e.getMessage());
        }
    }

    @Override
    public void event(CharEvent event) {
        if (event == CharEvent.OPENED) {
            connections++;
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
            failure = text;
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
        events.forward(scanner.event(), replies.same(scanner));
    }

    private void greeted() throws MessageScanner.Fault {
        if (scanner.kind() != MessageScanner.Kind.GREETING) {
            throw new MessageScanner.Fault("its first message is not a greeting");
        }
        try {
            JsonObject content = JsonText.parse(scanner.copy()).asJsonObject().getJsonObject("QMP");
            version = content.getJsonObject("version");
            JsonArray capabilities = content.getJsonArray("capabilities");
            offersOutOfBand = capabilities.stream()
                    .anyMatch(one ->
                            one instanceof JsonString name && name.getString().equals("oob"));
        } catch (JsonParseException | ClassCastException | NullPointerException e) {
            throw new MessageScanner.Fault("its greeting has no version and capabilities");
        }
        ByteBuffer line = replies.same(scanner);
        byte[] kept = new byte[line.remaining()];
        line.get(kept);
        greeting = ByteBuffer.wrap(kept).asReadOnlyBuffer();
        state = State.NEGOTIATING;
        introspection = null;
        Exchange opened = new Exchange(
                loop,
                device.connection(),
                replies,
                memory.open("upstream", 0, (bytes, limit) -> loop.execute(device::disconnect)),
                this,
                settings.listener());
        exchange = opened;
        opened.negotiate(offersOutOfBand);
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
            introspection = list;
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
        } else if (command.equals(INTROSPECTION) && scanner.kind() == MessageScanner.Kind.RETURN) {
            introspection = scanner.contentCopy();
        }
    }

    // --- the end of the connection ---

    private void lost(String reason) {
        if (state == State.OVER) {
            return;
        }
        boolean wasReady = state == State.READY;
        if (metrics != null) {
            metrics.upstream(false);
        }
        Exchange current = exchange;
        exchange = null;
        introspection = null;
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
            failure = reason;
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

    // --- the output to the server ---

    @Override
    public void outputFull(boolean full) {
        // What may wait is bounded by the sessions.
    }

    @Override
    public void outputDrained() {
        // Nobody was asked to wait.
    }

    @Override
    public void outputFailed(String reason, long unread, @Nullable Throwable cause) {
        // The device ends the connection.
    }

    @Override
    public void outputClosed() {
        // It is never asked for.
    }
}
