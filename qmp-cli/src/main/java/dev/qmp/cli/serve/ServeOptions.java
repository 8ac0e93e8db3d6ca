package dev.qmp.cli.serve;

import dev.qmp.chardev.options.OptionString;
import dev.qmp.chardev.options.OptionTable;
import dev.qmp.cli.commandline.Help;
import dev.qmp.cli.schema.SchemaOptions;
import dev.qmp.cli.usage.ErrorLine;
import dev.qmp.cli.usage.OptionReader;
import dev.qmp.cli.usage.UsageException;
import dev.qmp.monitor.proxy.Upstream;
import dev.qmp.monitor.spi.EmulatedLevel;
import dev.qmp.monitor.spi.VersionInfo;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.validation.CompatPolicy;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The command line of {@code qmp serve}, split into options; the arguments of devices are not parsed yet.
 *
 * <p>Parsed by hand: a general option parser costs more time at the start than everything else together, and device options have a
 * grammar of their own anyway.
 *
 * <p>Thread: confined to one thread.
 */
final class ServeOptions {
    /**
     * An option that defines or uses a device.
     *
     * @param option the option as typed, with its dash
     * @param argument its argument as typed
     * @param place where it stands, as messages name it
     */
    record DeviceOption(String option, String argument, String place) {
        DeviceOption(String option, String argument) {
            this(option, argument, option + " " + argument);
        }

        /**
         * Reads the argument as a list of options, and prints its warnings, also those before a fault.
         *
         * @throws dev.qmp.chardev.ChardevException if it is not one
         * @throws HelpRequest if it asks for the keys
         */
        OptionString parse(OptionTable table) {
            return HelpRequest.check(OptionString.parse(argument, table, this::warn), table);
        }

        private void warn(String warning) {
            String[] lines = warning.split("\n", -1);
            Diagnostics.print(place + ": warning: " + lines[0]);
            for (int i = 1; i < lines.length; i++) {
                ErrorLine.print(lines[i]);
            }
        }
    }

    private final List<DeviceOption> devices = new ArrayList<>();
    private final List<DeviceOption> objects = new ArrayList<>();
    private int escape = 1;
    private final SchemaOptions schemaOptions = new SchemaOptions();
    private final List<String> schemas = new ArrayList<>();
    private final List<String> addedSchemas = new ArrayList<>();
    private @Nullable RepliesFile replies;
    private @Nullable String journal;
    private @Nullable String metrics;
    private @Nullable String schemaFrom;
    private final QemuOptions qemu;
    private boolean startPaused;
    private @Nullable String incoming;
    private boolean checkProviders;
    private boolean exceptionTexts;
    private @Nullable String plugins;
    private boolean skipBrokenPlugins;
    private @Nullable String pidFile;
    private @Nullable String policy;
    private @Nullable String audit;
    private boolean auditStrict;
    private int verbosity;
    private @Nullable String logFile;
    private CompatPolicy compatibility = CompatPolicy.ACCEPT;
    private final Bounds bounds = new Bounds();
    private final Restriction restriction = new Restriction();
    private boolean agent;
    private final Set<String> blocked = new HashSet<>();
    private final Set<String> allowed = new HashSet<>();
    private @Nullable EmulatedLevel level;
    private @Nullable VersionInfo version;
    private Duration spin = Duration.of(30, ChronoUnit.MICROS);
    private boolean quiet;
    private int readyDescriptor = -1;
    private int daemonDescriptor = -1;
    private boolean help;
    private @Nullable Upstream upstream;
    private boolean descriptors;
    private @Nullable FleetOptions fleet;
    private @Nullable RecordingFile recording;

    private ServeOptions(QemuOptions qemu) {
        this.qemu = qemu;
    }

