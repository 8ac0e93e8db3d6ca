package dev.qmp.monitor;

import dev.qmp.chardev.CharConnection;
import dev.qmp.chardev.CharFeature;
import dev.qmp.monitor.internal.human.Completer;
import dev.qmp.monitor.internal.human.History;
import dev.qmp.monitor.internal.human.HumanCommands;
import org.jspecify.annotations.Nullable;

/**
 * A monitor for people. What was typed is remembered over all of its sessions. On a multiplexer it keeps quiet while another front
 * end has the focus.
 *
 * <p>Thread: as {@link DeviceMonitor}; its loop is the dispatcher's.
 */
final class HumanMonitor extends DeviceMonitor<HumanSession> {
    private static final int READ_SIZE = 256;

    // The dispatcher's loop.
    private final History history = new History();
    private @Nullable HumanCommands commands;
    private boolean hidden;

    /**
     * Makes a monitor; {@link #start} puts it to work. Its type is the general one, so that who only could make one need not load
     * this class to be verified.
     *
     * @param setup what it is made of; the loop is the dispatcher's
     */
    static HostedMonitor of(MonitorSetup setup) {
        return new HumanMonitor(setup);
    }

    private HumanMonitor(MonitorSetup setup) {
        super(setup, READ_SIZE);
    }

    @Override
    void prepare() {
        frontend().setEcho(false);
        if (frontend().chardev().has(CharFeature.DATAGRAM)) {
            // Such a device never opens: nobody is greeted, but who sends a line gets an answer.
            HumanSession unused = enter();
        }
    }

    @Override
    HumanSession newSession(CharConnection connection, InBandQueue.@Nullable Lane before) {
        return new HumanSession(this, connection, before, hidden);
    }

    History history() {
        return history;
    }

    /** Returns the commands; asked for when the first line is there, because the host may still be composing them. */
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
    void focus(boolean here) {
        hidden = !here;
        HumanSession current = session();
        if (current != null) {
            current.hide(hidden);
        }
    }
}
