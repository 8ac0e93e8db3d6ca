package dev.qmp.monitor;

import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.monitor.spi.MonitorLoops;
import org.jspecify.annotations.Nullable;

/**
 * What all monitors share.
 *
 * @param version what the greeting reports
 * @param composition has the dispatcher, which runs requests
 * @param queue leads in-band requests to the dispatcher's loop
 * @param events delivers events
 * @param loops the loops of the two threads
 * @param watchdog hears what the two threads are doing
 */
record MonitorHost(
        VersionInfo version,
        Composition composition,
        InBandQueue queue,
        EventBus events,
        MonitorLoops loops,
        Watchdog watchdog) {
    /** Where the calling thread says that it runs a listener; null if it is neither of the two. */
    Watchdog.@Nullable Post listenerPost() {
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
