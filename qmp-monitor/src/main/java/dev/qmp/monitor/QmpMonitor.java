package dev.qmp.monitor;

import dev.qmp.chardev.CharEvent;
import dev.qmp.chardev.CharFrontend;
import dev.qmp.chardev.CharHandlers;
import dev.qmp.chardev.EventLoop;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A QMP monitor: the front end of a character device, with a session for each connection.
 *
 * <p>Thread: the handlers run in the monitor's loop; everything else may be used by any thread.
 */
final class QmpMonitor implements HostedMonitor, CharHandlers {
    private static final int READ_SIZE = 1 << 16;

    private final MonitorHost host;
    private final CharFrontend frontend;
    private final MonitorOptions options;
    private final List<Capability> offered;
    private final Runnable sessionEnded;
    private final MonitorEnd end;
    private final Map<Class<?>, Object> attributes = new ConcurrentHashMap<>(2);

    private final EventLoop loop;
    private volatile @Nullable QmpSession session;

    // The monitor's loop.
    private @Nullable QmpSession latest;
    private long openedAt;
    private boolean timing;

    /**
     * Makes a monitor; {@link #start} puts it to work.
     *
     * @param host what it shares with the others
     * @param frontend its device
     * @param loop the loop that it lives in
     * @param options how it behaves
     * @param offered the capabilities that its greeting offers
     * @param sessionEnded run each time a session is over; any thread
     * @param removed told when the monitor has ended; any thread
     */
    public QmpMonitor(
            MonitorHost host,
            CharFrontend frontend,
            EventLoop loop,
            MonitorOptions options,
            List<Capability> offered,
            Runnable sessionEnded,
            Consumer<? super HostedMonitor> removed) {
        this.host = host;
        this.frontend = frontend;
        this.loop = loop;
        this.options = options;
        this.offered = List.copyOf(offered);
        this.sessionEnded = sessionEnded;
        this.end = new MonitorEnd(frontend, loop, () -> {
            endSession();
            removed.accept(this);
        });
    }

    @Override
    public void start() {
        if (EventLoop.current() == null) {
            frontend.setHandlers(this, loop);
        } else {
            frontend.setHandlersAsync(this, loop);
        }
        // A program that speaks QMP on a terminal sends lines; a person wants to see them.
        frontend.setEcho(true);
    }

    EventLoop loop() {
        return loop;
    }

    @Override
    public String label() {
        return frontend.chardev().id();
    }

    @Override
    public MonitorOptions options() {
        return options;
    }

    MonitorHost host() {
        return host;
    }

    List<Capability> offeredCapabilities() {
        return offered;
    }

    void sessionEnded() {
        if (!loop.inLoop()) {
            sessionEnded.run();
            return;
        }
        Watchdog.Post post = host.watchdog().outOfBand();
        Object before = post.begin(label(), "the listener of ended sessions");
        try {
            sessionEnded.run();
        } finally {
            post.end(before);
        }
    }

    void acceptInput(QmpSession resumed) {
        if (resumed == session) {
            frontend.acceptInput();
        }
    }

    @Override
    public int canRead() {
        QmpSession current = session;
        return current != null && current.isReadable() ? READ_SIZE : 0;
    }

    @Override
    public void read(ByteBuffer bytes) {
        QmpSession current = session;
        if (current != null) {
            current.feed(bytes);
        }
    }

    @Override
    public boolean endOfInput() {
        QmpSession current = session;
        if (current == null || current.endOfInput()) {
            return true;
        }
        // The session lives on to send the replies that are still due; the device may take its next peer.
        session = null;
        return false;
    }

    @Override
    public void event(CharEvent event) {
        switch (event) {
            case OPENED -> {
                endSession();
                QmpSession opened = new QmpSession(this, frontend.connection(), latest);
                latest = opened;
                session = opened;
                opened.greet();
                startTiming();
            }
            case CLOSED -> endSession();
            case BREAK, MUX_IN, MUX_OUT -> {
                // A control monitor has no use for them.
            }
        }
    }

    private void endSession() {
        QmpSession ended = session;
        if (ended != null) {
            session = null;
            ended.end();
        }
    }

    /** Sees to it that the present session is looked at when its time to negotiate is over; one timer for all sessions. */
    private void startTiming() {
        long timeout = options.negotiationTimeout().toNanos();
        if (timeout > 0) {
            openedAt = System.nanoTime();
            if (!timing) {
                timing = true;
                loop.schedule(timeout, this::checkNegotiation);
            }
        }
    }

    private void checkNegotiation() {
        QmpSession current = session;
        timing = current != null && current.mode() == SessionMode.NEGOTIATION;
        if (current == null || !timing) {
            return;
        }
        long left = options.negotiationTimeout().toNanos() - (System.nanoTime() - openedAt);
        if (left <= 0) {
            timing = false;
            current.negotiationTimedOut();
        } else {
            loop.schedule(left, this::checkNegotiation);
        }
    }

    @Override
    public void awaitDrained(long deadline) throws InterruptedException {
        QmpSession current = session;
        if (current != null) {
            current.awaitDrained(deadline);
        }
    }

    @Override
    public void close() {
        end.close();
    }

    @Override
    public void remove() {
        end.remove();
    }

    <T> Optional<T> attribute(Class<T> type) {
        return Optional.ofNullable(type.cast(type == MonitorHost.class ? host : attributes.get(type)));
    }

    <T> void setAttribute(Class<T> type, T value) {
        attributes.put(type, value);
    }
}
