package dev.qmp.monitor;

import dev.qmp.chardev.loop.LoopSettings;
import dev.qmp.monitor.internal.host.HostSettings;
import dev.qmp.monitor.internal.host.HostThreads;
import java.time.Duration;

/**
 * An I/O thread and a dispatcher for several {@link Monitors}, such as the proxies of many servers, with one bound for the memory of all
 * their peers: {@link MonitorsBuilder#threads}.
 *
 * <p>A command that blocks keeps the dispatcher from those of all the others. Proxies run none, and wait for none.
 *
 * <p>Thread: safe for use by any thread.
 */
public final class MonitorThreads implements AutoCloseable {
    private final HostThreads threads;

    private MonitorThreads(HostThreads threads) {
        this.threads = threads;
    }

    /**
     * Starts the two threads, both daemons.
     *
     * @param loops how their loops run
     * @param spin as in {@link MonitorsBuilder#spin}
     * @param memory as in {@link MonitorsBuilder#memoryBudget}; 0 for the default
     * @return the threads
     */
    public static MonitorThreads start(LoopSettings loops, Duration spin, long memory) {
        HostSettings settings = new HostSettings();
        settings.loops = loops;
        settings.spin = spin;
        settings.errorHandler = loops.errorHandler();
        settings.memoryBudget = memory;
        return new MonitorThreads(HostThreads.start(settings));
    }

    HostThreads threads() {
        return threads;
    }

    /** Ends the two threads, and waits for that; after the monitors have been closed. */
    @Override
    public void close() {
        threads.close();
    }
}
