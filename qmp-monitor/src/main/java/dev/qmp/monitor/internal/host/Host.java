package dev.qmp.monitor.internal.host;

import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.loop.LoopFailedException;
import dev.qmp.chardev.registry.ChardevRegistry;
import dev.qmp.chardev.spi.MemoryBudget;
import dev.qmp.dispatch.CommandTable;
import dev.qmp.dispatch.spi.CommandCatalog;
import dev.qmp.dispatch.spi.EventEmitter;
import dev.qmp.dispatch.spi.Lifecycle;
import dev.qmp.monitor.internal.event.EventBus;
import dev.qmp.monitor.internal.lifecycle.Composition;
import dev.qmp.monitor.internal.lifecycle.OutputDrain;
import dev.qmp.monitor.internal.lifecycle.ShutdownSequence;
import dev.qmp.monitor.internal.lifecycle.TimedClose;
import dev.qmp.monitor.internal.proxy.UpstreamLink;
import dev.qmp.monitor.internal.queue.InBandQueue;
import dev.qmp.monitor.internal.rights.RightsInForce;
import dev.qmp.monitor.internal.session.MonitorHost;
import dev.qmp.monitor.proxy.UpstreamException;
import dev.qmp.monitor.rights.Policy;
import dev.qmp.monitor.spi.EmulatedLevel;
import dev.qmp.monitor.spi.MonitorLoops;
import dev.qmp.monitor.spi.VersionInfo;
import dev.qmp.monitor.spi.YankInstances;
import dev.qmp.qapi.replies.Replies;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A host of monitors: its two threads, what they share, and how they end.
 *
 * <p>Thread: safe for use by any thread, but one of {@link #run}, {@link #start} and {@link #serve} is called, once, and {@link #close} not
 * from one of the two threads.
 */
public final class Host {
    private final HostThreads threads;
    private final EventLoop ioLoop;
    private final EventLoop mainLoop;
    private final ChardevRegistry devices;
    private final EventBus events;
    private final Composition composition;
    private final InBandQueue queue;
    private final MonitorRegistry monitors;
    private final ShutdownSequence shutdown;
    private final @Nullable UpstreamLink upstream;
    private final RightsInForce rights;
    private final YankInstances yanks = new YankInstances();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final AtomicBoolean ending = new AtomicBoolean();
    private final Runnable threadFailed;
    private final Duration flushTime;
    private final Duration closeTime;
    private volatile @Nullable Thread dispatcher; // if start made it
    private volatile boolean serving; // in shared threads
    private volatile @Nullable LoopFailedException ioFailure;

    /** Makes a host without monitors, and its commands; no other thread is started yet. */
    public Host(HostSettings settings) {
        flushTime = settings.flushTime;
        closeTime = settings.closeTime;
        threads = settings.effectiveThreads();
        MonitorLoops loops = threads.loops();
        ioLoop = loops.io();
        mainLoop = loops.main();
        MemoryBudget memory = threads.memory();
        devices = settings.openRegistry(mainLoop, memory);
        events = new EventBus(settings.clock, ioLoop);
        boolean forwards = settings.upstream != null;
        queue = forwards
                ? new InBandQueue(ioLoop, settings.effectiveInputBudget(), UpstreamLink.QUANTUM)
                : new InBandQueue(mainLoop, settings.effectiveInputBudget());
        threadFailed = this::threadFailed;
        shutdown = new ShutdownSequence(events, () -> queue.stop(this::idle), mainLoop::report);
        settings.shutdownActions.forEach(shutdown::onShutdown);
        upstream = settings.upstream == null
                ? null
                : new UpstreamLink(
                        settings.upstream,
                        Set.copyOf(settings.answeredHere),
                        ioLoop,
                        events,
                        memory,
                        settings.metrics,
                        shutdown::endQuietly);
        rights = new RightsInForce(settings.policy, settings.audit);
        CommandTable.Builder table = CommandTable.builder(events);
        composition = new Composition(() -> HostCommands.compose(settings, table, events, this::report));
        monitors = new MonitorRegistry(new MonitorHost(
                settings.agent,
                settings.effectiveVersion(),
                composition,
                queue,
                events,
                loops,
                memory,
                threads.watchdog(),
                upstream,
                rights,
                ConcurrentHashMap.newKeySet(),
                settings.journal,
                settings.metrics));
        table.service(Lifecycle.class, shutdown)
                .service(EmulatedLevel.class, settings.level)
                .service(VersionInfo.class, settings.effectiveVersion())
                .service(ChardevRegistry.class, devices)
                .service(YankInstances.class, yanks)
                .service(MonitorLoops.class, loops)
                .service(MemoryBudget.class, memory)
                .service(Composition.class, composition)
                .service(MonitorRegistry.class, monitors);
        // Loops that run already may not wait for it.
        composition.start(settings.composeInBackground && !threads.areShared());
        if (upstream != null) {
            shutdown.onShutdown(upstream::release);
            try {
                upstream.awaitReady(threads.areShared());
            } catch (Throwable e) {
                closeLoops();
                throw e;
            }
        }
    }

    /** Reports to the loop whose thread this is, because exhausted memory counts there. */
    private void report(String what, Throwable failure) {
        EventLoop here = EventLoop.current();
        (here == null ? mainLoop : here).report(what, failure);
    }

    /** No request runs any more. */
    private void idle() {
        if (mainLoop.inLoop()) {
            drain();
        } else {
            mainLoop.execute(this::drain);
        }
    }

    /** Lets what was sent leave, and then the dispatcher stop. In its loop. */
    private void drain() {
        OutputDrain.then(
                mainLoop, monitors.outputs(), flushTime, threads.areShared() ? this::beginSharedEnd : mainLoop::stop);
    }

    /** Serves in the calling thread, which is the dispatcher meanwhile unless the threads are shared, until the end. */
    public void run() {
        if (threads.areShared()) {
            try {
                serve().toCompletableFuture().join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : e;
            }
            return;
        }
        try {
            composition.await();
            ioLoop.termination().whenComplete((nothing, failure) -> ioEnded(failure));
            ioLoop.start();
            mainLoop.run();
        } finally {
            closeNow();
            ended.complete(null);
        }
        RuntimeException failure = failure();
        if (failure != null) {
            throw failure;
        }
    }

    /** Returns why the end came before its time; null if it was asked for. */
    private @Nullable RuntimeException failure() {
        LoopFailedException failure = ioFailure;
        if (failure != null) {
            return failure;
        }
        String lost = upstream == null ? null : upstream.failure();
        return lost == null ? null : new UpstreamException(lost);
    }

    /** Serves in shared threads; the stage completes when everything is closed, perhaps with what ended it before its time. */
    public CompletionStage<Void> serve() {
        if (!threads.areShared()) {
            throw new IllegalStateException("the monitors have threads of their own, which run or start begins");
        }
        serving = true;
        threads.join(threadFailed);
        return ended;
    }

    private void threadFailed() {
        ioEnded(threads.failure());
    }

    private void beginSharedEnd() {
        if (!ending.compareAndSet(false, true)) {
            return;
        }
        Thread closer = new Thread(this::endShared, "qmp-close");
        closer.setDaemon(true);
        try {
            closer.start();
        } catch (Throwable e) {
            mainLoop.report("no thread to close the monitors in", e);
            endShared(); // does not wait in a loop
        }
    }

    private void endShared() {
        threads.leave(threadFailed);
        events.stop();
        try {
            closeAll();
        } finally {
            RuntimeException failure = failure();
            if (failure == null) {
                ended.complete(null);
            } else {
                ended.completeExceptionally(failure);
            }
        }
    }

    private void ioEnded(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof LoopFailedException failed) {
            ioFailure = failed;
            shutdown.endQuietly();
        }
    }

    /** Serves in a thread of its own or in shared ones; what ends it before its time goes to the error handler. */
    public void start() {
        if (threads.areShared()) {
            serve().whenComplete((nothing, failure) -> {
                if (failure != null) {
                    ended(failure);
                }
            });
            return;
        }
        Thread thread = new Thread(
                () -> {
                    try {
                        run();
                    } catch (Throwable e) {
                        ended(e);
                    }
                },
                "qmp-main");
        dispatcher = thread;
        thread.start();
    }

    private void ended(Throwable cause) {
        mainLoop.report("the monitors have ended", cause);
    }

    /** Waits until everything has ended that {@link #run} or another began; returns whether it has. */
    public boolean awaitEnd(Duration time) throws InterruptedException {
        try {
            ended.get(time.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException e) {
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    /** Closes everything: in order where this has the thread that serves, else at once. */
    public void close() {
        Thread thread = dispatcher;
        long deadline = System.nanoTime() + flushTime.plus(closeTime).toNanos();
        if (thread != null && thread != Thread.currentThread()) {
            shutdown.endQuietly();
            if (TimedClose.join(thread, deadline)) {
                return;
            }
        } else if (serving) {
            shutdown.endQuietly();
            if (TimedClose.await(ended, deadline)) {
                return;
            }
        }
        closeNow();
    }

    private void closeNow() {
        long deadline = System.nanoTime() + closeTime.toNanos();
        shutdown.endQuietly();
        boolean free = false;
        if (!threads.areShared()) {
            ioLoop.stop();
            free = ioLoop.join(closeTime.toNanos()) && mainLoop.join(0);
            threads.watchdog().stop();
        }
        events.stop();
        if (free) {
            closeAll();
        } else {
            TimedClose.run(this::closeAll, deadline, this::report);
        }
    }

    private void closeAll() {
        monitors.closeAll();
        devices.close();
        if (upstream != null) {
            upstream.close();
        }
        closeLoops();
    }

    private void closeLoops() {
        if (!threads.areShared()) {
            ioLoop.close();
            mainLoop.close();
        }
    }

    /** Returns the dispatcher's loop. */
    public EventLoop mainLoop() {
        return mainLoop;
    }

    /** Returns the devices. */
    public ChardevRegistry devices() {
        return devices;
    }

    /** Returns the monitors. */
    public MonitorRegistry monitors() {
        return monitors;
    }

    /** Returns what {@code yank} can cut besides devices. */
    public YankInstances yanks() {
        return yanks;
    }

    /** Returns the emitter of events. */
    public EventEmitter events() {
        return events;
    }

    /** Returns the commands, once they are composed. */
    public CommandCatalog commands() {
        return composition.await().commands();
    }

    /** Returns the scripted replies, once the commands are composed. */
    public Optional<Replies> replies() {
        return composition.await().commands().replies();
    }

    /** Replaces the policy. */
    public void policy(Policy policy) {
        rights.replace(policy);
    }

    /** Returns the way to the end. */
    public ShutdownSequence shutdown() {
        return shutdown;
    }

    /** Returns the memory that requests which wait to be executed take, in bytes. */
    public long waitingSize() {
        return queue.waitingSize();
    }
}
