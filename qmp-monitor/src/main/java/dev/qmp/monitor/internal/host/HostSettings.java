package dev.qmp.monitor.internal.host;

import dev.qmp.chardev.loop.ErrorHandler;
import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.loop.LoopSettings;
import dev.qmp.chardev.registry.ChardevRegistry;
import dev.qmp.chardev.registry.ChardevRegistryBuilder;
import dev.qmp.chardev.spi.MemoryBudget;
import dev.qmp.dispatch.CommandTable;
import dev.qmp.monitor.journal.Journal;
import dev.qmp.monitor.metrics.Metrics;
import dev.qmp.monitor.proxy.Upstream;
import dev.qmp.monitor.rights.AuditRecord;
import dev.qmp.monitor.rights.Policy;
import dev.qmp.monitor.spi.EmulatedLevel;
import dev.qmp.monitor.spi.VersionInfo;
import dev.qmp.qapi.validation.CompatPolicy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a host is to be like, as its builder collects it.
 *
 * <p>Thread: confined to one thread, and left unchanged once a host is made.
 */
public final class HostSettings {
    /** Steps that fill the command table. */
    public final List<Consumer<CommandTable.Builder>> commands = new ArrayList<>();
    /** Steps that configure the devices. */
    public final List<Consumer<ChardevRegistryBuilder>> devices = new ArrayList<>();
    /** Work to do when the end is asked for. */
    public final List<Runnable> shutdownActions = new ArrayList<>();
    /** What requests and replies are noted in; null: nothing. */
    public @Nullable Journal journal;
    /** Counts requests and sessions; null: nobody does. */
    public @Nullable Metrics metrics;
    /** Whether monitors behave as guest agents do, without the commands of the protocol. */
    public boolean agent;
    /** Which release of QEMU the commands and devices are like. */
    public EmulatedLevel level = EmulatedLevel.V10_0;
    /** What greetings report; null for the version of the level. */
    public @Nullable VersionInfo version;
    /** Stamps events. */
    public InstantSource clock = InstantSource.system();
    /** What becomes of what is deprecated or unstable. */
    public CompatPolicy compatibility = CompatPolicy.ACCEPT;

    public @Nullable BooleanSupplier machineMissing;
    /** Takes contained failures. */
    public ErrorHandler errorHandler = ErrorHandler.LOGGING;
    /** Whether replies contain the texts of exceptions. */
    public boolean exceptionTexts;
    /** Whether results and events are checked. */
    public boolean checkProviders;
    /** Whether the commands are composed in a thread of their own. */
    public boolean composeInBackground;
    /** The threads that several hosts share; null for threads of its own. */
    public @Nullable HostThreads threads;
    /** How long the end waits for peers to read. */
    public Duration flushTime = Duration.ofSeconds(1);
    /** How long closing waits for a thread that a handler keeps. */
    public Duration closeTime = Duration.ofSeconds(1);
    /** How the two loops run, but for their spin and error handler. */
    public LoopSettings loops = LoopSettings.DEFAULT;
    /** How long a loop looks for work before it sleeps. */
    public Duration spin = Duration.ZERO;
    /** How long something may keep the I/O thread before the log names it; zero disables the warning. */
    public Duration outOfBandThreshold = Duration.ofMillis(100);
    /** How long an in-band command may take before the log names it; zero disables the warning. */
    public Duration inBandThreshold = Duration.ofSeconds(10);
    /** How many bytes may wait to be executed; 0 for a quarter of the largest heap. */
    public long inputBudget;
    /** How much memory all peers together may make the process take, in bytes; 0 for half of the largest heap. */
    public long memoryBudget;

    /** The server that runs the commands instead of this process, or null. */
    public @Nullable Upstream upstream;

    /** Whether clients can ask for the sessions. */
    public boolean sessionCommands;

    /** Commands that are run here all the same. */
    public final Set<String> answeredHere = new HashSet<>(SessionCommands.NAMES);

    /** Who may do what, or null. */
    public @Nullable Policy policy;

    /** Takes every command just before its reply leaves, or null. */
    public @Nullable Consumer<? super AuditRecord> audit;

    /** Makes the default settings. */
    public HostSettings() {}

    VersionInfo effectiveVersion() {
        return version == null ? level.version() : version;
    }

    long effectiveInputBudget() {
        return inputBudget > 0 ? inputBudget : Runtime.getRuntime().maxMemory() / 4;
    }

    MemoryBudget newMemoryBudget() {
        return new MemoryBudget(
                memoryBudget > 0 ? memoryBudget : Runtime.getRuntime().maxMemory() / 2);
    }

    LoopSettings effectiveLoops() {
        return loops.withSpinNanos(spin.toNanos()).withErrorHandler(errorHandler);
    }

    HostThreads effectiveThreads() {
        return threads == null ? HostThreads.of(this) : threads;
    }

    ChardevRegistry openRegistry(EventLoop mainLoop, MemoryBudget memory) {
        ChardevRegistryBuilder registry =
                ChardevRegistry.builder(mainLoop).level(level.devices()).service(MemoryBudget.class, memory);
        devices.forEach(step -> step.accept(registry));
        return registry.load();
    }
}
