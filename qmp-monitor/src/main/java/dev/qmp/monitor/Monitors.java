package dev.qmp.monitor;

import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.loop.LoopFailedException;
import dev.qmp.chardev.registry.ChardevRegistry;
import dev.qmp.dispatch.spi.CommandCatalog;
import dev.qmp.dispatch.spi.Dialect;
import dev.qmp.dispatch.spi.EventEmitter;
import dev.qmp.dispatch.spi.ProviderException;
import dev.qmp.dispatch.spi.ShutdownCause;
import dev.qmp.monitor.internal.host.Host;
import dev.qmp.monitor.internal.host.HostSettings;
import dev.qmp.monitor.internal.host.ListenAddress;
import dev.qmp.monitor.rights.Policy;
import dev.qmp.monitor.spi.YankInstances;
import dev.qmp.qapi.SchemaException;
import dev.qmp.qapi.replies.Replies;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * All monitors of a host: their two threads, their commands, and their end.
 *
 * <pre>
 * Monitors monitors = Monitors.builder().provider(provider).listen("unix:/run/m.sock").start();
 * </pre>
 *
 * <p>The I/O thread reads, parses and runs out-of-band commands for all monitors whose device can live there; it starts with
 * {@link #run}. The dispatcher is the thread that calls {@link #run}, or one that {@link #start} makes: it runs in-band commands, one at
 * a time over all monitors, and serves the devices that stay with it, such as a multiplexer, whose monitors offer no out-of-band
 * execution. Several may share two threads, which run already: {@link MonitorsBuilder#threads}.
 *
 * <p>What a handler, a listener, a device or a timer throws ends that one thing, and goes to {@link MonitorsBuilder#errorHandler}.
 * If one of the two threads cannot go on, everything ends, and {@link #run} throws.
 *
 * <p>Thread: safe for use by any thread, but one of {@link #run}, {@link #start} and {@link #serve} is called, once, and {@link #close}
 * not from one of the two threads.
 */
public final class Monitors implements AutoCloseable {
    private final Host host;

    /** Part of the id of the next device that is given without one; never used twice, so that threads may listen at the same time. */
    private final AtomicInteger nextNumber = new AtomicInteger();

    Monitors(HostSettings settings) {
        host = new Host(settings);
    }

    /**
     * Starts a configuration.
     *
     * @return a builder that reports the emulated version and has the commands of the protocol itself
     */
    public static MonitorsBuilder builder() {
        return new MonitorsBuilder();
    }

    /**
     * Puts a QMP monitor on a new device, with the default options.
     *
     * @param address as in {@link #listen(String, MonitorOptions)}
     * @return the monitor
     */
    public Monitor listen(String address) {
        return listen(address, MonitorOptions.DEFAULT);
    }

    /**
     * Puts a monitor on a new device. The device's id is {@code monitor0} and so on, unless the address gives one.
     *
     * @param address where clients connect: {@code unix:PATH} or a path, {@code tcp:HOST:PORT} or {@code HOST:PORT}; or the options of
     *     any device as on QEMU's command line, such as {@code socket,path=PATH,server=on,wait=off,max-clients=9} or {@code stdio,id=m}
     * @param options how the monitor behaves
     * @return the monitor, to which clients can connect now
     * @throws IllegalArgumentException if the address is not of one of these forms
     * @throws ChardevException if the device cannot be opened
     */
    public Monitor listen(String address, MonitorOptions options) {
        return add(devices().add(ListenAddress.options(address, this::freeLabel)), options);
    }

    private String freeLabel() {
        String label;
        do {
            label = "monitor" + nextNumber.getAndIncrement();
        } while (devices().find(label).isPresent());
        return label;
    }

    /**
     * Puts a monitor on a device. A device that can be moved lives in the I/O thread from now on, and its monitor offers
     * out-of-band execution; any other stays with the dispatcher, and so does every human monitor.
     *
     * <p>May be called at any time, before {@link #run} or while it serves, also by a handler; there the monitor starts as soon
     * as the loop that it is to live in gets to it.
     *
     * @param device a device that has no front end
     * @param options how the monitor behaves
     * @return the monitor
     * @throws ChardevException if the device is in use, or if it stays with the dispatcher and the dialect is {@link
     *     Dialect#RFC}, whose out-of-band execution could block there
     */
    public Monitor add(Chardev device, MonitorOptions options) {
        return add(device, options, () -> {});
    }

    /**
     * Puts a monitor on a device, with a listener for the ends of sessions. A listening device of many clients gets one for each of
     * them, with the same options.
     *
     * @param device a device that has no front end
     * @param options how the monitor behaves
     * @param sessionEnded run each time a session is over, in any thread
     * @return the monitor, or the one that stands for all of them
     * @throws ChardevException if the device is in use, or cannot carry a stream
     */
    public Monitor add(Chardev device, MonitorOptions options, Runnable sessionEnded) {
        boolean human = options.mode() == MonitorMode.READLINE;
        return new Monitor(host.monitors().add(device, human, options.settings(), sessionEnded), options);
    }

    /**
     * Says whether a monitor has a session, which begins when a client connects. Any thread.
     *
     * @return false if there is none; in a listener for the end of one, that one is no longer there
     */
    public boolean hasSessions() {
        return host.monitors().hasSessions();
    }

    /**
     * Serves until the end is asked for and everything due has been sent. The calling thread is the dispatcher meanwhile.
     *
     * @throws SchemaException as {@link MonitorsBuilder#build} would, if the commands were {@linkplain MonitorsBuilder#composeInBackground
     *     composed in the background}
     * @throws ProviderException likewise
     * @throws LoopFailedException if one of the two threads cannot go on; everything has ended then
     * @throws dev.qmp.monitor.proxy.UpstreamException if the connection to the server of {@link MonitorsBuilder#upstream} is lost
     */
    public void run() {
        host.run();
    }

    /**
     * Serves as {@link #run} does, in a thread of its own, which keeps the process alive, or in those of {@link MonitorsBuilder#threads}.
     * What {@code run} would throw goes to {@link MonitorsBuilder#errorHandler}.
     *
     * @return this
     */
    public Monitors start() {
        host.start();
        return this;
    }

    /**
     * Serves as {@link #run} does, in the threads of {@link MonitorsBuilder#threads}, and returns at once.
     *
     * @return completes when everything is closed, exceptionally with what {@code run} would throw
     * @throws IllegalStateException if the monitors have threads of their own
     */
    public CompletionStage<Void> serve() {
        return host.serve();
    }

    /**
     * Returns the dispatcher's loop, in which devices start and those stay that cannot be moved.
     *
     * @return the loop; it runs in {@link #run}
     */
    public EventLoop mainLoop() {
        return host.mainLoop();
    }

    /**
     * Returns the devices. Their types are looked for when the first one is opened; all are closed with the monitors.
     * Offered to providers as a service.
     *
     * @return the registry
     */
    public ChardevRegistry devices() {
        return host.devices();
    }

    /**
     * Returns what {@code yank} can cut besides devices. Offered to providers as a service.
     *
     * @return the list
     */
    public YankInstances yankInstances() {
        return host.yanks();
    }

    /**
     * Returns the emitter of events.
     *
     * @return the emitter
     */
    public EventEmitter events() {
        return host.events();
    }

    /**
     * Returns the commands.
     *
     * @return a live view
     */
    public CommandCatalog commands() {
        return host.commands();
    }

    /**
     * Returns the scripted replies, which can be looked at and replaced.
     *
     * @return the replies; empty if there are none
     */
    public Optional<Replies> replies() {
        return host.replies();
    }

    /**
     * Replaces the policy, also for the sessions that there are: it decides on every request that has not begun to run.
     *
     * @param value the policy
     */
    public void policy(Policy value) {
        host.policy(value);
    }

    /** Returns the memory that waiting requests take, in bytes; for tests. */
    long waitingSize() {
        return host.waitingSize();
    }

    /**
     * Asks for the end, with the event {@code SHUTDOWN}: the running request is finished and answered, queued ones are
     * dropped, and {@link #run} returns. Later calls do nothing.
     *
     * @param cause why
     */
    public void requestShutdown(ShutdownCause cause) {
        host.shutdown().requestShutdown(cause);
    }

    /** Asks for the end without an event. Later calls do nothing. */
    public void stop() {
        host.shutdown().endQuietly();
    }

    /**
     * Waits until {@link #run} has finished.
     *
     * @param time how long at most
     * @return whether it has
     * @throws InterruptedException if the thread is interrupted
     */
    public boolean awaitEnd(Duration time) throws InterruptedException {
        return host.awaitEnd(time);
    }

    /**
     * Ends: closes all monitors and their devices, whether or not anything is running. After {@link #start} it does so as {@link #stop}
     * does, as far as {@link MonitorsBuilder#flushTime} allows; else at once. Waits for a thread that a handler keeps no longer than
     * {@link MonitorsBuilder#closeTime}; what is left of that thread's is closed when the handler returns.
     */
    @Override
    public void close() {
        host.close();
    }
}
