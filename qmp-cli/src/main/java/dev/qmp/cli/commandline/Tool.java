package dev.qmp.cli.commandline;

import dev.qmp.cli.usage.UsageException;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The description of the whole tool. */
final class Tool {
    /** A subcommand and its description. */
    record Entry(String name, Supplier<CommandSpec> description) {}

    private static final List<Entry> SUBCOMMANDS = List.of(
            new Entry("serve", ServeDescription::spec),
            new Entry("proxy", ProxyDescription::spec),
            new Entry("record", RecordDescription::spec),
            new Entry("exec", ClientDescriptions::exec),
            new Entry("events", ClientDescriptions::events),
            new Entry("ls", ClientDescriptions::ls),
            new Entry("shell", ClientDescriptions::shell),
            new Entry("bench", ClientDescriptions::bench),
            new Entry("json", FilterDescriptions::json),
            new Entry("schema", FilterDescriptions::schema),
            new Entry("completion", FilterDescriptions::completion));

    private Tool() {}

    /** Returns the names of all subcommands. */
    static List<String> subcommands() {
        return SUBCOMMANDS.stream().map(Entry::name).toList();
    }

    /** Describes everything. */
    static CommandLine whole() {
        CommandSpec root = OptionSpecs.command(
                "qmp",
                "serve and use QMP, the monitor protocol of QEMU, with out-of-band execution",
                "'qmp SUBCOMMAND --help' shows the arguments and examples of a subcommand.");
        root.usageMessage().customSynopsis("qmp SUBCOMMAND [ARGUMENT]...").commandListHeading("%nSubcommands:%n");
        root.addOption(CommandLine.Model.OptionSpec.builder("--version")
                .type(boolean.class)
                .versionHelp(true)
                .description("show the versions of qmp and of its Java runtime")
                .build());
        for (Entry entry : SUBCOMMANDS) {
            root.addSubcommand(entry.name, entry.description.get());
        }
        return commandLine(root);
    }

    /** Describes one subcommand alone, such as exec or schema diff, for parsing; describing all takes longer. */
    static CommandLine subcommand(String name) {
        String[] path = name.split(" ", -1);
        for (Entry entry : SUBCOMMANDS) {
            if (entry.name.equals(path[0])) {
                CommandSpec spec = entry.description.get();
                for (int i = 1; i < path.length; i++) {
                    spec = Objects.requireNonNull(spec.subcommands().get(path[i]))
                            .getCommandSpec();
                }
                spec.qualifiedName("qmp " + name);
                return commandLine(spec);
            }
        }
        throw new UsageException("unknown subcommand " + Suggestions.named(name, subcommands()));
    }

    /** Describes the subcommand at a path of names, such as schema check. */
    static CommandLine at(List<String> path) {
        CommandLine line = whole();
        for (String name : path) {
            @Nullable CommandLine next = line.getSubcommands().get(name);
            if (next == null) {
                throw new UsageException("unknown subcommand "
                        + Suggestions.named(
                                name, List.copyOf(line.getSubcommands().keySet())));
            }
            line = next;
        }
        return line;
    }

    private static CommandLine commandLine(CommandSpec spec) {
        return new CommandLine(spec)
                .setExpandAtFiles(false)
                .setInterpolateVariables(false)
                .setUnmatchedOptionsArePositionalParams(false);
    }
}
