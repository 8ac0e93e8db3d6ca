package dev.qmp.cli.serve;

import dev.qmp.cli.UsageException;
import dev.qmp.monitor.VersionInfo;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The command line of {@code qmp serve}, split into options, not yet looked into.
 *
 * <p>Written by hand: a general option parser costs more time at the start than everything else together, and the options
 * of devices have a grammar of their own anyway.
 *
 * @param devices {@code -chardev}, {@code -mon}, {@code -qmp} and {@code -qmp-pretty}, in order
 * @param name the machine's name, if given
 * @param startPaused whether the machine starts paused
 * @param version what the greeting reports
 * @param help whether only the help is asked for
 */
record ServeOptions(
        List<DeviceOption> devices, @Nullable String name, boolean startPaused, VersionInfo version, boolean help) {
    /**
     * An option that makes or uses a device.
     *
     * @param option the option as typed, with its dash
     * @param argument its argument as typed
     */
    record DeviceOption(String option, String argument) {}

    static ServeOptions parse(List<String> arguments) {
        List<DeviceOption> devices = new ArrayList<>();
        String name = null;
        boolean startPaused = false;
        VersionInfo version = VersionInfo.EMULATED;
        boolean help = false;
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            switch (option) {
                case "-chardev", "-mon", "-qmp", "-qmp-pretty" ->
                    devices.add(new DeviceOption(option, argument(option, rest)));
                case "-name" -> name = argument(option, rest);
                case "-S" -> startPaused = true;
                case "--report-version" -> version = version(option, rest);
                case "--help", "-h", "-help" -> help = true;
                default -> throw unknown(option);
            }
        }
        return new ServeOptions(List.copyOf(devices), name, startPaused, version, help);
    }

    private static VersionInfo version(String option, Iterator<String> rest) {
        try {
            return VersionInfo.parse(ownArgument(option, rest));
        } catch (IllegalArgumentException e) {
            throw new UsageException(option + ": " + e.getMessage());
        }
    }

    private static RuntimeException unknown(String option) {
        return option.startsWith("--") || !option.startsWith("-")
                ? new UsageException("unknown option '" + option + "'; see 'qmp serve --help'")
                : new StartException(option, "invalid option");
    }

    private static String argument(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new StartException(option, "requires an argument");
        }
        return rest.next();
    }

    private static String ownArgument(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new UsageException(option + " needs an argument; see 'qmp serve --help'");
        }
        return rest.next();
    }
}
