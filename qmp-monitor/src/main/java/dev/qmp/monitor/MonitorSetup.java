package dev.qmp.monitor;

import dev.qmp.chardev.CharFrontend;
import dev.qmp.chardev.loop.EventLoop;
import java.util.function.Consumer;

/**
 * What a monitor is made of.
 *
 * @param host what it shares with the others
 * @param frontend its device
 * @param loop the loop that it lives in
 * @param options how it behaves
 * @param sessionEnded run each time a session is over; any thread
 * @param removed told when the monitor has ended; any thread
 */
record MonitorSetup(
        MonitorHost host,
        CharFrontend frontend,
        EventLoop loop,
        MonitorOptions options,
        Runnable sessionEnded,
        Consumer<? super HostedMonitor> removed) {}
