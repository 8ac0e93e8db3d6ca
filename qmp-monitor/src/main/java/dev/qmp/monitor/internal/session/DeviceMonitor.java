package dev.qmp.monitor.internal.session;

import dev.qmp.chardev.CharConnection;
import dev.qmp.chardev.CharEvent;
import dev.qmp.chardev.CharHandlers;
import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.monitor.internal.queue.QueueClient;
import dev.qmp.monitor.internal.watch.ActivitySlot;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A monitor with a session for each connection that its device makes, one after the other. A session whose peer has only finished
 * sending lives on beside the next one until all is answered.
 *
 * <p>Thread: the handlers run in the monitor's loop; everything else may be used by any thread.
 *
 * @param <S> the sessions
 */
public abstract class DeviceMonitor<S extends MonitorSession> extends HostedMonitor implements CharHandlers {
    private final SessionSettings settings;
    private final int readSize;
    private final Runnable sessionEnded;
    private final Map<Class<?>, Object> attributes = new ConcurrentHashMap<>(2);
    private final Set<MonitorSession> sessions = new CopyOnWriteArraySet<>();

    private volatile @Nullable S session;
    private volatile boolean over;
    private QueueClient.@Nullable Lane latest; // the monitor's loop

    /**
     * Makes a monitor; {@link #start} puts it to work.
     *
     * @param host what it shares with the others
     * @param device its device
     * @param loop the loop that it lives in
     * @param settings how its sessions behave
     * @param sessionEnded run each time a session is over; any thread
     * @param readSize how many bytes it takes at a time
     */
    protected DeviceMonitor(
            MonitorHost host,
            Chardev device,
            EventLoop loop,
            SessionSettings settings,
            Runnable sessionEnded,
            int readSize) {
        super(host, device, loop);
        this.settings = settings;
        this.sessionEnded = sessionEnded;
        this.readSize = readSize;
    }

    /** Makes the device ready, before the first callback. */
    protected abstract void prepare();

    /**
     * Makes the session of a connection.
     *
     * @param connection its peer
     * @param before the lane of the previous session, or null
     */
    protected abstract S newSession(CharConnection connection, QueueClient.@Nullable Lane before);

    /** A session has been greeted. */
    protected void opened() {
        // Most have nothing to do.
    }

    /** The focus of a multiplexer came, or went elsewhere. */
    protected void focus(boolean here) {
        // Most do not mind.
    }

    @Override
    public final void start() {
        prepare();
        if (EventLoop.current() == null) {
            frontend().setHandlers(this, loop());
        } else {
            closeIfFailed(frontend().setHandlersAsync(this, loop()));
        }
    }

    /** Returns how the sessions behave. */
    protected final SessionSettings settings() {
        return settings;
    }

    /** What handlers keep with the monitor; safe for use by any thread. */
    final Map<Class<?>, Object> attributes() {
        return attributes;
    }

    /** Returns the session that takes the input, or null. */
    protected final @Nullable S session() {
        return session;
    }

    /** Makes a session for the current connection; it takes the input from now on. */
    protected final S enter() {
        S entered = newSession(frontend().connection(), latest);
        latest = entered.lane();
        sessions.add(entered);
        session = entered;
        return entered;
    }

    /** A session is over; any thread. */
    final void ended(MonitorSession gone) {
        sessions.remove(gone);
        ActivitySlot slot = host().listenerSlot();
        Object interrupted = slot == null ? null : slot.beginListener(gone);
        try {
            sessionEnded.run();
        } catch (Throwable e) {
            loop().report("the listener of ended sessions of monitor " + label() + " failed", e);
        } finally {
            if (slot != null) {
                slot.end(interrupted);
            }
        }
    }

    /** Lets the device deliver bytes again, if the session is still the one that takes them. */
    public final void acceptInput(MonitorSession resumed) {
        if (resumed == session) {
            frontend().acceptInput();
        }
    }

    @Override
    public final int canRead() {
        S current = session;
        return current != null && current.isReadable() ? readSize : 0;
    }

    @Override
    public final void read(ByteBuffer bytes) {
        S current = session;
        if (current != null) {
            int before = bytes.remaining();
            current.feed(bytes);
            current.countInput(before - bytes.remaining());
        }
    }

    @Override
    public final boolean endOfInput() {
        S current = session;
        if (current == null || current.endOfInput()) {
            return true;
        }
        // The session lives on to send what is still due; the device may take its next peer.
        session = null;
        return false;
    }

    @Override
    public final void event(CharEvent event) {
        switch (event) {
            case OPENED -> {
                endSession();
                enter().begin();
                opened();
            }
            case CLOSED -> endSession();
            case MUX_IN -> focus(true);
            case MUX_OUT -> focus(false);
            case BREAK -> {
                // There is nothing to break.
            }
        }
    }

    private void endSession() {
        S ended = session;
        if (ended != null) {
            session = null;
            ended.end();
        }
    }

    @Override
    public final void forEachSession(Consumer<? super MonitorSession> action) {
        sessions.forEach(action);
    }

    @Override
    final void leave() {
        frontend().setHandlers(null, loop());
    }

    @Override
    final CompletionStage<Void> leaveAsync() {
        return frontend().setHandlersAsync(null, loop());
    }

    @Override
    final void over() {
        endSession();
        // The device no longer knows the sessions that lived on, so they end here.
        sessions.forEach(one -> contain(one::outputClosed));
        over = true;
        attributes.values().forEach(this::closeAttribute);
    }

    /** Keeps what a handler wants to have with the monitor; what has to be closed is closed with the monitor. */
    final void setAttribute(Class<?> type, Object value) {
        attributes.put(type, value);
        if (over) {
            closeAttribute(value);
        }
    }

    private void closeAttribute(Object value) {
        if (value instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                loop().report("an object of monitor " + label() + " is not closed", e);
            }
        }
    }
}
