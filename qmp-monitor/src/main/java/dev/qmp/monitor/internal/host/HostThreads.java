package dev.qmp.monitor.internal.host;

import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.loop.LoopSettings;
import dev.qmp.chardev.spi.MemoryBudget;
import dev.qmp.monitor.internal.watch.Watchdog;
import dev.qmp.monitor.spi.MonitorLoops;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What hosts of monitors run on: the two loops, what watches their threads, and the memory that all peers together may make the process
 * take. One host has its own, or several share one.
 *
 * <p>Thread: safe for use by any thread.
 */
public final class HostThreads {
    private final MonitorLoops loops;
    private final Watchdog watchdog;
    private final MemoryBudget memory;
    private final boolean shared;
    private final Set<Runnable> hosts = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Throwable failure;

    private HostThreads(HostSettings settings, boolean shared) {
        LoopSettings loopSettings = settings.effectiveLoops();
        LoopSettings usable =
                Runtime.getRuntime().availableProcessors() > 1 ? loopSettings : loopSettings.withSpinNanos(0);
        EventLoop main = EventLoop.create("qmp-main", usable);
        this.loops = new MonitorLoops(EventLoop.create("qmp-io", usable.withSpinsOnDemand(true)), main);
        this.watchdog = new Watchdog(settings.outOfBandThreshold, settings.inBandThreshold, main::report);
        this.memory = settings.newMemoryBudget();
        this.shared = shared;
    }

    /** Makes loops for one host, which runs them. */
    static HostThreads of(HostSettings settings) {
        return new HostThreads(settings, false);
    }

    /** Makes loops for several hosts, and starts a thread for each. */
    public static HostThreads start(HostSettings settings) {
        HostThreads threads = new HostThreads(settings, true);
        threads.start(threads.loops.io());
        threads.start(threads.loops.main());
        return threads;
    }

    private void start(EventLoop loop) {
        loop.termination().whenComplete((nothing, cause) -> {
            if (cause != null) {
                failure = cause;
                hosts.forEach(Runnable::run);
            }
        });
        loop.start();
    }

    /** Returns the loops. */
    MonitorLoops loops() {
        return loops;
    }

    /** Returns what watches the loops' threads. */
    Watchdog watchdog() {
        return watchdog;
    }

    /** Returns the memory of all peers. */
    MemoryBudget memory() {
        return memory;
    }

    /** Tells whether several hosts use these, none of which runs or ends them. */
    boolean areShared() {
        return shared;
    }

    /** Has an action run if one of the loops cannot go on. */
    void join(Runnable end) {
        hosts.add(end);
        if (failure != null) {
            end.run();
        }
    }

    /** Forgets an action. */
    void leave(Runnable end) {
        hosts.remove(end);
    }

    /** Returns why one of the loops could not go on; null while both can. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** Stops the loops and waits for the ends of their threads; for whoever made shared ones. */
    public void close() {
        watchdog.stop();
        loops.io().close();
        loops.main().close();
        loops.io().join();
        loops.main().join();
    }
}
