package dev.qmp.monitor;

/**
 * What all monitors share.
 *
 * @param version what the greeting reports
 * @param composition has the dispatcher, which runs requests
 * @param queue leads in-band requests to the dispatcher's loop
 * @param events delivers events
 * @param watchdog hears what the two threads are doing
 */
record MonitorHost(
        VersionInfo version, Composition composition, InBandQueue queue, EventBus events, Watchdog watchdog) {}
