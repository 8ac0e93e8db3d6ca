package dev.qmp.monitor;

import dev.qmp.chardev.CharConnection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A QMP monitor: a device's front end for programs.
 *
 * <p>Thread: as {@link DeviceMonitor}; the time to negotiate is watched in the monitor's loop.
 */
final class QmpMonitor extends DeviceMonitor<QmpSession> {
    private static final int READ_SIZE = 1 << 16;

    private final List<Capability> offered;

    // The monitor's loop.
    private long openedAt;
    private boolean timing;

    /**
     * Makes a monitor; {@link #start} puts it to work.
     *
     * @param setup what it is made of
     * @param offered the capabilities that its greeting offers
     */
    QmpMonitor(MonitorSetup setup, List<Capability> offered) {
        super(setup, READ_SIZE);
        this.offered = List.copyOf(offered);
    }

    @Override
    void prepare() {
        // On a terminal a program sends lines, and a person wants to see them; both before the greeting.
        frontend().setEcho(true);
    }

    @Override
    QmpSession newSession(CharConnection connection, InBandQueue.@Nullable Lane before) {
        return new QmpSession(this, connection, before);
    }

    List<Capability> offeredCapabilities() {
        return offered;
    }

    /** Sees to it that the present session is looked at when its time to negotiate is over; one timer for all sessions. */
    @Override
    void opened() {
        long timeout = options().negotiationTimeout().toNanos();
        if (timeout > 0) {
            openedAt = System.nanoTime();
            if (!timing) {
                timing = true;
                loop().schedule(timeout, this::checkNegotiation);
            }
        }
    }

    private void checkNegotiation() {
        QmpSession current = session();
        timing = current != null && current.mode() == SessionMode.NEGOTIATION;
        if (current == null || !timing) {
            return;
        }
        long left = options().negotiationTimeout().toNanos() - (System.nanoTime() - openedAt);
        if (left <= 0) {
            timing = false;
            current.negotiationTimedOut();
        } else {
            loop().schedule(left, this::checkNegotiation);
        }
    }
}
