package dev.qmp.monitor.internal.session;

import dev.qmp.chardev.CharConnection;
import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.dispatch.spi.Dialect;
import dev.qmp.json.JsonLimits;
import dev.qmp.monitor.internal.control.schema.QMPCapability;
import dev.qmp.monitor.internal.output.PacedConnection;
import dev.qmp.monitor.internal.queue.QueueClient;
import dev.qmp.qapi.replies.Replies;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A QMP monitor: a device's front end for programs.
 *
 * <p>Thread: as {@link DeviceMonitor}; the time to negotiate is watched in the monitor's loop.
 */
public final class QmpMonitor extends DeviceMonitor<QmpSession> {
    private static final int READ_SIZE = 1 << 16;
    private static final int LEAST_MESSAGE = 1 << 16;

    private final boolean oob;
    private final JsonLimits limits;

    // The monitor's loop.
    private long openedAt;
    private boolean timing;

    /**
     * Makes a monitor; {@link #start} puts it to work. It offers out-of-band execution if it lives in the I/O thread and speaks the
     * modern dialect. Specification: {@code qmp-oob-offered}.
     *
     * @param host what it shares with the others
     * @param device its device
     * @param loop the loop that it lives in
     * @param settings how its sessions behave
     * @param sessionEnded run each time a session is over; any thread
     */
    public QmpMonitor(
            MonitorHost host, Chardev device, EventLoop loop, SessionSettings settings, Runnable sessionEnded) {
        super(host, device, loop, settings, sessionEnded, READ_SIZE);
        oob = !host.isAgent() && loop == host.loops().io() && settings.dialect() == Dialect.MODERN;
        limits = within(settings.limits(), host.memory().limit());
    }

    /** One message must leave room for others, and for its reply. The default heap of the image allows what QEMU allows. */
    private static JsonLimits within(JsonLimits limits, long budget) {
        return limits.withTokenBytes(Math.min(limits.tokenBytes(), Math.max(LEAST_MESSAGE, budget / 4)))
                .withTokenCount((int) Math.min(limits.tokenCount(), Math.max(LEAST_MESSAGE / 32, budget / 128)));
    }

    JsonLimits limits() {
        return limits;
    }

    @Override
    protected void prepare() {
        // On a terminal, lines are echoed to whoever types them, from before the greeting on.
        frontend().setEcho(true);
    }

    @Override
    protected QmpSession newSession(CharConnection connection, QueueClient.@Nullable Lane before) {
        Replies script = host().composition().replies();
        return script == null
                ? new QmpSession(this, connection, before)
                : new QmpSession(this, new PacedConnection(connection, loop()), before, script);
    }

    List<QMPCapability> offeredCapabilities() {
        Forwarder forwarder = host().forwarder();
        return oob && (forwarder == null || forwarder.offersOutOfBand()) ? List.of(QMPCapability.OOB) : List.of();
    }

    /** Schedules a check of the current session for the end of its time to negotiate; one timer serves all sessions. */
    @Override
    protected void opened() {
        long timeout = settings().negotiationTimeout().toNanos();
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
        long left = settings().negotiationTimeout().toNanos() - (System.nanoTime() - openedAt);
        if (left <= 0) {
            timing = false;
            current.negotiationTimedOut();
        } else {
            loop().schedule(left, this::checkNegotiation);
        }
    }
}
