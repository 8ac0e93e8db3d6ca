package dev.qmp.monitor.internal.human;

import dev.qmp.chardev.CharConnection;
import dev.qmp.chardev.CharFeature;
import dev.qmp.chardev.Chardev;
import dev.qmp.monitor.internal.queue.QueueClient;
import dev.qmp.monitor.internal.session.DeviceMonitor;
import dev.qmp.monitor.internal.session.HostedMonitor;
import dev.qmp.monitor.internal.session.MonitorHost;
import dev.qmp.monitor.internal.session.SessionSettings;
import org.jspecify.annotations.Nullable;

/**
 * A human monitor. What was typed is remembered over all of its sessions. On a multiplexer it keeps quiet while another front
 * end has the focus.
 *
 * <p>Thread: as {@link DeviceMonitor}; its loop is the dispatcher's.
 */
public final class HumanMonitor extends DeviceMonitor<HumanSession> {
    private static final int READ_SIZE = 256;

    // The dispatcher's loop.
    private final History history = new History();
    private @Nullable HumanCommands commands;
    private boolean hidden;

    /**
     * Makes a monitor in the dispatcher's loop; {@link #start} puts it to work. Returns the supertype so that callers' verification does
     * not load this class.
     *
     * @param host what it shares with the others
     * @param device its device
     * @param settings how its sessions behave; only the bounds of output matter
     * @param sessionEnded run each time a session is over; any thread
     */
    public static HostedMonitor of(MonitorHost host, Chardev device, SessionSettings settings, Runnable sessionEnded) {
        return new HumanMonitor(host, device, settings, sessionEnded);
    }

    private HumanMonitor(MonitorHost host, Chardev device, SessionSettings settings, Runnable sessionEnded) {
        super(host, device, host.loops().main(), settings, sessionEnded, READ_SIZE);
    }

    @Override
    protected void prepare() {
        frontend().setEcho(false);
        if (frontend().chardev().has(CharFeature.DATAGRAM)) {
            enter(); // such a device never opens: nobody is greeted, but whoever sends a line gets an answer
        }
    }

    @Override
    protected HumanSession newSession(CharConnection connection, QueueClient.@Nullable Lane before) {
        return new HumanSession(this, connection, before, hidden);
    }

    History history() {
        return history;
    }

    /** Returns the commands; only to be called when the first line is there, because the host may still be composing them. */
    HumanCommands commands() {
        HumanCommands known = commands;
        if (known == null) {
            known = new HumanCommands(host().composition().await().commands());
            commands = known;
        }
        return known;
    }

    Completer completer() {
        return beginning -> commands().complete(beginning);
    }

    @Override
    protected void focus(boolean here) {
        hidden = !here;
        HumanSession current = session();
        if (current != null) {
            current.hide(hidden);
        }
    }
}
