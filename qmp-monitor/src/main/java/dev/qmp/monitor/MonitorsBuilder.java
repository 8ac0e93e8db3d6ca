package dev.qmp.monitor;

import dev.qmp.chardev.loop.ErrorHandler;
import dev.qmp.chardev.loop.LoopSettings;
import dev.qmp.chardev.registry.ChardevRegistryBuilder;
import dev.qmp.dispatch.CommandTable;
import dev.qmp.dispatch.spi.CommandProvider;
import dev.qmp.dispatch.spi.ProviderException;
import dev.qmp.monitor.internal.chardev.ChardevProvider;
import dev.qmp.monitor.internal.host.HostSettings;
import dev.qmp.monitor.internal.memory.MemoryProvider;
import dev.qmp.monitor.internal.standin.StandInProvider;
import dev.qmp.monitor.internal.yank.YankProvider;
import dev.qmp.monitor.journal.Journal;
import dev.qmp.monitor.metrics.Metrics;
import dev.qmp.monitor.proxy.Upstream;
import dev.qmp.monitor.rights.AuditRecord;
import dev.qmp.monitor.rights.Policy;
import dev.qmp.monitor.spi.EmulatedLevel;
import dev.qmp.monitor.spi.VersionInfo;
import dev.qmp.qapi.SchemaException;
import dev.qmp.qapi.validation.CompatPolicy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Configures {@link Monitors}.
 *
 * <p>Thread: confined to one thread.
 */
public final class MonitorsBuilder {
    private record Listening(String address, MonitorOptions options) {}

    private final HostSettings settings = new HostSettings();
    private final List<Listening> listening = new ArrayList<>();

    MonitorsBuilder() {}

    /**
     * Adds a provider of commands.
     *
     * @param provider the provider
     * @return this builder
     */
    public MonitorsBuilder provider(CommandProvider provider) {
        settings.commands.add(table -> table.provider(provider));
        return this;
    }

    /**
     * Adds the commands of character devices, such as {@code chardev-add}, {@code yank}, and {@code x-query-memory}; {@link #providersOf} adds them, too.
     *
     * @return this builder
     */
    public MonitorsBuilder deviceCommands() {
        return provider(new ChardevProvider()).provider(new YankProvider()).provider(new MemoryProvider());
    }

    /**
     * Adds the commands that steer a stand-in, such as {@code x-emit}: beside any schema, and not shown by introspection.
     *
     * @return this builder
     */
    public MonitorsBuilder standInCommands() {
        settings.commands.add(table -> table.beside(new StandInProvider()));
        return this;
    }

    /**
     * Adds {@code x-query-sessions} and {@code x-close-session}: beside any schema, and not shown by introspection. With an {@link #upstream}
     * they are there anyway.
     *
     * @return this builder
     */
    public MonitorsBuilder sessionCommands() {
        settings.sessionCommands = true;
        return this;
    }

    /**
     * Adds all providers of commands and all types of devices that ServiceLoader finds from a layer.
     *
     * @param layer the layer to search, with its parents
     * @return this builder
     */
    public MonitorsBuilder providersOf(ModuleLayer layer) {
        settings.commands.add(table -> table.providersOf(layer));
        settings.devices.add(registry -> registry.backendsOf(layer));
        return this;
    }

    /**
     * Adds all providers of commands and all types of devices that ServiceLoader finds through a class loader: those of the
     * class path, declared under {@code META-INF/services}, and those of the loader's modules.
     *
     * @param loader the loader to search, with its parents
     * @return this builder
     */
    public MonitorsBuilder providersOf(ClassLoader loader) {
        settings.commands.add(table -> table.providersOf(loader));
        settings.devices.add(registry -> registry.backendsOf(loader));
        return this;
    }

    /**
     * Configures the devices, such as by the services that their types need.
     *
     * @param step the configuration
     * @return this builder
     */
    public MonitorsBuilder devices(Consumer<ChardevRegistryBuilder> step) {
        settings.devices.add(step);
        return this;
    }

