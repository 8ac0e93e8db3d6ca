package dev.qmp.cli.serve;

import dev.qmp.monitor.MonitorThreads;
import dev.qmp.monitor.Monitors;
import dev.qmp.monitor.MonitorsBuilder;
import dev.qmp.monitor.proxy.Upstream;
import dev.qmp.monitor.rights.Policy;
import java.util.concurrent.CompletionStage;

/**
 * One of several servers that are shared, with devices of its own. All run in the same threads, which wait for none of them.
 *
 * <p>Thread: safe for use by any thread once made.
 */
final class FleetMember {
    private final Monitors monitors;

    /**
     * Connects and opens the devices.
     *
     * @throws dev.qmp.monitor.proxy.UpstreamException if the server cannot be reached
     * @throws StartException if a device cannot be opened
     */
    FleetMember(
            String name,
            Upstream upstream,
            ServeOptions options,
            MonitorThreads threads,
            DeviceServices services,
            Oversight oversight,
            Readiness readiness) {
        MonitorsBuilder builder = Monitors.builder()
                .upstream(upstream)
                .threads(threads)
                .devices(registry -> registry.backendsOf(ModuleLayer.boot()))
                .devices(services::provide)
                .version(options.version(options.level()))
                .standInCommands();
        oversight.apply(name, builder);
        monitors = builder.build();
        try {
            DeviceStart start = new DeviceStart(options, services, monitors, readiness);
            // Notices of devices name the option that is being taken, which is one at a time.
            synchronized (services) {
                start.parse(FleetOptions.devices(options.devices(), name), name + ".");
                start.open(Runnable::run, false);
            }
        } catch (Throwable e) {
            monitors.close();
            throw e;
        }
    }

    /** Serves until the server ends or {@link #stop} is called; then everything is closed, and the stage completes. */
    CompletionStage<Void> serve() {
        return monitors.serve();
    }

    void close() {
        monitors.close();
    }

    void stop() {
        monitors.stop();
    }

    void policy(Policy policy) {
        monitors.policy(policy);
    }

    /** Removes the files of its devices. */
    void removeFiles() {
        monitors.devices().removeFiles();
    }
}
