package dev.qmp.cli.serve;

import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.options.DeviceShorthand;
import dev.qmp.chardev.options.OptionString;
import dev.qmp.chardev.options.OptionTable;
import dev.qmp.chardev.registry.ChardevRegistry;
import dev.qmp.chardev.spi.DeviceGuard;
import dev.qmp.cli.agent.AgentProvider;
import dev.qmp.cli.machine.FdSets;
import dev.qmp.cli.machine.IncomingOption;
import dev.qmp.cli.machine.MachineProvider;
import dev.qmp.cli.machine.Preconfig;
import dev.qmp.cli.serve.ServeOptions.DeviceOption;
import dev.qmp.cli.usage.FailedException;
import dev.qmp.cli.usage.IoErrors;
import dev.qmp.cli.usage.OptionReader;
import dev.qmp.dispatch.spi.CommandCatalog;
import dev.qmp.dispatch.spi.CommandException;
import dev.qmp.dispatch.spi.ShutdownCause;
import dev.qmp.monitor.MonitorMode;
import dev.qmp.monitor.MonitorOptions;
import dev.qmp.monitor.Monitors;
import dev.qmp.monitor.MonitorsBuilder;
import dev.qmp.monitor.journal.Journal;
import dev.qmp.monitor.proxy.Upstream;
import dev.qmp.monitor.spi.EmulatedLevel;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.Schema;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A server as the command line describes it: devices, monitors and commands, from the start to the end.
 *
 * <p>Thread: confined to the main thread, but for the shutdown hook.
 */
final class Server {
    private static final Set<String> PORTS = Set.of("-serial", "-parallel", "-debugcon");
    private static final String MANY_CLIENTS = "64";

    private final ServeOptions options;
    private final @Nullable IncomingOption incoming;
    private final DeviceServices services;
    private final EmulatedLevel level;
    private final Monitors monitors;
    private final ChardevRegistry devices;
    private final List<MonitorSpec> specs = new ArrayList<>();
    private final PidFile pidFile;
    private final @Nullable PolicyFile policy;
    private final Readiness readiness;
    private final End end;
    private @Nullable Journal journal;

