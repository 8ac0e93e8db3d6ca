package dev.qmp.monitor;

import dev.qmp.chardev.CharConnection;
import dev.qmp.chardev.CharEvent;
import dev.qmp.chardev.CharHandlers;
import dev.qmp.chardev.loop.EventLoop;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.CompletionStage;
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
abstract class DeviceMonitor<S extends MonitorSession> extends HostedMonitor implements CharHandlers {
    private final MonitorHost host;
    private final int readSize;
    private final Runnable sessionEnded;
    private final MonitorAttributes attributes;
    private final Set<MonitorSession> sessions = new CopyOnWriteArraySet<>();

    private volatile @Nullable S session;
    private InBandQueue.@Nullable Lane latest; // the monitor's loop

    /**
     * Makes a monitor; {@link #start} puts it to work.
     *
     * @param setup what it is made of
     * @param readSize how many bytes it takes at a time
     */
    DeviceMonitor(MonitorSetup setup, int readSize) {
        super(setup);
        this.host = setup.host();
        this.readSize = readSize;
        this.sessionEnded = setup.sessionEnded();
        this.attributes = new MonitorAttributes(host);
    }

    /** Makes the device ready, before the first callback. */
    abstract void prepare();

    /**
     * Makes the session of a connection.
     *
     * @param connection its peer
     * @param before the place of the session before it among those whose requests wait, or null
     */
    abstract S newSession(CharConnection connection, InBandQueue.@Nullable Lane before);

    /** A session has been greeted. */
    void opened() {
        // Most have nothing to do.
    }

    /** The focus of a multiplexer came, or went elsewhere. */
    void focus(boolean here) {
        // Most do not mind.
    }

    @Override
    final void start() {
        prepare();
        if (EventLoop.current() == null) {
            frontend().setHandlers(this, loop());
        } else {
            closeIfFailed(frontend().setHandlersAsync(this, loop()));
        }
    }

    final MonitorHost host() {
        return host;
    }

    final MonitorAttributes attributes() {
        return attributes;
    }

    final @Nullable S session() {
        return session;
    }

    /** Makes a session for the present connection, which takes the input from now on. */
    final S enter() {
        S entered = newSession(frontend().connection(), latest);
        latest = entered.lane();
        sessions.add(entered);
        session = entered;
        return entered;
    }

    /** A session is over; any thread. */
    final void ended(MonitorSession gone) {
        sessions.remove(gone);
        Watchdog.Post post = host.listenerPost();
        Object before = post == null ? null : post.begin(gone);
        try {
            sessionEnded.run();
        } catch (Throwable e) {
            loop().report("the listener of ended sessions of monitor " + label() + " failed", e);
        } finally {
            if (post != null) {
                post.end(before);
            }
        }
    }

    final void acceptInput(MonitorSession resumed) {
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
            current.feed(bytes);
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
    final void forEachSession(Consumer<? super MonitorSession> action) {
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
        // Of those that were to live on the device has let go already.
        sessions.forEach(one -> contain(one::outputClosed));
    }
}
