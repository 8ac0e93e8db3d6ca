package dev.qmp.monitor.internal.session;

import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.spi.MemoryBudget;
import dev.qmp.monitor.internal.event.EventBus;
import dev.qmp.monitor.internal.lifecycle.Composition;
import dev.qmp.monitor.internal.queue.InBandQueue;
import dev.qmp.monitor.internal.rights.RightsInForce;
import dev.qmp.monitor.internal.watch.ActivitySlot;
import dev.qmp.monitor.internal.watch.Watchdog;
import dev.qmp.monitor.journal.Journal;
import dev.qmp.monitor.metrics.Metrics;
import dev.qmp.monitor.spi.MonitorLoops;
import dev.qmp.monitor.spi.VersionInfo;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What all monitors share.
 *
 * @param isAgent whether monitors behave as guest agents do: no greeting, no negotiation, no events
 * @param version what the greeting reports
 * @param composition has the dispatcher, which runs requests
 * @param queue leads in-band requests to the dispatcher's loop
 * @param events delivers events
 * @param loops the loops of the two threads
 * @param memory what all peers together may make the process take
 * @param watchdog sees what the two threads are doing
 * @param forwarder the server that runs the commands instead of the dispatcher, or null
 * @param rights the policy in force
 * @param monitors all monitors that have not ended but those of a listening device's clients; safe for use by any thread
 * @param journal notes requests and replies, or null
 * @param metrics counts requests and sessions, or null
 */
public record MonitorHost(
        boolean isAgent,
        VersionInfo version,
        Composition composition,
        InBandQueue queue,
        EventBus events,
        MonitorLoops loops,
        MemoryBudget memory,
        Watchdog watchdog,
        @Nullable Forwarder forwarder,
        RightsInForce rights,
        Set<HostedMonitor> monitors,
        @Nullable Journal journal,
        @Nullable Metrics metrics) {
    /** The slot of the calling thread for the listener that it runs; null if the thread is neither of the two. */
    @Nullable
    ActivitySlot listenerSlot() {
        EventLoop here = EventLoop.current();
        if (here == null) {
            return null;
        }
        if (here == loops.io()) {
            return watchdog.outOfBand();
        }
        return here == loops.main() ? watchdog.inBandListener() : null;
    }
}