    Server(ServeOptions options, End end) {
        this.options = options;
        this.end = end;
        this.pidFile = new PidFile(options.pidFile());
        readiness = new Readiness(options);
        services = new DeviceServices(options);
        Schema schema = SchemaFiles.replacement(options);
        level = options.level(schema);
        MonitorsBuilder builder = builder(options)
                .level(level)
                .version(options.version(level))
                .compatibility(options.compatibility())
                .checkProviders(options.checkProviders())
                .exceptionTexts(options.exceptionTexts())
                .standInCommands()
                .spin(options.spin())
                .devices(services::provide)
                .onShutdown(end::begin)
                .composeInBackground(!options.bringsSchemas() && options.plugins() == null)
                .commands(table -> SchemaFiles.apply(options, schema, table));
        options.bounds().apply(builder);
        policy = options.policy() == null ? null : new PolicyFile(options.policy());
        if (policy != null) {
            builder.policy(policy.read());
        }
        if (options.audit() != null) {
            builder.audit(new AuditFile(options.audit(), options.auditStrict()));
        }
        if (options.journal() != null) {
            Journal made = openJournal(options.journal());
            journal = made;
            builder.journal(made);
        }
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

    private static Journal openJournal(String file) {
        try {
            return Journal.writingTo(OptionReader.path(file), Diagnostics::print);
        } catch (UncheckedIOException e) {
            throw new FailedException(
                    "--journal " + file + ": " + IoErrors.reason(Objects.requireNonNull(e.getCause())));
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
        if (policy == null) {
            services.handleHangUp();
        } else {
            policy.readAgainOnHangUp(monitors::policy, services::hungUp);
        }
        try {
            start();
            monitors.run();
        } finally {
            end.begin();
            monitors.close();
            if (journal != null) {
                journal.close();
            }
            remove();
        }
    }

    /** In QEMU's order: objects, the syntax of all options, the pidfile, all devices, all monitors, then multiplexers open. */
    private void start() {
        options.qemu().apply();
        boolean alone = options.devices().isEmpty() && !options.qemu().whole();
        List<DeviceOption> wanted = alone ? MonitorSpec.standardStreams() : options.devices();
        List<Runnable> openings = new ArrayList<>();
        int compatible = 0;
        for (DeviceOption option : wanted) {
            if (PORTS.contains(option.option())) {
                continue;
            }
            parse(option, "compat_monitor" + compatible, openings);
            if (option.option().startsWith("-qmp") || option.option().equals("-monitor")) {
                compatible++;
            }
        }
        parsePorts(openings);
        ResourceCheck.check(openings.size());
        if (options.agent()) {
            disableBlocked();
        }
        pidFile.write();
        devices.beginStart();
        openings.forEach(end::whileStarting);
        for (MonitorSpec spec : specs) {
            add(spec, alone);
        }
        end.whileStarting(devices::completeStart);
        end.whileStarting(this::startIncoming);
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

    private void parse(DeviceOption option, String label, List<Runnable> openings) {
        switch (option.option()) {
            case "-chardev" -> {
                if (HelpRequest.forBackends(option.argument())) {
                    throw HelpRequest.backends(devices.backendNames());
                }
                OptionString device = guarded(option, () -> OptionString.parse(option.argument(), OptionTable.CHARDEV));
                warn(option, HelpRequest.check(device, OptionTable.CHARDEV));
                openings.add(() -> open(option, device));
            }
            case "-mon" -> {
                OptionString mon = guarded(option, () -> MonitorSpec.parse(option.argument()));
                warn(option, mon);
                specs.add(guarded(option, () -> MonitorSpec.of(option, mon)));
            }
            default -> {
                MonitorOptions behaviour = option.option().equals("-monitor")
                        ? MonitorOptions.builder().mode(MonitorMode.READLINE).build()
                        : MonitorOptions.builder()
                                .pretty(option.option().equals("-qmp-pretty"))
                                .build();
                DeviceShorthand device = guarded(option, () -> DeviceShorthand.parse(option.argument()));
                String existing = device.existingId();
                if (existing == null) {
                    openings.add(() -> open(option, device.options(label)));
                }
                specs.add(new MonitorSpec(option, existing == null ? label : existing, behaviour));
            }
        }
    }

    /** The machine's ports, which exist as devices only; QEMU opens them after all others. */
    private void parsePorts(List<Runnable> openings) {
        Map<String, Integer> counts = new HashMap<>();
        for (DeviceOption option : options.devices()) {
            String kind = option.option().substring(1);
            if (PORTS.contains(option.option())) {
                int number = counts.merge(kind, 1, Integer::sum) - 1;
                DeviceShorthand device = guarded(option, () -> DeviceShorthand.parse(option.argument()));
                String label = kind.equals("debugcon") ? kind : kind + number;
                if (device.existingId() == null) {
                    openings.add(() -> open(option, device.options(label)));
                }
                if (option.argument().startsWith("mon:")) {
                    specs.add(new MonitorSpec(
                            option,
                            label,
                            MonitorOptions.builder().mode(MonitorMode.READLINE).build()));
                }
            }
        }
    }

    private void open(DeviceOption option, OptionString device) {
        if (options.qemu().daemonize() && "stdio".equals(device.get("backend"))) {
            throw new StartException(option, "cannot use stdio with -daemonize");
        }
        services.opening(option);
        Chardev opened = guarded(option, () -> devices.add(options.upstream() == null ? device : manyClients(device)));
        services.opening(null);
        readiness.opened(
                opened, device.get("tls-creds") != null, option.option().equals("-chardev"));
    }

    /** A proxy's sockets are for many clients, unless the options say how many. */
    private static OptionString manyClients(OptionString device) {
        boolean listens = "socket".equals(device.get("backend")) && device.bool("server", false);
        return listens && !device.has("max-clients") && !device.bool("wait", false)
                ? device.with("max-clients", MANY_CLIENTS)
                : device;
    }

    private void add(MonitorSpec spec, boolean alone) {
        if (options.upstream() != null && spec.options().mode() == MonitorMode.READLINE) {
            throw new StartException(spec.source(), "a proxy has no human monitors, so mode=control is needed");
        }
        Chardev device = devices.find(spec.device())
                .orElseThrow(() -> new StartException(spec.source(), "chardev \"" + spec.device() + "\" not found"));
        MonitorOptions behaviour = options.bounds().apply(spec.options(), Readiness.isListening(device));
        Runnable sessionEnded = alone ? monitors::stop : () -> {};
        try {
            monitors.add(device, behaviour, sessionEnded);
        } catch (ChardevException e) {
            throw new StartException(spec.source(), e);
        }
    }

    private static void warn(DeviceOption option, OptionString parsed) {
        for (String warning : parsed.warnings()) {
            Diagnostics.print(option.option() + " " + option.argument() + ": warning: " + warning);
        }
    }

    private static <T> T guarded(DeviceOption option, Supplier<T> step) {
        try {
            return step.get();
        } catch (ChardevException e) {
            throw new StartException(option, e);
        }
    }
}