    static ServeOptions parse(List<String> arguments) {
        ServeOptions options = new ServeOptions(new QemuOptions(arguments));
        OptionReader rest = new OptionReader(arguments);
        while (rest.hasNext()) {
            String option = rest.next();
            if (!options.qemu.takeFirst(option, rest) && !options.schemaOptions.take(option, rest)) {
                options.take(option, rest);
            }
        }
        if (!options.agent && !(options.blocked.isEmpty() && options.allowed.isEmpty())) {
            throw new UsageException("--block-rpcs and --allow-rpcs are options of --agent");
        }
        return options;
    }

    /**
     * Parses the command line of a proxy, which serves nothing of its own.
     *
     * @param recorder what one that records takes besides, or null
     */
    static ServeOptions parseProxy(List<String> arguments, @Nullable RecordOptions recorder) {
        ServeOptions options = new ServeOptions(new QemuOptions(List.of()));
        ProxyOptions proxy = new ProxyOptions(recorder == null ? "proxy" : "record");
        OptionReader rest = new OptionReader(arguments);
        while (rest.hasNext()) {
            String option = rest.next();
            if ((recorder == null || !recorder.take(option, rest)) && !proxy.take(option, rest)) {
                options.take(option, rest);
            }
        }
        if (!options.help) {
            RecordingFile file = recorder == null ? null : recorder.file();
            options.recording = file;
            FleetOptions several = proxy.fleet(options.devices);
            options.fleet = several;
            options.descriptors = proxy.descriptors();
            if (several == null) {
                options.upstream = proxy.upstream(file == null ? null : file.recording());
            } else if (file != null) {
                throw new UsageException("--upstream and --upstreams are not for recordings, which are of one server");
            }
        }
        return options;
    }

    private void take(String option, OptionReader rest) {
        if (bounds.take(option, rest)) {
            return;
        }
        switch (option) {
            case "-chardev", "-mon", "-qmp", "-qmp-pretty" -> devices.add(new DeviceOption(option, argument(rest)));
            case "-monitor" -> addUnless("none", new DeviceOption(option, argument(rest)));
            case "-object" -> objects.add(new DeviceOption(option, argument(rest)));
            case "-echr" -> escape = escape(argument(rest), escape);
            case "-S" -> startPaused = true;
            case "-incoming" -> incoming = argument(rest);
            case "-compat" ->
                compatibility = CompatOption.parse(new DeviceOption(option, argument(rest)), compatibility);
            case "--schema" -> schemas.add(rest.argument(option));
            case "--schema-add" -> addedSchemas.add(rest.argument(option));
            case "--metrics" -> metrics = rest.argument(option);
            case "--journal" -> journal = rest.argument(option);
            case "--schema-from" -> schemaFrom = rest.argument(option);
            case "--replies" -> replies = new RepliesFile(rest.argument(option));
            case "--check-providers" -> checkProviders = true;
            case "--exception-texts" -> exceptionTexts = true;
            case "--spin" -> spin = Duration.of(rest.number(option), ChronoUnit.MICROS);
            case "--restrict" -> restriction.restrict();
            case "--path-prefix" -> restriction.prefix(option, rest.argument(option));
            case "--plugins" -> plugins = rest.argument(option);
            case "--plugins-skip-broken" -> skipBrokenPlugins = true;
            case "--audit" -> audit = rest.argument(option);
            case "--audit-strict" -> auditStrict = true;
            case "--policy" -> policy = rest.argument(option);
            case "-pidfile" -> pidFile = argument(rest);
            case "-v" -> verbosity = Math.max(1, verbosity);
            case "-vv" -> verbosity = 2;
            case "--log" -> logFile = rest.argument(option);
            case "--agent" -> agent = true;
            case "--block-rpcs" -> blocked.addAll(List.of(rest.argument(option).split(",")));
            case "--allow-rpcs" -> allowed.addAll(List.of(rest.argument(option).split(",")));
            case "--level" -> level = level(rest.argument(option));
            case "--report-version" -> version = version(option, rest);
            case "--quiet" -> quiet = true;
            case "--ready-fd" -> readyDescriptor = Readiness.descriptor(rest.argument(option));
            case "--daemon-fd" -> daemonDescriptor = Readiness.descriptor(rest.argument(option));
            case "--help", "-h", "-help" -> help = true;
            default -> takeOther(option, rest);
        }
    }

