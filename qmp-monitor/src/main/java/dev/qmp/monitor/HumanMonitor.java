package dev.qmp.monitor;

import dev.qmp.chardev.CharEvent;
import dev.qmp.chardev.CharFeature;
import dev.qmp.chardev.CharFrontend;
import dev.qmp.chardev.CharHandlers;
import dev.qmp.chardev.EventLoop;
import dev.qmp.monitor.internal.human.Completer;
import dev.qmp.monitor.internal.human.History;
import dev.qmp.monitor.internal.human.HumanCommands;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A monitor for people: the front end of a character device, with a session for each connection. What was typed is remembered over
 * all of them. On a multiplexer it keeps quiet while another front end has the focus.
 *
 * <p>Thread: the handlers and the session run in the dispatcher's loop; everything else may be used by any thread.
 */
final class HumanMonitor implements HostedMonitor, CharHandlers {
    private static final int READ_SIZE = 256;

    private final MonitorHost host;
    private final CharFrontend frontend;
    private final EventLoop loop;
    private final MonitorOptions options;
    private final Runnable sessionEnded;
    private final MonitorEnd end;
    private final Map<Class<?>, Object> attributes = new ConcurrentHashMap<>(2);
    private final History history = new History();

    private volatile @Nullable HumanSession session;
    private @Nullable HumanCommands commands;
    private boolean hidden;

    /**
     * Makes a monitor; {@link #start} puts it to work.
     *
     * @param host what it shares with the others
     * @param frontend its device
     * @param loop the dispatcher's loop
     * @param options how it behaves
     * @param sessionEnded run each time a session is over; any thread
     * @param removed told when the monitor has ended; any thread
     */
    HumanMonitor(
            MonitorHost host,
            CharFrontend frontend,
            EventLoop loop,
            MonitorOptions options,
            Runnable sessionEnded,
            Consumer<? super HostedMonitor> removed) {
        this.host = host;
        this.frontend = frontend;
        this.loop = loop;
        this.options = options;
        this.sessionEnded = sessionEnded;
        this.end = new MonitorEnd(frontend, loop, () -> {
            endSession();
            removed.accept(this);
        });
    }

    @Override
    public void start() {
        frontend.setEcho(false);
        if (frontend.chardev().has(CharFeature.DATAGRAM)) {
            // Such a device never opens: nobody is greeted, but who sends a line gets an answer.
            session = new HumanSession(this, frontend.connection(), false);
        }
        if (EventLoop.current() == null) {
            frontend.setHandlers(this, loop);
        } else {
            frontend.setHandlersAsync(this, loop);
        }
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

    EventLoop loop() {
        return loop;
    }

    History history() {
        return history;
    }

    /** Returns the commands; asked for when the first line is there, because the host may still be composing them. */
    HumanCommands commands() {
        HumanCommands known = commands;
        if (known == null) {
            known = new HumanCommands(host.composition().await().commands());
            commands = known;
        }
        return known;
    }

    Completer completer() {
        return beginning -> commands().complete(beginning);
    }

    void sessionEnded() {
        sessionEnded.run();
    }

    void acceptInput(HumanSession resumed) {
        if (resumed == session) {
            frontend.acceptInput();
        }
    }

    @Override
    public int canRead() {
        HumanSession current = session;
        return current != null && current.isReadable() ? READ_SIZE : 0;
    }

    @Override
    public void read(ByteBuffer bytes) {
        HumanSession current = session;
        if (current != null) {
            current.feed(bytes);
        }
    }

    @Override
    public boolean endOfInput() {
        HumanSession current = session;
        if (current == null || current.endOfInput()) {
            return true;
        }
        // The session lives on to print what is still due; the device may take its next peer.
        session = null;
        return false;
    }

    @Override
    public void event(CharEvent event) {
        switch (event) {
            case OPENED -> {
                endSession();
                HumanSession opened = new HumanSession(this, frontend.connection(), hidden);
                session = opened;
                opened.greet();
            }
            case CLOSED -> endSession();
            case MUX_IN, MUX_OUT -> {
                hidden = event == CharEvent.MUX_OUT;
                HumanSession current = session;
                if (current != null) {
                    current.hide(hidden);
                }
            }
            case BREAK -> {
                // There is nothing to break.
            }
        }
    }

    private void endSession() {
        HumanSession ended = session;
        if (ended != null) {
            session = null;
            ended.end();
        }
    }

    @Override
    public void awaitDrained(long deadline) throws InterruptedException {
        HumanSession current = session;
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
