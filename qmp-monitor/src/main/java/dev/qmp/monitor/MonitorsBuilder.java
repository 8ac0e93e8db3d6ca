package dev.qmp.monitor;

import dev.qmp.chardev.loop.ErrorHandler;
import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.loop.LoopSettings;
import dev.qmp.chardev.registry.ChardevRegistry;
import dev.qmp.chardev.registry.ChardevRegistryBuilder;
import dev.qmp.dispatch.CommandTable;
import dev.qmp.dispatch.spi.CommandProvider;
import dev.qmp.qapi.SchemaException;
import dev.qmp.qapi.validation.CompatPolicy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Configures {@link Monitors}.
 *
 * <p>Thread: confined to one thread.
 */
public final class MonitorsBuilder {
    final List<Consumer<CommandTable.Builder>> commands = new ArrayList<>();
    final List<Runnable> shutdownActions = new ArrayList<>();
    private final List<Consumer<ChardevRegistryBuilder>> devices = new ArrayList<>();
    VersionInfo version = VersionInfo.EMULATED;
    InstantSource clock = InstantSource.system();
    Duration flushTime = Duration.ofSeconds(1);
    CompatPolicy compatibility = CompatPolicy.ACCEPT;
    ErrorHandler errorHandler = ErrorHandler.LOGGING;
    boolean exceptionTexts;
    Duration closeTime = Duration.ofSeconds(1);
    boolean checkProviders;
    boolean composeInBackground;
    LoopSettings loops = LoopSettings.DEFAULT;
    private long inputBudget;
    private Duration spin = Duration.ZERO;
    Duration outOfBandLimit = Duration.ofMillis(100);
    Duration inBandLimit = Duration.ofSeconds(10);

    MonitorsBuilder() {
        provider(new ControlProvider());
    }

    /**
     * Adds a provider of commands.
     *
     * @param provider the provider
     * @return this builder
     */
    public MonitorsBuilder provider(CommandProvider provider) {
        commands.add(table -> table.provider(provider));
        return this;
    }

    /**
     * Adds all providers of commands and all types of devices that ServiceLoader finds from a layer.
     *
     * @param layer the layer to search, with its parents
     * @return this builder
     */
    public MonitorsBuilder providersOf(ModuleLayer layer) {
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
    public MonitorsBuilder providersOf(ClassLoader loader) {
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
    public MonitorsBuilder devices(Consumer<ChardevRegistryBuilder> step) {
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
    public MonitorsBuilder setting(String key, String value) {
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
    public <T> MonitorsBuilder service(Class<T> type, T service) {
        commands.add(table -> table.service(type, service));
        return this;
    }

    /**
     * Sets the version that greetings report.
     *
     * @param reported the version
     * @return this builder
     */
    public MonitorsBuilder version(VersionInfo reported) {
        version = reported;
        return this;
    }

    /**
     * Configures the command table beyond what this builder has shortcuts for, such as its schemas.
     *
     * @param step the configuration
     * @return this builder
     */
    public MonitorsBuilder commands(Consumer<CommandTable.Builder> step) {
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
    public MonitorsBuilder checkProviders(boolean checked) {
        checkProviders = checked;
        return this;
    }

    /**
     * Sets what becomes of deprecated and unstable commands and arguments.
     *
     * @param policy the policy
     * @return this builder
     */
    public MonitorsBuilder compatibility(CompatPolicy policy) {
        compatibility = policy;
        return this;
    }

    /**
     * Sets the clock that stamps events.
     *
     * @param source the clock
     * @return this builder
     */
    public MonitorsBuilder clock(InstantSource source) {
        clock = source;
        return this;
    }

    /**
     * Sets who hears of the failures that are contained, such as those of tasks, timers, devices, listeners and handlers; the
     * log by default.
     *
     * @param handler called by the thread that met the failure
     * @return this builder
     */
    public MonitorsBuilder errorHandler(ErrorHandler handler) {
        errorHandler = handler;
        return this;
    }

    /**
     * Sets whether the answer to a request whose handler failed unexpectedly has the exception's text, besides the reference
     * that the error handler is given; off by default, because the text may hold what a peer must not see.
     *
     * @param told whether peers are told
     * @return this builder
     */
    public MonitorsBuilder exceptionTexts(boolean told) {
        exceptionTexts = told;
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
        closeTime = time;
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
        shutdownActions.add(action);
        return this;
    }

    /**
     * Sets how long the end waits for peers to read what was sent to them; one second by default.
     *
     * @param time not negative
     * @return this builder
     */
    public MonitorsBuilder flushTime(Duration time) {
        flushTime = time;
        return this;
    }

    ChardevRegistry devices(EventLoop mainLoop) {
        ChardevRegistryBuilder registry = ChardevRegistry.builder(mainLoop);
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
    public MonitorsBuilder composeInBackground(boolean background) {
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
    public MonitorsBuilder inputBudget(long bytes) {
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
    public MonitorsBuilder slowness(Duration outOfBand, Duration inBand) {
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
     * @param settings the settings; the spin is that of {@link #spin}, the error handler that of {@link #errorHandler}
     * @return this builder
     */
    public MonitorsBuilder loops(LoopSettings settings) {
        loops = settings;
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
        spin = time;
        return this;
    }

    long inputBudget() {
        return inputBudget > 0 ? inputBudget : Runtime.getRuntime().maxMemory() / 4;
    }

    long spinNanos() {
        return Runtime.getRuntime().availableProcessors() > 1 ? spin.toNanos() : 0;
    }

    /**
     * Compiles the schemas and binds the handlers; no other thread is started yet.
     *
     * @return the monitors, none yet
     * @throws SchemaException if a schema is bad or two providers declare the same name
     * @throws dev.qmp.dispatch.spi.ProviderException if a handler is missing or bound to no command
     */
    public Monitors build() {
        return new Monitors(this);
    }
}
