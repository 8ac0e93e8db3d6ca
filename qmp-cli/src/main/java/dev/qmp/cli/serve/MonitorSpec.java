package dev.qmp.cli.serve;

import dev.qmp.chardev.options.OptionString;
import dev.qmp.chardev.options.OptionTable;
import dev.qmp.cli.serve.ServeOptions.DeviceOption;
import dev.qmp.dispatch.spi.Dialect;
import dev.qmp.monitor.MonitorMode;
import dev.qmp.monitor.MonitorOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A monitor that the command line defines.
 *
 * @param source the option that defines it
 * @param device the id of its device
 * @param options how it behaves
 */
record MonitorSpec(DeviceOption source, String device, MonitorOptions options) {
    private static final OptionTable MON = OptionTable.of("mon", "chardev")
            .with(OptionTable.Type.STRING, "chardev", "mode", "dialect", "role")
            .with(OptionTable.Type.BOOL, "pretty");

    /**
     * Reads the argument of {@code -mon}.
     *
     * @param ids those of earlier ones; its own is added
     */
    static MonitorSpec of(DeviceOption source, Set<String> ids) {
        OptionString mon = source.parse(MON);
        String id = mon.id();
        if (id != null && !ids.add(id)) {
            throw new StartException(source, "Duplicate ID '" + id + "' for mon");
        }
        String device = mon.get("chardev");
        if (device == null) {
            throw new StartException(source, "Parameter 'chardev' is missing");
        }
        MonitorMode mode = mode(source, mon);
        boolean pretty = mon.bool("pretty", false);
        if (mode == MonitorMode.READLINE && pretty) {
            throw new StartException(source, "'pretty' is not compatible with HMP monitors");
        }
        return new MonitorSpec(
                source,
                device,
                MonitorOptions.builder()
                        .mode(mode)
                        .pretty(pretty)
                        .dialect(dialect(source, mon))
                        .role(mon.get("role"))
                        .build());
    }

    private static MonitorMode mode(DeviceOption source, OptionString mon) {
        String wanted = mon.get("mode");
        if (wanted == null || wanted.equals(MonitorMode.READLINE.optionValue())) {
            return MonitorMode.READLINE;
        }
        if (wanted.equals(MonitorMode.CONTROL.optionValue())) {
            return MonitorMode.CONTROL;
        }
        throw new StartException(source, "Parameter 'mode' does not accept value '" + wanted + "'");
    }

    private static Dialect dialect(DeviceOption source, OptionString mon) {
        String wanted = mon.get("dialect");
        @Nullable
        Dialect dialect = wanted == null
                ? Dialect.MODERN
                : Arrays.stream(Dialect.values())
                        .filter(d -> d.optionValue().equals(wanted))
                        .findFirst()
                        .orElse(null);
        if (dialect == null) {
            throw new StartException(source, "Parameter 'dialect' does not accept value '" + wanted + "'");
        }
        return dialect;
    }

    /** The default: QMP on the standard streams. */
    static List<DeviceOption> standardStreams() {
        return List.of(new DeviceOption("-qmp", "stdio"));
    }
}