    /**
     * Offers a setting to the providers.
     *
     * @param key the setting's name
     * @param value its value
     * @return this builder
     */
    public MonitorsBuilder setting(String key, String value) {
        settings.commands.add(table -> table.setting(key, value));
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
    public <T> MonitorsBuilder service(Class<T> type, T service) {
        settings.commands.add(table -> table.service(type, service));
        return this;
    }

    /**
     * Sets who may do what. Without a policy everybody may do everything.
     *
     * @param value the policy; {@link Monitors#policy} replaces it later
     * @return this builder
     */
    public MonitorsBuilder policy(Policy value) {
        settings.policy = value;
        return this;
    }

    /**
     * Has every command recorded, whether it was run or refused, just before its reply leaves.
     *
     * @param taker takes the records, in the thread that answers; what it throws goes to {@link #errorHandler}. The slower it is, the later
     *     the replies
     * @return this builder
     */
    public MonitorsBuilder audit(Consumer<? super AuditRecord> taker) {
        settings.audit = taker;
        return this;
    }

    /**
     * Has another server run all commands: the monitors share its monitor, as a proxy. Their clients get its greeting and its events, and
     * negotiate for themselves; their requests go there in turn, and out-of-band ones at once. Commands of providers are not run then, and
     * human monitors have no commands of the server.
     *
     * <p>{@link #build} connects, and {@link Monitors#run} throws an {@link dev.qmp.monitor.proxy.UpstreamException} if the connection is
     * lost, unless the server had announced its end by the event {@code SHUTDOWN}.
     *
     * @param server the server
     * @return this builder
     */
    public MonitorsBuilder upstream(Upstream server) {
        settings.upstream = server;
        return this;
    }

    /**
     * Names commands of providers that are run here even with an {@link #upstream}, in band and out of band, instead of being sent there.
     *
     * @param commands names of commands
     * @return this builder
     */
    public MonitorsBuilder answerHere(String... commands) {
        settings.answeredHere.addAll(List.of(commands));
        return this;
    }

    /**
     * Has a QMP monitor listen, with the default options.
     *
     * @param address as in {@link Monitors#listen(String, MonitorOptions)}
     * @return this builder
     */
    public MonitorsBuilder listen(String address) {
        return listen(address, MonitorOptions.DEFAULT);
    }

    /**
     * Has a monitor listen.
     *
     * @param address as in {@link Monitors#listen(String, MonitorOptions)}
     * @param options how the monitor behaves
     * @return this builder
     */
    public MonitorsBuilder listen(String address, MonitorOptions options) {
        listening.add(new Listening(address, options));
        return this;
    }

    /**
     * Has requests, their times, and sessions of QMP monitors counted; by default nobody counts.
     *
     * @param metrics the figures
     * @return this builder
     */
    public MonitorsBuilder metrics(Metrics metrics) {
        settings.metrics = metrics;
        return this;
    }

    /**
     * Keeps a journal of all requests and replies of QMP monitors; none by default.
     *
     * @param journal the journal; whoever made it closes it
     * @return this builder
     */
    public MonitorsBuilder journal(Journal journal) {
        settings.journal = journal;
        return service(Journal.class, journal);
    }

    /**
     * Makes the QMP monitors speak as QEMU's guest agent does: no greeting, no negotiation, no events, lines that end with LF, and none
     * of the built-in commands. The reply of a command {@code guest-sync-delimited} begins with the byte FF.
     *
     * <p>Specification: {@code qmp-agent-shell}, {@code qmp-agent-lf}, {@code qmp-agent-sync}.
     *
     * @return this builder
     */
    public MonitorsBuilder agent() {
        settings.agent = true;
        return this;
    }

    /**
     * Sets which release of QEMU the built-in commands and the devices are like; 10.0 by default.
     *
     * @param emulated the release
     * @return this builder
     */
    public MonitorsBuilder level(EmulatedLevel emulated) {
        settings.level = emulated;
        return this;
    }

    /**
     * Sets the version that greetings report; that of the {@linkplain #level level} by default.
     *
     * @param reported the version
     * @return this builder
     */
    public MonitorsBuilder version(VersionInfo reported) {
        settings.version = reported;
        return this;
    }

    /**
     * Configures the command table beyond what this builder has shortcuts for, such as its schemas.
     *
     * @param step the configuration
     * @return this builder
     */
    public MonitorsBuilder commands(Consumer<CommandTable.Builder> step) {
        settings.commands.add(step);
        return this;
    }

    /**
     * Checks what providers return and emit against the schema: an error is answered, or an event left out, instead of
     * what the schema does not allow, with a log line. Off by default.
     *
     * @param checked whether to check
     * @return this builder
     */
    public MonitorsBuilder checkProviders(boolean checked) {
        settings.checkProviders = checked;
        return this;
    }

    /**
     * Sets what becomes of deprecated and unstable commands and arguments.
     *
     * @param policy the policy
     * @return this builder
     */
    public MonitorsBuilder compatibility(CompatPolicy policy) {
        settings.compatibility = policy;
        return this;
    }

    /**
     * Sets what tells whether the machine is still to be made; until then only commands with {@code allow-preconfig} run. By
     * default it is there from the start. Specification: {@code qmp-preconfig}.
     *
     * @param missing returns true until the machine is made; called by the threads that run commands
     * @return this builder
     */
    public MonitorsBuilder machineMissing(BooleanSupplier missing) {
        settings.machineMissing = missing;
        return this;
    }

    /**
     * Sets the clock that stamps events.
     *
     * @param source the clock
     * @return this builder
     */
    public MonitorsBuilder clock(InstantSource source) {
        settings.clock = source;
        return this;
    }

    /**
     * Sets what takes contained failures, such as those of tasks, timers, devices, listeners and handlers; the log by default.
     *
     * @param handler called by the thread that met the failure
     * @return this builder
     */
    public MonitorsBuilder errorHandler(ErrorHandler handler) {
        settings.errorHandler = handler;
        return this;
    }

    /**
     * Sets whether the answer to a request whose handler failed unexpectedly has the exception's text, besides the reference
     * that the error handler is given; off by default, because the text may hold what a peer must not see.
     *
     * @param sent whether peers get the text
     * @return this builder
     */
    public MonitorsBuilder exceptionTexts(boolean sent) {
        settings.exceptionTexts = sent;
        return this;
    }

    /**
     * Sets how long {@link Monitors#close} waits for a thread that a handler keeps; one second by default. What is left then
     * ends when the handler returns.
     *
     * @param time not negative
     * @return this builder
     */
    public MonitorsBuilder closeTime(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("negative time: " + time);
        }
        settings.closeTime = time;
        return this;
    }