    private void takeOther(String option, OptionReader rest) {
        if (option.equals("-readconfig")) {
            readConfig(new DeviceOption(option, argument(rest)));
            return;
        }
        if (qemu.take(option, rest)) {
            return;
        }
        if (!qemu.whole()) {
            throw unknown(option);
        }
        switch (option) {
            case "-serial", "-parallel", "-debugcon" -> addUnless("none", new DeviceOption(option, argument(rest)));
            case "-version" -> throw HelpRequest.version(version(level()));
            default -> {
                if (!option.startsWith("--")) {
                    throw new StartException(rest.last(), "invalid option" + Help.hint("serve", option));
                }
                take(option.substring(1), rest);
            }
        }
    }

    /** Takes the sections of a file as options. */
    private void readConfig(DeviceOption file) {
        if (file.argument().equals("none")) {
            return;
        }
        for (ConfigFile.Section section : ConfigFile.read(file)) {
            DeviceOption option = section.option();
            switch (section.group()) {
                case "chardev", "mon" -> devices.add(option);
                case "object" -> objects.add(option);
                default -> {
                    if (!qemu.takeSection(option)) {
                        throw new StartException(section.place(), "There is no option group '" + section.group() + "'");
                    }
                }
            }
        }
    }

    private void addUnless(String absent, DeviceOption option) {
        if (!option.argument().startsWith(absent)) {
            devices.add(option);
        }
    }

    private static EmulatedLevel level(String text) {
        return EmulatedLevel.parse(text)
                .orElseThrow(() -> new UsageException("--level: '" + text + "' is not one of "
                        + Arrays.stream(EmulatedLevel.values())
                                .map(EmulatedLevel::toString)
                                .collect(Collectors.joining(", "))));
    }

    private static VersionInfo version(String option, OptionReader rest) {
        try {
            return VersionInfo.parse(rest.argument(option));
        } catch (IllegalArgumentException e) {
            throw new UsageException(option + ": " + e.getMessage());
        }
    }

    /** As QEMU does it: what is not a number is reported on standard output and changes nothing. */
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

    /** Returns the argument of the option of QEMU that was read last. */
    static String argument(OptionReader rest) {
        if (!rest.hasNext()) {
            throw new StartException(rest.last(), "requires an argument");
        }
        return rest.next();
    }

    /** Returns the options that define or use devices, in order. */
    List<DeviceOption> devices() {
        return devices;
    }

    /** Returns whether schemas are given, besides that of the built-in commands, which is known to be sound. */
    boolean bringsSchemas() {
        return !schemas.isEmpty()
                || !addedSchemas.isEmpty()
                || replies != null
                || schemaFrom != null
                || !schemaOptions.isDefault();
    }

    /** Returns the options that define objects, in order. */
    List<DeviceOption> objects() {
        return objects;
    }

    /** Returns the escape character of multiplexers. */
    int escape() {
        return escape;
    }

    /** Returns how the schemas are read. */
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
    RepliesFile replies() {
        return replies;
    }

    /** Returns the file of {@code --journal}. */
    @Nullable
    String journal() {
        return journal;
    }

    /** Returns the address of {@code --metrics}. */
    @Nullable
    String metrics() {
        return metrics;
    }

    /** Returns the server, or the file with its introspection, of {@code --schema-from}. */
    @Nullable
    String schemaFrom() {
        return schemaFrom;
    }

    /** Returns the options that concern the process and the machine. */
    QemuOptions qemu() {
        return qemu;
    }

    /** Returns whether the machine starts paused. */
    boolean startPaused() {
        return startPaused;
    }

