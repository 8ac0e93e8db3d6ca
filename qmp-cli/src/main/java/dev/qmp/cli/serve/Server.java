package dev.qmp.cli.serve;

import dev.qmp.chardev.registry.ChardevRegistry;
import dev.qmp.chardev.spi.DeviceGuard;
import dev.qmp.cli.agent.AgentProvider;
import dev.qmp.cli.machine.FdSets;
import dev.qmp.cli.machine.IncomingOption;
import dev.qmp.cli.machine.MachineProvider;
import dev.qmp.cli.machine.Preconfig;
import dev.qmp.cli.serve.ServeOptions.DeviceOption;
import dev.qmp.dispatch.spi.CommandCatalog;
import dev.qmp.dispatch.spi.CommandException;
import dev.qmp.dispatch.spi.ShutdownCause;
import dev.qmp.monitor.Monitors;
import dev.qmp.monitor.MonitorsBuilder;
import dev.qmp.monitor.proxy.Upstream;
import dev.qmp.monitor.spi.EmulatedLevel;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server as the command line describes it: devices, monitors and commands, from the start to the end.
 *
 * <p>Thread: confined to the main thread, but for the shutdown hook.
 */
final class Server {
    private final ServeOptions options;
    private final @Nullable IncomingOption incoming;
    private final DeviceServices services;
    private final EmulatedLevel level;
    private final Monitors monitors;
    private final ChardevRegistry devices;
    private final PidFile pidFile;
    private final Oversight oversight;
    private final Readiness readiness;
    private final End end;
    private final @Nullable RecordingFile recording;

    Server(ServeOptions options, End end) {
        this.options = options;
        this.end = end;
        this.pidFile = new PidFile(options.pidFile());
        readiness = new Readiness(options);
        services = new DeviceServices(options);
        recording = options.recording();
        Schema schema = SchemaFiles.replacement(options);
        level = options.level(schema);
        MonitorsBuilder builder = builder(options);
        if (recording != null) {
            recording.check();
            builder.provider(recording).answerHere(RecordingFile.SAVE);
        }
        builder.level(level)
                .version(options.version(level))
                .compatibility(options.compatibility())
                .checkProviders(options.checkProviders())
                .exceptionTexts(options.exceptionTexts())
                .standInCommands()
                .sessionCommands()
                .spin(options.spin())
                .devices(services::provide)
                .onShutdown(end::begin)
                .composeInBackground(!options.bringsSchemas() && options.plugins() == null)
                .commands(table -> SchemaFiles.apply(options, schema, table));
        options.bounds().apply(builder);
        oversight = new Oversight(options);
        oversight.apply("", builder);
        String name = options.qemu().guest();
        if (name != null) {
            builder.setting("name", name);
        }
        builder.service(FdSets.class, options.qemu().fdSets());
        if (options.qemu().preconfig()) {
            Preconfig preconfig = new Preconfig();
            builder.service(Preconfig.class, preconfig).machineMissing(preconfig);
        }
        if (options.startPaused()) {
            builder.setting(MachineProvider.START_PAUSED, "on");
        }
        incoming = options.incoming() == null ? null : new IncomingOption(options.incoming());
        if (incoming != null) {
            builder.service(IncomingOption.class, incoming).service(DeviceGuard.class, options.restriction());
        }
        monitors = Plugins.build(options, builder);
        devices = monitors.devices();
        services.onTerminate(() -> end(ShutdownCause.HOST_QMP_QUIT));
    }

    /** Ends with the event {@code SHUTDOWN}, or as a proxy without it, because the server goes on. */
    private void end(ShutdownCause cause) {
        if (options.upstream() == null) {
            monitors.requestShutdown(cause);
        } else {
            monitors.stop();
        }
    }

    private static MonitorsBuilder builder(ServeOptions options) {
        ModuleLayer layer = ModuleLayer.boot();
        Upstream upstream = options.upstream();
        if (upstream == null && !options.agent()) {
            return Monitors.builder().providersOf(layer);
        }
        MonitorsBuilder builder = Monitors.builder().devices(registry -> registry.backendsOf(layer));
        return upstream == null ? builder.agent().provider(new AgentProvider()) : builder.upstream(upstream);
    }

    /** Disables what the agent's options block. Specification: {@code qmp-agent-disabled}. */
    private void disableBlocked() {
        CommandCatalog commands = monitors.commands();
        String reason = level.has(EmulatedLevel.Trait.BLOCK_REASON) ? "the command is not allowed" : "";
        commands.schema().commands().stream()
                .map(Command::name)
                .filter(options::blocks)
                .forEach(command -> commands.disable(command, reason));
    }

    /** Opens everything and serves until the end. */
    void run() {
        end.provide(() -> end(ShutdownCause.HOST_SIGNAL), this::remove);
        end.handleSignals();
        oversight.handleHangUp(services, monitors::policy);
        try {
            start();
            monitors.run();
        } finally {
            end.begin();
            monitors.close();
            oversight.close();
            remove();
            if (recording != null) {
                recording.saveLast();
            }
        }
    }

    /** In QEMU's order: objects, the syntax of all options, the pidfile, all devices, all monitors, then multiplexers open. */
    private void start() {
        options.qemu().apply();
        boolean alone = options.devices().isEmpty() && !options.qemu().whole();
        List<DeviceOption> wanted = alone ? MonitorSpec.standardStreams() : options.devices();
        DeviceStart start = new DeviceStart(options, services, monitors, readiness);
        start.parse(wanted, "");
        ResourceCheck.check(start.count());
        if (options.agent()) {
            disableBlocked();
        }
        pidFile.write();
        start.open(end::whileStarting, alone);
        end.whileStarting(this::startIncoming);
        readiness.metrics(oversight.metricsAddress());
        readiness.announce();
        readiness.leaveTerminal();
    }

    /** Removes what a forced end would leave behind. */
    private void remove() {
        devices.removeFiles();
        pidFile.remove();
        services.restoreTerminal();
    }

    private void startIncoming() {
        if (incoming != null) {
            try {
                // Composes the commands, of which the migration is one's state.
                monitors.commands();
                incoming.start();
            } catch (CommandException e) {
                throw new StartException("-incoming " + options.incoming(), String.valueOf(e.getMessage()));
            }
        }
    }
}
