package dev.qmp.monitor;

import dev.qmp.chardev.CharFeature;
import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.ChardevRegistry;
import dev.qmp.chardev.EventLoop;
import dev.qmp.chardev.LoopSettings;
import dev.qmp.dispatch.CommandCatalog;
import dev.qmp.dispatch.CommandProvider;
import dev.qmp.dispatch.CommandTable;
import dev.qmp.dispatch.Dialect;
import dev.qmp.dispatch.Dispatcher;
import dev.qmp.dispatch.EventEmitter;
import dev.qmp.dispatch.Lifecycle;
import dev.qmp.dispatch.ShutdownCause;
import dev.qmp.qapi.CompatPolicy;
import dev.qmp.qapi.SchemaException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

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
    private final Duration flushTime;
    private final YankInstances yanks = new YankInstances();
    private final Set<HostedMonitor> monitors = ConcurrentHashMap.newKeySet();
    private final CountDownLatch ended = new CountDownLatch(1);

    private Monitors(Builder builder) {
        ioLoop = EventLoop.create("qmp-io", builder.loops);
        mainLoop = EventLoop.create("qmp-main", builder.loops.withSpinNanos(builder.spinNanos()));
        devices = builder.devices(mainLoop);
        events = new EventBus(builder.clock, ioLoop);
        InBandQueue queue = new InBandQueue(
                mainLoop,
                builder.inputBudget > 0
                        ? builder.inputBudget
                        : Runtime.getRuntime().maxMemory() / 4);
        watchdog = new Watchdog(builder.outOfBandLimit, builder.inBandLimit);
        ending = new Ending(events, () -> queue.stop(mainLoop::stop));
        CommandTable.Builder table = CommandTable.builder(events)
                .service(Lifecycle.class, ending)
                .service(VersionInfo.class, builder.version)
                .service(ChardevRegistry.class, devices)
                .service(YankInstances.class, yanks)
                .service(MonitorLoops.class, new MonitorLoops(ioLoop, mainLoop));
        composition = new Composition(() -> compose(table, builder), builder.composeInBackground);
        host = new MonitorHost(builder.version, composition, queue, events, watchdog);
        flushTime = builder.flushTime;
    }

    private Composition.Parts compose(CommandTable.Builder table, Builder builder) {
        builder.commands.forEach(step -> step.accept(table));
        CommandTable commands = table.build();
        if (commands.schema().command(ControlProvider.NEGOTIATE).isEmpty()) {
            throw new IllegalStateException(
                    "the schema declares no command '" + ControlProvider.NEGOTIATE
                            + "', without which no client can negotiate; add the schema to the built-in one, or declare that command");
        }
        events.start(
                new EventContract(commands.schema(), builder.compatibility, builder.checkProviders),
                commands.eventLimits());
        return new Composition.Parts(commands, new Dispatcher(commands, builder.compatibility, builder.checkProviders));
    }

    /**
     * Starts a configuration.
     *
     * @return a builder that reports the emulated version and has the commands of the protocol itself
     */
    public static Builder builder() {
        return new Builder();
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
                    device.attach(),
                    options.mode() == MonitorMode.CONTROL ? ioLoop : mainLoop,
                    options,
                    (client, gone) -> prepare(client, options, () -> {
                        gone.run();
                        sessionEnded.run();
                    }),
                    monitors::remove);
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
            return new HumanMonitor(host, device.attach(), mainLoop, options, sessionEnded, monitors::remove);
        }
        boolean inIoThread = device.has(CharFeature.GCONTEXT);
        if (!inIoThread && options.dialect() == Dialect.RFC) {
            throw new ChardevException("Device '" + device.id()
                    + "' stays with the dispatcher, so dialect 'rfc' cannot run out of band on it");
        }
        List<Capability> offered =
                inIoThread && options.dialect() == Dialect.MODERN ? List.of(Capability.OOB) : List.of();
        return new QmpMonitor(
                host,
                device.attach(),
                inIoThread ? ioLoop : mainLoop,
                options,
                offered,
                sessionEnded,
                monitors::remove);
    }

    /**
     * Serves until the end is asked for and everything due has been sent. The calling thread is the dispatcher meanwhile.
     *
     * @throws SchemaException as {@link Builder#build} would, if the commands were {@linkplain Builder#composeInBackground
     *     composed in the background}
     * @throws IllegalStateException likewise
     */
    public void run() {
        composition.await();
        ioLoop.start();
        try {
            mainLoop.run();
        } finally {
            finish();
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

    /** Ends at once: closes all monitors and their devices, whether or not anything is running. */
    @Override
    public void close() {
        stop();
        ioLoop.stop();
        ioLoop.join();
        watchdog.stop();
        monitors.forEach(Monitor::close);
        monitors.clear();
        devices.close();
    }

    private void finish() {
        try {
            long deadline = System.nanoTime() + flushTime.toNanos();
            for (QmpSession session : events.sessions()) {
                session.awaitDrained(deadline);
            }
            for (HostedMonitor monitor : monitors) {
                monitor.awaitDrained(deadline);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
        ended.countDown();
    }

    /**
     * Configures {@link Monitors}.
     *
     * <p>Thread: confined to one thread.
     */
    public static final class Builder {
        private final List<Consumer<CommandTable.Builder>> commands = new ArrayList<>();
        private final List<Consumer<ChardevRegistry.Builder>> devices = new ArrayList<>();
        private VersionInfo version = VersionInfo.EMULATED;
        private InstantSource clock = InstantSource.system();
        private Duration flushTime = Duration.ofSeconds(1);
        private CompatPolicy compatibility = CompatPolicy.ACCEPT;
        private boolean checkProviders;
        private boolean composeInBackground;
        private LoopSettings loops = LoopSettings.DEFAULT;
        private long inputBudget;
        private Duration spin = Duration.ZERO;
        private Duration outOfBandLimit = Duration.ofMillis(100);
        private Duration inBandLimit = Duration.ofSeconds(10);

        private Builder() {
            provider(new ControlProvider());
        }

        /**
         * Adds a provider of commands.
         *
         * @param provider the provider
         * @return this builder
         */
        public Builder provider(CommandProvider provider) {
            commands.add(table -> table.provider(provider));
            return this;
        }

        /**
         * Adds all providers of commands and all types of devices that ServiceLoader finds from a layer.
         *
         * @param layer the layer to search, with its parents
         * @return this builder
         */
        public Builder providersOf(ModuleLayer layer) {
            commands.add(table -> table.providersOf(layer));
            devices.add(registry -> registry.backendsOf(layer));
            return this;
        }

        /**
         * Adds all providers of commands and all types of devices that ServiceLoader finds through a class loader: those of the
         * class path, declared under {@code META-INF/services}, and those of the loader's modules.
         *
         * @param loader the loader to search, with its parents
         * @return this builder
         */
        public Builder providersOf(ClassLoader loader) {
            commands.add(table -> table.providersOf(loader));
            devices.add(registry -> registry.backendsOf(loader));
            return this;
        }

        /**
         * Configures the devices, such as by the services that their types need.
         *
         * @param step the configuration
         * @return this builder
         */
        public Builder devices(Consumer<ChardevRegistry.Builder> step) {
            devices.add(step);
            return this;
        }

        /**
         * Offers a setting to the providers.
         *
         * @param key the setting's name
         * @param value its value
         * @return this builder
         */
        public Builder setting(String key, String value) {
            commands.add(table -> table.setting(key, value));
            return this;
        }

        /**
         * Offers an object to the providers.
         *
         * @param type what it is offered as
         * @param service the object
         * @param <T> the type
         * @return this builder
         */
        public <T> Builder service(Class<T> type, T service) {
            commands.add(table -> table.service(type, service));
            return this;
        }

        /**
         * Sets the version that greetings report.
         *
         * @param reported the version
         * @return this builder
         */
        public Builder version(VersionInfo reported) {
            version = reported;
            return this;
        }

        /**
         * Configures the command table beyond what this builder has shortcuts for, such as its schemas.
         *
         * @param step the configuration
         * @return this builder
         */
        public Builder commands(Consumer<CommandTable.Builder> step) {
            commands.add(step);
            return this;
        }

        /**
         * Checks what providers return and emit against the schema: an error is answered, or an event left out, instead of
         * what the schema does not allow, with a log line. Off by default.
         *
         * @param checked whether to check
         * @return this builder
         */
        public Builder checkProviders(boolean checked) {
            checkProviders = checked;
            return this;
        }

        /**
         * Sets what becomes of deprecated and unstable commands and arguments.
         *
         * @param policy the policy
         * @return this builder
         */
        public Builder compatibility(CompatPolicy policy) {
            compatibility = policy;
            return this;
        }

        /**
         * Sets the clock that stamps events.
         *
         * @param source the clock
         * @return this builder
         */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /**
         * Sets how long the end waits for peers to read what was sent to them; one second by default.
         *
         * @param time not negative
         * @return this builder
         */
        public Builder flushTime(Duration time) {
            flushTime = time;
            return this;
        }

        private ChardevRegistry devices(EventLoop mainLoop) {
            ChardevRegistry.Builder registry = ChardevRegistry.builder(mainLoop);
            devices.forEach(step -> step.accept(registry));
            return registry.load();
        }

        /**
         * Composes the commands in a thread of its own, while devices are opened: a greeting goes out sooner, and requests
         * wait. What {@link #build} would throw comes from {@link Monitors#run} then, so this is for providers whose
         * schemas are known to be sound. Off by default.
         *
         * @param background whether to
         * @return this builder
         */
        public Builder composeInBackground(boolean background) {
            composeInBackground = background;
            return this;
        }

        /**
         * Sets how much memory requests that wait to be executed may take, over all monitors. While they take it all, monitors
         * that have a request waiting are not read. A quarter of the largest heap by default.
         *
         * @param bytes the memory of their values, as the parser estimates it; more than 0
         * @return this builder
         */
        public Builder inputBudget(long bytes) {
            if (bytes <= 0) {
                throw new IllegalArgumentException("input budget " + bytes);
            }
            inputBudget = bytes;
            return this;
        }

        /**
         * Sets how long something may keep one of the two threads before a warning names it, with its command, id and place;
         * 100 ms and 10 s by default.
         *
         * @param outOfBand for out-of-band commands and listeners, which keep the I/O thread from all monitors; zero: for ever
         * @param inBand for commands in band, those that complete later too; zero: for ever
         * @return this builder
         */
        public Builder slowness(Duration outOfBand, Duration inBand) {
            if (outOfBand.isNegative() || inBand.isNegative()) {
                throw new IllegalArgumentException("negative limit: " + outOfBand + ", " + inBand);
            }
            outOfBandLimit = outOfBand;
            inBandLimit = inBand;
            return this;
        }

        /**
         * Sets how the two loops run, and with it the clock of the events' rate limits.
         *
         * @param settings the settings; the dispatcher's spin is that of {@link #spin}
         * @return this builder
         */
        public Builder loops(LoopSettings settings) {
            loops = settings;
            return this;
        }

        /**
         * Sets how long the dispatcher looks for the next request before it sleeps, while requests come in quick succession;
         * zero by default: it sleeps at once. A few tens of microseconds save the time to wake a thread, for a request at a
         * time the larger part of the answer, and keep a processor busy between such requests. Without effect where there is
         * only one processor.
         *
         * @param time not negative
         * @return this builder
         */
        public Builder spin(Duration time) {
            if (time.isNegative()) {
                throw new IllegalArgumentException("negative time to spin: " + time);
            }
            spin = time;
            return this;
        }

        private long spinNanos() {
            return Runtime.getRuntime().availableProcessors() > 1 ? spin.toNanos() : 0;
        }

        /**
         * Compiles the schemas and binds the handlers; no other thread is started yet.
         *
         * @return the monitors, none yet
         * @throws SchemaException if a schema is bad or two providers declare the same name
         * @throws IllegalStateException if a handler is missing or bound to nothing
         */
        public Monitors build() {
            return new Monitors(this);
        }
    }
}
