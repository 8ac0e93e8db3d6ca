package dev.qmp.cli.serve;

import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.ChardevRegistry;
import dev.qmp.chardev.LegacyDevice;
import dev.qmp.chardev.OptionString;
import dev.qmp.chardev.OptionTable;
import dev.qmp.cli.machine.MachineProvider;
import dev.qmp.cli.serve.ServeOptions.DeviceOption;
import dev.qmp.dispatch.ShutdownCause;
import dev.qmp.monitor.Monitor;
import dev.qmp.monitor.MonitorOptions;
import dev.qmp.monitor.Monitors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A server as the command line describes it: devices, monitors, commands, and the way from a signal to the end.
 *
 * <p>Thread: confined to the main thread, but for the shutdown hook.
 */
final class Server {
    /** How long a signal waits for the running request before the process ends all the same. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final ServeOptions options;
    private final Monitors monitors;
    private final ChardevRegistry devices;
    private final List<MonitorSpec> specs = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    Server(ServeOptions options) {
        this.options = options;
        Monitors.Builder builder = Monitors.builder()
                .providersOf(ModuleLayer.boot())
                .version(options.version())
                .compatibility(options.compatibility())
                .checkProviders(options.checkProviders())
                .spin(options.spin())
                .commands(table -> SchemaFiles.apply(options, table));
        if (options.name() != null) {
            builder.setting("name", options.name());
        }
        if (options.startPaused()) {
            builder.setting(MachineProvider.START_PAUSED, "on");
        }
        monitors = builder.build();
        devices = ChardevRegistry.load(monitors.mainLoop());
    }

    /** Opens everything and serves until the end. */
    void run() {
        try {
            start();
        } catch (RuntimeException e) {
            monitors.close();
            devices.close();
            throw e;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::endBySignal, "qmp-signal"));
        try {
            monitors.run();
        } finally {
            devices.close();
            ended.countDown();
        }
    }

    /** In QEMU's order: the syntax of all options, then all devices, then all monitors. */
    private void start() {
        boolean alone = options.devices().isEmpty();
        List<DeviceOption> wanted = alone ? MonitorSpec.standardStreams() : options.devices();
        List<Runnable> openings = new ArrayList<>();
        int compatible = 0;
        for (DeviceOption option : wanted) {
            parse(option, "compat_monitor" + compatible, openings);
            if (option.option().startsWith("-qmp")) {
                compatible++;
            }
        }
        openings.forEach(Runnable::run);
        for (MonitorSpec spec : specs) {
            add(spec, alone);
        }
    }

    private void parse(DeviceOption option, String label, List<Runnable> openings) {
        switch (option.option()) {
            case "-chardev" -> {
                OptionString device = guarded(option, () -> OptionString.parse(option.argument(), OptionTable.CHARDEV));
                warn(option, device);
                openings.add(() -> guarded(option, () -> devices.add(device)));
            }
            case "-mon" -> {
                OptionString mon = guarded(option, () -> MonitorSpec.parse(option.argument()));
                warn(option, mon);
                specs.add(guarded(option, () -> MonitorSpec.of(option, mon)));
            }
            default -> {
                MonitorOptions behaviour =
                        MonitorOptions.DEFAULT.withPretty(option.option().equals("-qmp-pretty"));
                LegacyDevice device = guarded(option, () -> LegacyDevice.parse(option.argument()));
                String existing = device.existingId();
                if (existing == null) {
                    openings.add(() -> guarded(option, () -> devices.add(device.options(label))));
                }
                specs.add(new MonitorSpec(option, existing == null ? label : existing, behaviour));
            }
        }
    }

    private void add(MonitorSpec spec, boolean alone) {
        Chardev device = devices.find(spec.device())
                .orElseThrow(() -> new StartException(spec.source(), "chardev \"" + spec.device() + "\" not found"));
        MonitorOptions behaviour = spec.options().withNegotiationTimeout(options.negotiationTimeout());
        Runnable sessionEnded = alone ? monitors::stop : () -> {};
        Monitor unused = guarded(spec.source(), () -> monitors.add(device, behaviour, sessionEnded));
    }

    private static void warn(DeviceOption option, OptionString parsed) {
        for (String warning : parsed.warnings()) {
            System.err.println("qmp serve: " + option.option() + " " + option.argument() + ": warning: " + warning);
        }
    }

    private static <T> T guarded(DeviceOption option, Supplier<T> step) {
        try {
            return step.get();
        } catch (ChardevException e) {
            throw new StartException(option, e);
        }
    }

    /** Runs in the shutdown hook; makes of a signal an orderly end with status 0. */
    private void endBySignal() {
        if (ended.getCount() == 0) {
            return;
        }
        monitors.requestShutdown(ShutdownCause.HOST_SIGNAL);
        try {
            if (!ended.await(GRACE.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println("qmp serve: a command is still running; ending without it");
                devices.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }
}