    /** Returns the URI of an incoming migration, or {@code defer}. */
    @Nullable
    String incoming() {
        return incoming;
    }

    /** Returns whether the results and events of providers are checked. */
    boolean checkProviders() {
        return checkProviders;
    }

    /** Returns whether clients get the texts of unexpected exceptions. */
    boolean exceptionTexts() {
        return exceptionTexts;
    }

    /** Returns the directory of {@code --plugins}. */
    @Nullable
    String plugins() {
        return plugins;
    }

    /** Returns whether plug-ins that cannot be used are skipped. */
    boolean skipBrokenPlugins() {
        return skipBrokenPlugins;
    }

    /** Returns the file for the process ID. */
    @Nullable
    String pidFile() {
        return pidFile;
    }

    /** Returns the file of {@code --policy}. */
    @Nullable
    String policy() {
        return policy;
    }

    /** Returns the file of {@code --audit}. */
    @Nullable
    String audit() {
        return audit;
    }

    /** Returns whether a command is recorded before its reply leaves. */
    boolean auditStrict() {
        return auditStrict;
    }

    /** Returns how much is logged: 0 for warnings, 1 for sessions too, 2 for each message too. */
    int verbosity() {
        return verbosity;
    }

    /** Returns the log file. */
    @Nullable
    String logFile() {
        return logFile == null ? qemu.logFile() : logFile;
    }

    /** Returns how deprecated and unstable commands and members are treated. */
    CompatPolicy compatibility() {
        return compatibility;
    }

    /** Returns whether the monitors behave as guest agents do. */
    boolean agent() {
        return agent;
    }

    /** Tells whether a command is disabled: the agent's options block it, or allow others only. */
    boolean blocks(String command) {
        return blocked.contains(command) || (!allowed.isEmpty() && !allowed.contains(command));
    }

    /** Returns which release of QEMU the machine and the devices are like: the newest, if none was asked for. */
    EmulatedLevel level() {
        return level == null ? EmulatedLevel.V10_0 : level;
    }

    /** Returns which release they are like beside a schema: the one that was asked for, else that of the schema. */
    EmulatedLevel level(@Nullable Schema schema) {
        return level == null && schema != null ? EmulatedLevel.of(schema) : level();
    }

    /** Returns the version that the greeting reports at a level. */
    VersionInfo version(EmulatedLevel level) {
        return version == null ? level.version() : version;
    }

    /** Returns what clients may open. */
    Restriction restriction() {
        return restriction;
    }

    /** Returns what peers may cost. */
    Bounds bounds() {
        return bounds;
    }

    /** Returns how long the dispatcher polls for the next request before it sleeps. */
    Duration spin() {
        return spin;
    }

    /** Returns whether the addresses that the server listens on are not printed. */
    boolean quiet() {
        return quiet || (qemu.whole() && verbosity == 0);
    }

    /** Returns the descriptor to notify when the server is ready; -1 for none. */
    int readyDescriptor() {
        return readyDescriptor;
    }

    /** Returns the descriptor on which the launcher waits for a server that leaves its terminal; -1 for none. */
    int daemonDescriptor() {
        return daemonDescriptor;
    }

    /** Returns the server whose monitor is shared; null to serve one's own. */
    @Nullable
    Upstream upstream() {
        return upstream;
    }

    /** Returns whether clients may pass file descriptors over a monitor's own unix socket without an option of the device. */
    boolean descriptors() {
        return descriptors || qemu.whole();
    }

    /** Returns the servers whose monitors are shared, if there may be several. */
    @Nullable
    FleetOptions fleet() {
        return fleet;
    }

    /** Returns whether monitors of other servers are shared. */
    boolean isProxy() {
        return upstream != null || fleet != null;
    }

    /** Returns where what the server answers is recorded; null if it is not. */
    @Nullable
    RecordingFile recording() {
        return recording;
    }

    /** Returns whether only the help is asked for. */
    boolean help() {
        return help;
    }
}