    /**
     * Registers work to do when the end is asked for, in whatever way, before that of the providers: as {@link
     * dev.qmp.dispatch.spi.Lifecycle#onShutdown}.
     *
     * @param action the work; it must not block
     * @return this builder
     */
    public MonitorsBuilder onShutdown(Runnable action) {
        settings.shutdownActions.add(action);
        return this;
    }

    /**
     * Sets how long the end waits for peers to read what was sent to them; one second by default.
     *
     * @param time not negative
     * @return this builder
     */
    public MonitorsBuilder flushTime(Duration time) {
        settings.flushTime = time;
        return this;
    }

    /**
     * Composes the commands in a thread of its own, while devices are opened: a greeting goes out sooner, and requests
     * wait. What {@link #build} would throw comes from {@link Monitors#run} then, so this is for providers whose
     * schemas are known to be sound. Off by default.
     *
     * @param background whether to
     * @return this builder
     */
    public MonitorsBuilder composeInBackground(boolean background) {
        settings.composeInBackground = background;
        return this;
    }

    /**
     * Sets how much memory requests that wait to be executed may take, over all monitors. While they take it all, monitors
     * that have a request waiting are not read. A quarter of the largest heap by default.
     *
     * @param bytes the memory of their values, as the parser estimates it; more than 0
     * @return this builder
     */
    public MonitorsBuilder inputBudget(long bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("input budget " + bytes);
        }
        settings.inputBudget = bytes;
        return this;
    }

    /**
     * Sets how much memory all peers together may make the process take: incomplete messages, requests that wait, output that is
     * not read, and what connections keep. When it is exceeded, the session that takes the most is closed, with a warning. Half of
     * the largest heap by default. Specification: {@code qmp-memory}.
     *
     * @param bytes as estimated by whoever keeps it; more than 0
     * @return this builder
     */
    public MonitorsBuilder memoryBudget(long bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("memory budget " + bytes);
        }
        settings.memoryBudget = bytes;
        return this;
    }

    /**
     * Sets how long something may keep one of the two threads before a warning names it, with its command, id and place;
     * 100 ms and 10 s by default.
     *
     * @param outOfBand for out-of-band commands and listeners, which keep the I/O thread from all monitors; zero disables the warning
     * @param inBand for in-band commands, also those that complete later; zero disables the warning
     * @return this builder
     */
    public MonitorsBuilder slowCommandThresholds(Duration outOfBand, Duration inBand) {
        if (outOfBand.isNegative() || inBand.isNegative()) {
            throw new IllegalArgumentException("negative limit: " + outOfBand + ", " + inBand);
        }
        settings.outOfBandThreshold = outOfBand;
        settings.inBandThreshold = inBand;
        return this;
    }

    /**
     * Has the monitors run in threads that others use, too, instead of two of their own. Clients of a {@link #listen listening device} are
     * served as soon as it is open. The settings of loops, spinning, slow commands and the memory of all peers are then those of the
     * threads.
     *
     * @param shared the threads, which outlast the monitors
     * @return this builder
     */
    public MonitorsBuilder threads(MonitorThreads shared) {
        settings.threads = shared.threads();
        return this;
    }

    /**
     * Sets how the two loops run, and with it the clock of the events' rate limits.
     *
     * @param value the settings; the spin is that of {@link #spin}, the error handler that of {@link #errorHandler}
     * @return this builder
     */
    public MonitorsBuilder loops(LoopSettings value) {
        settings.loops = value;
        return this;
    }

    /**
     * Sets how long the dispatcher looks for the next request before it sleeps, and the I/O thread after an out-of-band
     * one, while requests come in quick succession;
     * zero by default: it sleeps at once. A few tens of microseconds save the time to wake a thread, for a request at a
     * time the larger part of the answer, and keep a processor busy between such requests. Without effect where there is
     * only one processor.
     *
     * @param time not negative
     * @return this builder
     */
    public MonitorsBuilder spin(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("negative time to spin: " + time);
        }
        settings.spin = time;
        return this;
    }

    /**
     * Compiles the schemas and binds the handlers; no other thread is started yet.
     *
     * @return the monitors, none yet
     * @throws SchemaException if a schema is bad or two providers declare the same name
     * @throws dev.qmp.dispatch.spi.ProviderException if a handler is missing or bound to no command
     * @throws dev.qmp.monitor.proxy.UpstreamException if the server of {@link #upstream} cannot be reached
     */
    public Monitors build() {
        Monitors monitors = new Monitors(settings);
        try {
            listening.forEach(one -> monitors.listen(one.address(), one.options()));
            return monitors;
        } catch (Throwable e) {
            monitors.close();
            throw e;
        }
    }

    /**
     * Builds and serves, in a thread of its own.
     *
     * @return the monitors, to which clients can connect now; to be closed, unless a client ends them by {@code quit}
     * @throws SchemaException as {@link #build} does
     * @throws ProviderException as {@link #build} does
     * @throws dev.qmp.chardev.ChardevException as {@link #build} does
     * @throws IllegalArgumentException as {@link #build} does
     */
    public Monitors start() {
        return build().start();
    }
}
