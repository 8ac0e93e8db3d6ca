package dev.qmp.cli.serve;

import dev.qmp.cli.commandline.Help;
import dev.qmp.cli.schema.SchemaOptions;
import dev.qmp.cli.usage.UsageException;
import dev.qmp.monitor.VersionInfo;
import dev.qmp.qapi.validation.CompatPolicy;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The command line of {@code qmp serve}, split into options; those of devices are not looked into yet.
 *
 * <p>Written by hand: a general option parser costs more time at the start than everything else together, and the options
 * of devices have a grammar of their own anyway.
 *
 * <p>Thread: confined to one thread.
 */
final class ServeOptions {
    /**
     * An option that makes or uses a device.
     *
     * @param option the option as typed, with its dash
     * @param argument its argument as typed
     */
    record DeviceOption(String option, String argument) {}

    private final List<DeviceOption> devices = new ArrayList<>();
    private final List<DeviceOption> objects = new ArrayList<>();
    private int escape = 1;
    private final SchemaOptions schemaOptions = new SchemaOptions();
    private final List<String> schemas = new ArrayList<>();
    private final List<String> addedSchemas = new ArrayList<>();
    private @Nullable String replies;
    private @Nullable String name;
    private boolean startPaused;
    private @Nullable String incoming;
    private boolean checkProviders;
    private boolean exceptionTexts;
    private @Nullable String plugins;
    private boolean skipBrokenPlugins;
    private @Nullable String pidFile;
    private int verbosity;
    private @Nullable String logFile;
    private CompatPolicy compatibility = CompatPolicy.ACCEPT;
    private VersionInfo version = VersionInfo.EMULATED;
    private Duration negotiationTimeout = Duration.ZERO;
    private Duration spin = Duration.of(30, ChronoUnit.MICROS);
    private boolean help;

    private ServeOptions() {}

