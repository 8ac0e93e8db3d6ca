package dev.qmp.monitor;

import dev.qmp.chardev.CharFrontend;
import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.EventLoop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The monitor on a listening device of many clients: it makes a monitor for each of them, and forgets it when its session is
 * over.
 *
 * <p>Thread: clients come in the listener's loop; everything else may be used by any thread.
 */
final class ListeningMonitor implements Monitor {
    /**
     * The monitor of one client.
     *
     * @param monitor the monitor
     * @param start puts it to work
     */
    record Prepared(Monitor monitor, Runnable start) {}

    /** Makes the monitors of clients. */
    @FunctionalInterface
    interface Factory {
        /**
         * Makes a monitor.
         *
         * @param client the client's device
         * @param gone to be run when the session is over, in any thread
         */
        Prepared prepare(Chardev client, Runnable gone);
    }

    private final CharFrontend frontend;
    private final MonitorOptions options;
    private final Factory factory;
    private final Map<String, Monitor> clients = new ConcurrentHashMap<>();

    ListeningMonitor(CharFrontend frontend, MonitorOptions options, Factory factory) {
        this.frontend = frontend;
        this.options = options;
        this.factory = factory;
    }

    /** Takes clients from now on. */
    void start(EventLoop loop) {
        frontend.setClientListener(this::connected, loop);
    }

    private void connected(Chardev device) {
        String id = device.id();
        Prepared client = factory.prepare(device, () -> clients.remove(id));
        // Known before it starts: its session may be over soon.
        clients.put(id, client.monitor());
        client.start().run();
    }

    /** Waits until what the clients' monitors had to say has left. */
    void awaitDrained(long deadline) throws InterruptedException {
        for (Monitor client : clients.values()) {
            Monitors.awaitDrained(client, deadline);
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

    @Override
    public void close() {
        frontend.setClientListener(null, null);
        clients.values().forEach(Monitor::close);
        clients.clear();
        frontend.close();
    }
}
