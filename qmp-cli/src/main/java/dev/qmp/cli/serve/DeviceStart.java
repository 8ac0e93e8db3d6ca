package dev.qmp.cli.serve;

import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.options.DeviceShorthand;
import dev.qmp.chardev.options.OptionString;
import dev.qmp.chardev.options.OptionTable;
import dev.qmp.chardev.registry.ChardevRegistry;
import dev.qmp.cli.serve.ServeOptions.DeviceOption;
import dev.qmp.monitor.MonitorMode;
import dev.qmp.monitor.MonitorOptions;
import dev.qmp.monitor.Monitors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The devices and monitors that a command line describes: their syntax first, then all devices, then all monitors, as QEMU does it.
 *
 * <p>Thread: confined to the thread that starts them.
 */
final class DeviceStart {
    private static final Set<String> PORTS = Set.of("-serial", "-parallel", "-debugcon");
    private static final String MANY_CLIENTS = "64";

    private final ServeOptions options;
    private final DeviceServices services;
    private final Monitors monitors;
    private final ChardevRegistry devices;
    private final OptionTable table;
    private final Readiness readiness;
    private final List<Runnable> openings = new ArrayList<>();
    private final List<MonitorSpec> specs = new ArrayList<>();
    private final Set<String> monitorIds = new HashSet<>();

    DeviceStart(ServeOptions options, DeviceServices services, Monitors monitors, Readiness readiness) {
        this.options = options;
        this.services = services;
        this.monitors = monitors;
        this.devices = monitors.devices();
        this.table = devices.level().options();
        this.readiness = readiness;
    }

    /**
     * Parses the options.
     *
     * @param wanted the options in order
     * @param prefix what the ids of devices without an id begin with
     */
    void parse(List<DeviceOption> wanted, String prefix) {
        int compatible = 0;
        for (DeviceOption option : wanted) {
            if (PORTS.contains(option.option())) {
                continue;
            }
            parse(option, prefix + "compat_monitor" + compatible);
            if (option.option().startsWith("-qmp") || option.option().equals("-monitor")) {
                compatible++;
            }
        }
        parsePorts(wanted);
    }

    /** Returns how many devices there will be. */
    int count() {
        return openings.size();
    }

    /**
     * Opens the devices and puts the monitors on them.
     *
     * @param guard runs each step that may wait
     * @param alone whether the end of a session is the end of everything
     */
    void open(Consumer<Runnable> guard, boolean alone) {
        devices.beginStart();
        openings.forEach(guard);
        for (MonitorSpec spec : specs) {
            add(spec, alone);
        }
        guard.accept(devices::completeStart);
    }

    private void parse(DeviceOption option, String label) {
        switch (option.option()) {
            case "-chardev" -> {
                OptionString device = guarded(option, () -> option.parse(table));
                if (HelpRequest.isHelp(device.get("backend"))) {
                    throw HelpRequest.backends(devices.backendNames());
                }
                openings.add(() -> open(option, device));
            }
            case "-mon" -> {
                specs.add(guarded(option, () -> MonitorSpec.of(option, monitorIds)));
            }
            default -> {
                MonitorOptions behaviour = option.option().equals("-monitor")
                        ? MonitorOptions.builder().mode(MonitorMode.READLINE).build()
                        : MonitorOptions.builder()
                                .pretty(option.option().equals("-qmp-pretty"))
                                .build();
                DeviceShorthand device = guarded(option, () -> DeviceShorthand.parse(option.argument(), table));
                String existing = device.existingId();
                if (existing == null) {
                    openings.add(() -> open(option, device.options(label)));
                }
                specs.add(new MonitorSpec(option, existing == null ? label : existing, behaviour));
            }
        }
    }

    /** The machine's ports, which exist as devices only; QEMU opens them after all others. */
    private void parsePorts(List<DeviceOption> wanted) {
        Map<String, Integer> counts = new HashMap<>();
        for (DeviceOption option : wanted) {
            String kind = option.option().substring(1);
            if (PORTS.contains(option.option())) {
                int number = counts.merge(kind, 1, Integer::sum) - 1;
                DeviceShorthand device = guarded(option, () -> DeviceShorthand.parse(option.argument(), table));
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
        Chardev opened = guarded(option, () -> devices.add(asNeeded(device)));
        services.opening(null);
        readiness.opened(
                opened, device.get("tls-creds") != null, option.option().equals("-chardev"));
    }

    private OptionString asNeeded(OptionString device) {
        OptionString shared = options.isProxy() ? manyClients(device) : device;
        return options.descriptors() && takesDescriptors(device) ? shared.with("descriptors", "on") : shared;
    }

    /** Whether clients may pass descriptors over a device, as in QEMU: it is a unix socket with a QMP monitor of its own. */
    private boolean takesDescriptors(OptionString device) {
        return "socket".equals(device.get("backend"))
                && (device.has("path") || device.has("fd"))
                && !device.has("descriptors")
                && !device.bool("websocket", false)
                && !device.bool("mux", false)
                && specs.stream()
                        .anyMatch(spec -> spec.device().equals(device.id())
                                && spec.options().mode() == MonitorMode.CONTROL);
    }

    /** A proxy's sockets are for many clients, unless the options say how many. */
    private static OptionString manyClients(OptionString device) {
        boolean listens = "socket".equals(device.get("backend")) && device.bool("server", false);
        return listens && !device.has("max-clients") && !device.bool("wait", false)
                ? device.with("max-clients", MANY_CLIENTS)
                : device;
    }

    private void add(MonitorSpec spec, boolean alone) {
        if (options.isProxy() && spec.options().mode() == MonitorMode.READLINE) {
            throw new StartException(spec.source(), "a proxy has no human monitors, so mode=control is needed");
        }
        Chardev device = devices.find(spec.device())
                .orElseThrow(() -> new StartException(spec.source(), "chardev \"" + spec.device() + "\" not found"));
        MonitorOptions behaviour = options.bounds().apply(spec.options(), Readiness.isListening(device));
        Runnable sessionEnded = alone ? monitors::stop : this::sessionEnded;
        try {
            monitors.add(device, behaviour, sessionEnded);
        } catch (ChardevException e) {
            throw new StartException(spec.source(), e);
        }
    }

    private void sessionEnded() {
        if (!monitors.hasSessions()) {
            options.qemu().fdSets().clientsLeft();
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