    static ServeOptions parse(List<String> arguments) {
        ServeOptions options = new ServeOptions();
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            if (!options.schemaOptions.take(option, () -> rest.hasNext() ? rest.next() : null)) {
                options.take(option, rest);
            }
        }
        return options;
    }

    private void take(String option, Iterator<String> rest) {
        switch (option) {
            case "-chardev", "-mon", "-qmp", "-qmp-pretty", "-monitor" ->
                devices.add(new DeviceOption(option, argument(option, rest)));
            case "-object" -> objects.add(new DeviceOption(option, argument(option, rest)));
            case "-echr" -> escape = escape(argument(option, rest), escape);
            case "-name" -> name = argument(option, rest);
            case "-S" -> startPaused = true;
            case "-incoming" -> incoming = argument(option, rest);
            case "-compat" ->
                compatibility = CompatOption.parse(new DeviceOption(option, argument(option, rest)), compatibility);
            case "--schema" -> schemas.add(ownArgument(option, rest));
            case "--schema-add" -> addedSchemas.add(ownArgument(option, rest));
            case "--replies" -> replies = ownArgument(option, rest);
            case "--check-providers" -> checkProviders = true;
            case "--exception-texts" -> exceptionTexts = true;
            case "--negotiation-timeout" -> negotiationTimeout = Duration.ofSeconds(number(option, rest));
            case "--spin" -> spin = Duration.of(number(option, rest), ChronoUnit.MICROS);
            case "--plugins" -> plugins = ownArgument(option, rest);
            case "--plugins-skip-broken" -> skipBrokenPlugins = true;
            case "-pidfile" -> pidFile = argument(option, rest);
            case "-v" -> verbosity = Math.max(1, verbosity);
            case "-vv" -> verbosity = 2;
            case "--log" -> logFile = ownArgument(option, rest);
            case "--report-version" -> version = version(option, rest);
            case "--help", "-h", "-help" -> help = true;
            default -> throw unknown(option);
        }
    }

    private static int number(String option, Iterator<String> rest) {
        String text = ownArgument(option, rest);
        try {
            int number = Integer.parseInt(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a negative number.
        }
        throw new UsageException(option + " needs a whole number of at least 0, not '" + text + "'");
    }

    private static VersionInfo version(String option, Iterator<String> rest) {
        try {
            return VersionInfo.parse(ownArgument(option, rest));
        } catch (IllegalArgumentException e) {
            throw new UsageException(option + ": " + e.getMessage());
        }
    }

    /** As the reference does it: what is no number is told on standard output and changes nothing. */
    private static int escape(String text, int before) {
        try {
            return Integer.decode(text.strip());
        } catch (NumberFormatException e) {
            System.out.println("Bad argument to echr");
            return before;
        }
    }

    private static RuntimeException unknown(String option) {
        return option.startsWith("--") || !option.startsWith("-")
                ? new UsageException("unknown option " + Help.suggestion("serve", option))
                : new StartException(option, "invalid option" + Help.hint("serve", option));
    }

    private static String argument(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new StartException(option, "requires an argument");
        }
        return rest.next();
    }

    private static String ownArgument(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new UsageException(option + " needs an argument");
        }
        return rest.next();
    }

    /** Returns the options that make or use devices, in order. */
    List<DeviceOption> devices() {
        return devices;
    }

    /** Tells whether the schema is not just that of the built-in commands, which is known to be sound. */
    boolean bringsSchemas() {
        return !schemas.isEmpty() || !addedSchemas.isEmpty() || replies != null || !schemaOptions.isDefault();
    }

    /** Returns the options that make objects, in order. */
    List<DeviceOption> objects() {
        return objects;
    }

    /** Returns the escape character of multiplexers. */
    int escape() {
        return escape;
    }

    /** Returns how the schemas are to be read. */
    SchemaOptions schemaOptions() {
        return schemaOptions;
    }

    /** Returns the files of {@code --schema}. */
    List<String> schemas() {
        return schemas;
    }

    /** Returns the files of {@code --schema-add}. */
    List<String> addedSchemas() {
        return addedSchemas;
    }

    /** Returns the file of {@code --replies}. */
    @Nullable
    String replies() {
        return replies;
    }

    /** Returns the machine's name. */
    @Nullable
    String name() {
        return name;
    }

    /** Tells whether the machine starts paused. */
    boolean startPaused() {
        return startPaused;
    }

    /** Returns where a migration is awaited, or {@code defer}. */
    @Nullable
    String incoming() {
        return incoming;
    }

    /** Tells whether providers are checked. */
    boolean checkProviders() {
        return checkProviders;
    }

    /** Tells whether clients are told the texts of unexpected exceptions. */
    boolean exceptionTexts() {
        return exceptionTexts;
    }

    /** Returns the directory of {@code --plugins}. */
    @Nullable
    String plugins() {
        return plugins;
    }

    /** Tells whether plug-ins that cannot be used are left out. */
    boolean skipBrokenPlugins() {
        return skipBrokenPlugins;
    }

    /** Returns the file that gets the process's number. */
    @Nullable
    String pidFile() {
        return pidFile;
    }

    /** Returns how much is logged: 0 for warnings, 1 for what happens, 2 for each message. */
    int verbosity() {
        return verbosity;
    }

    /** Returns the file that gets the log. */
    @Nullable
    String logFile() {
        return logFile;
    }

    /** Returns what becomes of deprecated and unstable things. */
    CompatPolicy compatibility() {
        return compatibility;
    }

    /** Returns what the greeting reports. */
    VersionInfo version() {
        return version;
    }

    /** Returns how long a client may take to negotiate; zero: as long as it likes. */
    Duration negotiationTimeout() {
        return negotiationTimeout;
    }

    /** Returns how long the dispatcher looks for the next request before it sleeps. */
    Duration spin() {
        return spin;
    }

    /** Tells whether only the help is asked for. */
    boolean help() {
        return help;
    }
}
