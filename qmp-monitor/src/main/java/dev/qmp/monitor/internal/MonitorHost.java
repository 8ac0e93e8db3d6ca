package dev.qmp.monitor.internal;

import dev.qmp.dispatch.Dispatcher;
import dev.qmp.monitor.VersionInfo;

/**
 * What all monitors share.
 *
 * @param version what the greeting reports
 * @param dispatcher runs requests
 * @param queue leads in-band requests to the dispatcher's loop
 * @param events delivers events
 */
public record MonitorHost(VersionInfo version, Dispatcher dispatcher, InBandQueue queue, EventBus events) {}
