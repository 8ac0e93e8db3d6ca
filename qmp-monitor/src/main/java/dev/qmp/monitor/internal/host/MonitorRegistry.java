package dev.qmp.monitor.internal.host;

import dev.qmp.chardev.CharFeature;
import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.dispatch.spi.Dialect;
import dev.qmp.monitor.internal.human.HumanMonitor;
import dev.qmp.monitor.internal.output.OutputQueue;
import dev.qmp.monitor.internal.session.HostedMonitor;
import dev.qmp.monitor.internal.session.ListeningMonitor;
import dev.qmp.monitor.internal.session.MonitorHost;
import dev.qmp.monitor.internal.session.MonitorSession;
import dev.qmp.monitor.internal.session.QmpMonitor;
import dev.qmp.monitor.internal.session.SessionSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Puts monitors on devices, in the loop that suits the device.
 *
 * <p>Thread: safe for use by any thread.
 */
public final class MonitorRegistry {
    private final MonitorHost host;

    /** Makes a registry without monitors. */
    public MonitorRegistry(MonitorHost host) {
        this.host = host;
    }

    /** Returns what the monitors share. */
    public MonitorHost host() {
        return host;
    }

    /**
     * Puts a monitor on a device.
     *
     * @param device a device that has no front end
     * @param human whether it is a human monitor
     * @param settings how its sessions behave
     * @param sessionEnded run each time a session is over, in any thread
     * @return the monitor, which has started or will soon
     * @throws ChardevException if the device is in use, or not suited, or if there is no such role
     */
    public HostedMonitor add(Chardev device, boolean human, SessionSettings settings, Runnable sessionEnded) {
        if (!human && device.has(CharFeature.DATAGRAM)) {
            throw new ChardevException("QMP needs a stream: device '" + device.id() + "' carries datagrams");
        }
        String role = settings.role();
        if (role != null && !host.rights().has(role)) {
            throw new ChardevException("there is no role '" + role + "'");
        }
        HostedMonitor monitor = device.has(CharFeature.MULTI_CLIENT)
                ? new ListeningMonitor(
                        host,
                        device,
                        human ? host.loops().main() : host.loops().io(),
                        (client, gone) -> make(client, human, settings, gone),
                        sessionEnded)
                : make(device, human, settings, sessionEnded);
        host.monitors().add(monitor);
        monitor.start();
        return monitor;
    }

    private HostedMonitor make(Chardev device, boolean human, SessionSettings settings, Runnable sessionEnded) {
        if (human) {
            return HumanMonitor.of(host, device, settings, sessionEnded);
        }
        boolean inIoThread = device.has(CharFeature.GCONTEXT);
        if (!inIoThread && settings.dialect() == Dialect.RFC) {
            throw new ChardevException("Device '" + device.id()
                    + "' stays with the dispatcher, so dialect 'rfc' cannot run out of band on it");
        }
        EventLoop loop = inIoThread ? host.loops().io() : host.loops().main();
        return new QmpMonitor(host, device, loop, settings, sessionEnded);
    }

    /** Shows each session that is not over. */
    void forEachSession(Consumer<? super MonitorSession> action) {
        host.monitors().forEach(monitor -> monitor.forEachSession(action));
    }

    /** Returns whether there is a session that is not over. */
    public boolean hasSessions() {
        boolean[] any = new boolean[1];
        forEachSession(session -> any[0] = true);
        return any[0];
    }

    /** Returns the outputs of all sessions that are not over. */
    public List<OutputQueue> outputs() {
        List<OutputQueue> outputs = new ArrayList<>();
        forEachSession(session -> outputs.add(session.output()));
        return outputs;
    }

    /** Closes all monitors and their devices. */
    public void closeAll() {
        host.monitors().forEach(monitor -> monitor.end(true));
        host.monitors().clear();
    }
}
