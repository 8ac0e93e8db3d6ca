package dev.qmp.monitor;

import dev.qmp.dispatch.Dispatcher;

/**
 * What all monitors share.
 *
 * @param version what the greeting reports
 * @param dispatcher runs requests
 * @param queue leads in-band requests to the dispatcher's loop
 * @param events delivers events
 * @param watchdog hears what the two threads are doing
 */
record MonitorHost(VersionInfo version, Dispatcher dispatcher, InBandQueue queue, EventBus events, Watchdog watchdog) {}
