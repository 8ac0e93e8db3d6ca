package dev.qmp.monitor;

import dev.qmp.chardev.CharFeature;
import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.loop.LoopFailedException;
import dev.qmp.chardev.loop.LoopSettings;
import dev.qmp.chardev.registry.ChardevRegistry;
import dev.qmp.dispatch.CommandTable;
import dev.qmp.dispatch.Dispatcher;
import dev.qmp.dispatch.spi.CommandCatalog;
import dev.qmp.dispatch.spi.Dialect;
import dev.qmp.dispatch.spi.EventEmitter;
import dev.qmp.dispatch.spi.Lifecycle;
import dev.qmp.dispatch.spi.ProviderException;
import dev.qmp.dispatch.spi.ShutdownCause;
import dev.qmp.monitor.spi.MonitorLoops;
import dev.qmp.monitor.spi.YankInstances;
import dev.qmp.qapi.SchemaException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * All monitors of a host: their two threads, their commands, and their end.
 *
 * <pre>
 * try (Monitors monitors = Monitors.builder().build()) {
 *     Chardev device = monitors.devices().add(
 *             OptionString.parse("socket,id=m,path=/run/m.sock,server=on,wait=off", OptionTable.CHARDEV));
 *     monitors.add(device, MonitorOptions.DEFAULT);
 *     monitors.run();
 * }
 * </pre>
 *
 * <p>The I/O thread reads, parses and runs out-of-band commands for all monitors whose device can live there; it starts with
 * {@link #run}. The dispatcher is the thread that calls {@link #run}: it runs in-band commands, one at a time over all
 * monitors, and serves the devices that stay with it, such as a multiplexer, whose monitors offer no out-of-band execution.
 *
 * <p>What a handler, a listener, a device or a timer throws ends that one thing, as {@link MonitorsBuilder#errorHandler} hears.
 * If one of the two threads cannot go on, everything ends, and {@link #run} throws.
 *
 * <p>Thread: safe for use by any thread, but {@link #run} is called once and {@link #close} not from one of the two threads.
 */
public final class Monitors implements AutoCloseable {
    private final EventLoop ioLoop;
    private final EventLoop mainLoop;
    private final ChardevRegistry devices;
    private final EventBus events;
    private final Composition composition;
    private final MonitorHost host;
    private final Ending ending;
    private final Watchdog watchdog;
    private final YankInstances yanks = new YankInstances();
    private final Set<HostedMonitor> monitors = ConcurrentHashMap.newKeySet();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Duration closeTime;
    private volatile @Nullable LoopFailedException ioFailure;

    Monitors(MonitorsBuilder builder) {
        closeTime = builder.closeTime;
        LoopSettings settings = builder.loops.withSpinNanos(builder.spinNanos()).withErrorHandler(builder.errorHandler);
        ioLoop = EventLoop.create("qmp-io", settings.withSpinsOnDemand(true));
        mainLoop = EventLoop.create("qmp-main", settings);
        devices = builder.devices(mainLoop);
        events = new EventBus(builder.clock, ioLoop);
        InBandQueue queue = new InBandQueue(mainLoop, builder.inputBudget());
        watchdog = new Watchdog(builder.outOfBandLimit, builder.inBandLimit, mainLoop::report);
        Duration flushTime = builder.flushTime;
        ending = new Ending(
                events, () -> queue.stop(() -> Flush.thenStop(mainLoop, monitors, flushTime)), mainLoop::report);
        builder.shutdownActions.forEach(ending::onShutdown);
        MonitorLoops loops = new MonitorLoops(ioLoop, mainLoop);
        CommandTable.Builder table = CommandTable.builder(events)
                .service(Lifecycle.class, ending)
                .service(VersionInfo.class, builder.version)
                .service(ChardevRegistry.class, devices)
                .service(YankInstances.class, yanks)
                .service(MonitorLoops.class, loops);
        composition = new Composition(() -> compose(table, builder), builder.composeInBackground);
        host = new MonitorHost(builder.version, composition, queue, events, loops, watchdog);
    }

    private Composition.Parts compose(CommandTable.Builder table, MonitorsBuilder builder) {
        builder.commands.forEach(step -> step.accept(table));
        CommandTable commands = table.build();
        if (commands.schema().command(ControlProvider.NEGOTIATE).isEmpty()) {
            throw new ProviderException("the schema declares no command '" + ControlProvider.NEGOTIATE
                    + "', without which no client can negotiate; add the schema to the built-in one, or"
                    + " declare that command");
        }
        events.start(
                new EventContract(commands.schema(), builder.compatibility, builder.checkProviders),
                commands.eventLimits());
        Dispatcher dispatcher = Dispatcher.builder(commands)
                .compatibility(builder.compatibility)
                .checkResults(builder.checkProviders)
                .exceptionTexts(builder.exceptionTexts)
                .errorHandler(this::report)
                .build();
        return new Composition.Parts(commands, dispatcher);
    }

    /** Reports to the loop whose thread this is, because exhausted memory counts there. */
    private void report(String what, Throwable failure) {
        EventLoop here = EventLoop.current();
        (here == null ? mainLoop : here).report(what, failure);
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
     * Puts a monitor on a device and hears when a session is over. A listening device of many clients gets one for each of
     * them, with the same options.
     *
     * @param device a device that has no front end
     * @param options how the monitor behaves
     * @param sessionEnded run each time a session is over, in any thread
     * @return the monitor, or the one that stands for all of them
     * @throws dev.qmp.chardev.ChardevException if the device is in use, or cannot carry a stream
     */
    public Monitor add(Chardev device, MonitorOptions options, Runnable sessionEnded) {
        if (options.mode() == MonitorMode.CONTROL && device.has(CharFeature.DATAGRAM)) {
            throw new ChardevException("QMP needs a stream: device '" + device.id() + "' carries datagrams");
        }
        if (device.has(CharFeature.MULTI_CLIENT)) {
            ListeningMonitor monitor = new ListeningMonitor(
                    setup(device, options.mode() == MonitorMode.CONTROL ? ioLoop : mainLoop, options, sessionEnded),
                    (client, gone) -> prepare(client, options, gone));
            monitors.add(monitor);
            monitor.start();
            return monitor;
        }
        HostedMonitor monitor = prepare(device, options, sessionEnded);
        monitors.add(monitor);
        monitor.start();
        return monitor;
    }

    private HostedMonitor prepare(Chardev device, MonitorOptions options, Runnable sessionEnded) {
        if (options.mode() == MonitorMode.READLINE) {
            return HumanMonitor.of(setup(device, mainLoop, options, sessionEnded));
        }
        boolean inIoThread = device.has(CharFeature.GCONTEXT);
        if (!inIoThread && options.dialect() == Dialect.RFC) {
            throw new ChardevException("Device '" + device.id()
                    + "' stays with the dispatcher, so dialect 'rfc' cannot run out of band on it");
        }
        List<Capability> offered =
                inIoThread && options.dialect() == Dialect.MODERN ? List.of(Capability.OOB) : List.of();
        return new QmpMonitor(setup(device, inIoThread ? ioLoop : mainLoop, options, sessionEnded), offered);
    }

    private MonitorSetup setup(Chardev device, EventLoop loop, MonitorOptions options, Runnable sessionEnded) {
        return new MonitorSetup(host, device.attach(), loop, options, sessionEnded, monitors::remove);
    }

    /**
     * Serves until the end is asked for and everything due has been sent. The calling thread is the dispatcher meanwhile.
     *
     * @throws SchemaException as {@link MonitorsBuilder#build} would, if the commands were {@linkplain MonitorsBuilder#composeInBackground
     *     composed in the background}
     * @throws IllegalStateException likewise
     * @throws LoopFailedException if one of the two threads cannot go on; everything has ended then
     */
    public void run() {
        try {
            composition.await();
            ioLoop.termination().whenComplete((nothing, failure) -> ioEnded(failure));
            ioLoop.start();
            mainLoop.run();
        } finally {
            close();
            ended.countDown();
        }
        LoopFailedException failure = ioFailure;
        if (failure != null) {
            throw failure;
        }
    }

    private void ioEnded(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof LoopFailedException failed) {
            ioFailure = failed;
            stop();
        }
    }

    /**
     * Returns the dispatcher's loop, in which devices start and those stay that cannot be moved.
     *
     * @return the loop; it runs in {@link #run}
     */
    public EventLoop mainLoop() {
        return mainLoop;
    }

    /**
     * Returns the devices. Their types are looked for when the first one is opened; all are closed with the monitors.
     * Offered to providers as a service.
     *
     * @return the registry
     */
    public ChardevRegistry devices() {
        return devices;
    }

    /**
     * Returns what {@code yank} can cut besides devices. Offered to providers as a service.
     *
     * @return the list
     */
    public YankInstances yankInstances() {
        return yanks;
    }

    /**
     * Returns the way out for events.
     *
     * @return the emitter
     */
    public EventEmitter events() {
        return events;
    }

    /**
     * Returns the commands.
     *
     * @return a live view
     */
    public CommandCatalog commands() {
        return composition.await().commands();
    }

    /** Returns the queue, for tests. */
    InBandQueue queue() {
        return host.queue();
    }

    /**
     * Asks for the end, with the event {@code SHUTDOWN}: the running request is finished and answered, queued ones are
     * dropped, and {@link #run} returns. Later calls do nothing.
     *
     * @param cause why
     */
    public void requestShutdown(ShutdownCause cause) {
        ending.requestShutdown(cause);
    }

    /** Asks for the end without an event. Later calls do nothing. */
    public void stop() {
        ending.endQuietly();
    }

    /**
     * Waits until {@link #run} has finished.
     *
     * @param time how long at most
     * @return whether it has
     * @throws InterruptedException if the thread is interrupted
     */
    public boolean awaitEnd(Duration time) throws InterruptedException {
        return ended.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Ends at once: closes all monitors and their devices, whether or not anything is running. Waits for a thread that a handler
     * keeps no longer than {@link MonitorsBuilder#closeTime}; what is left of that thread's is closed when the handler returns.
     */
    @Override
    public void close() {
        long deadline = System.nanoTime() + closeTime.toNanos();
        stop();
        ioLoop.stop();
        boolean free = ioLoop.join(closeTime.toNanos()) && mainLoop.join(0);
        events.stop();
        watchdog.stop();
        if (free) {
            closeAll();
        } else {
            closeAllInTime(deadline);
        }
    }

    /** Closes everything in a thread of its own, because a loop that a handler keeps would keep this one, too. */
    private void closeAllInTime(long deadline) {
        Thread closer = new Thread(this::closeAll, "qmp-close");
        closer.setDaemon(true);
        try {
            closer.start();
        } catch (Throwable e) {
            report("no thread to close the monitors in", e);
            closeAll();
            return;
        }
        boolean interrupted = false;
        long left;
        while (closer.isAlive() && (left = deadline - System.nanoTime()) > 0) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(closer, left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (closer.isAlive()) {
            log().log(
                            Level.WARNING,
                            "a handler keeps its thread beyond the end; what the thread has is closed when the handler"
                                    + " returns");
        }
    }

    private void closeAll() {
        monitors.forEach(Monitor::close);
        monitors.clear();
        devices.close();
        ioLoop.close();
        mainLoop.close();
    }

    /** Returns the logger; asked for when there is something to say, because making it takes milliseconds at the start. */
    private static Logger log() {
        return System.getLogger(Monitors.class.getName());
    }
}
