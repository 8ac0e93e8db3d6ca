package dev.qmp.monitor.internal.session;

import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.loop.EventLoop;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The monitor on a listening device of many clients: it makes a monitor for each of them, and forgets it when its session is
 * over.
 *
 * <p>Thread: clients come in the listener's loop; everything else may be used by any thread.
 */
public final class ListeningMonitor extends HostedMonitor {
    /** Makes the monitors of clients. */
    @FunctionalInterface
    public interface Factory {
        /**
         * Makes a monitor.
         *
         * @param client the client's device
         * @param gone to be run when the session is over, in any thread
         */
        HostedMonitor make(Chardev client, Runnable gone);
    }

    private final Factory factory;
    private final Runnable sessionEnded;
    private final Map<String, HostedMonitor> clients = new ConcurrentHashMap<>();

    /**
     * Makes a monitor; {@link #start} puts it to work.
     *
     * @param host what it shares with the others
     * @param device its device
     * @param loop the loop that it lives in
     * @param factory makes the monitors of its clients
     * @param sessionEnded run each time a session is over; any thread
     */
    public ListeningMonitor(MonitorHost host, Chardev device, EventLoop loop, Factory factory, Runnable sessionEnded) {
        super(host, device, loop);
        this.factory = factory;
        this.sessionEnded = sessionEnded;
    }

    @Override
    public void start() {
        if (EventLoop.current() == null) {
            frontend().setClientListener(this::connected, loop());
        } else {
            // A loop does not wait for another one: first the device moves, then it listens.
            closeIfFailed(frontend().setHandlersAsync(null, loop()).thenCompose(moved -> loop().submit(this::listen)));
        }
    }

    private void listen() {
        if (!isEnded()) {
            frontend().setClientListener(this::connected, null);
        }
    }

    private void connected(Chardev device) {
        String id = device.id();
        HostedMonitor client = factory.make(device, () -> {
            clients.remove(id);
            sessionEnded.run();
        });
        // Known before it starts: its session may be over soon.
        clients.put(id, client);
        try {
            client.start();
        } catch (Throwable e) {
            clients.remove(id);
            throw e;
        }
    }

    @Override
    public void forEachSession(Consumer<? super MonitorSession> action) {
        clients.values().forEach(client -> client.forEachSession(action));
    }

    @Override
    void leave() {
        frontend().setClientListener(null, null);
    }

    @Override
    CompletionStage<Void> leaveAsync() {
        return loop().submit(this::leave);
    }

    @Override
    void over() {
        clients.values().forEach(client -> client.end(true));
        clients.clear();
    }
}
