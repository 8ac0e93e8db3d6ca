package dev.qmp.monitor;

import dev.qmp.chardev.CharFrontend;
import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.EventLoop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The monitor on a listening device of many clients: it makes a monitor for each of them, and forgets it when its session is
 * over.
 *
 * <p>Thread: clients come in the listener's loop; everything else may be used by any thread.
 */
final class ListeningMonitor implements HostedMonitor {
    /** Makes the monitors of clients. */
    @FunctionalInterface
    interface Factory {
        /**
         * Makes a monitor.
         *
         * @param client the client's device
         * @param gone to be run when the session is over, in any thread
         */
        HostedMonitor prepare(Chardev client, Runnable gone);
    }

    private final CharFrontend frontend;
    private final EventLoop loop;
    private final MonitorOptions options;
    private final Factory factory;
    private final Consumer<? super HostedMonitor> removed;
    private final Map<String, HostedMonitor> clients = new ConcurrentHashMap<>();

    ListeningMonitor(
            CharFrontend frontend,
            EventLoop loop,
            MonitorOptions options,
            Factory factory,
            Consumer<? super HostedMonitor> removed) {
        this.frontend = frontend;
        this.loop = loop;
        this.options = options;
        this.factory = factory;
        this.removed = removed;
    }

    @Override
    public void start() {
        frontend.setClientListener(this::connected, loop);
    }

    private void connected(Chardev device) {
        String id = device.id();
        HostedMonitor client = factory.prepare(device, () -> clients.remove(id));
        // Known before it starts: its session may be over soon.
        clients.put(id, client);
        client.start();
    }

    @Override
    public void awaitDrained(long deadline) throws InterruptedException {
        for (HostedMonitor client : clients.values()) {
            client.awaitDrained(deadline);
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
        remove();
        frontend.chardev().close();
    }

    @Override
    public void remove() {
        if (EventLoop.current() == null) {
            frontend.setClientListener(null, null);
        } else {
            loop.execute(() -> frontend.setClientListener(null, null));
        }
        clients.values().forEach(Monitor::close);
        clients.clear();
        removed.accept(this);
        frontend.detachAsync();
    }
}
