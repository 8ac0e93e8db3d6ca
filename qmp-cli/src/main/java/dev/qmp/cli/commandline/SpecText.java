package dev.qmp.cli.commandline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Access to descriptions for completion scripts and manual pages. */
final class SpecText {
    private SpecText() {}

    /** A subcommand, or a subcommand's subcommand. */
    record Node(List<String> path, CommandSpec spec) {
        String command() {
            return String.join(" ", path);
        }

        List<String> children() {
            return List.copyOf(spec.subcommands().keySet());
        }
    }

    /** Returns the tool and all that is below it, parents first. */
    static List<Node> nodes() {
        List<Node> nodes = new ArrayList<>();
        collect(List.of("qmp"), Tool.whole(), nodes);
        return nodes;
    }

    private static void collect(List<String> path, CommandLine line, List<Node> nodes) {
        nodes.add(new Node(path, line.getCommandSpec()));
        line.getSubcommands().forEach((name, child) -> {
            List<String> longer = new ArrayList<>(path);
            longer.add(name);
            collect(List.copyOf(longer), child, nodes);
        });
    }

    /** Returns the text of a description, whose percent signs are written twice. */
    static String plain(String[] lines) {
        return String.join(" ", lines).replace("%n", "\n").replace("%%", "%");
    }

    static boolean takesArgument(OptionSpec option) {
        return option.arity().max() > 0;
    }

    static boolean isFile(ArgSpec argument) {
        for (Class<?> type : argument.auxiliaryTypes()) {
            if (type == Path.class) {
                return true;
            }
        }
        return argument.type() == Path.class || argument.paramLabel().equals("FILE");
    }

    /** Returns the values that an argument can have; an empty list if it is not one of a few. */
    static List<String> choices(ArgSpec argument) {
        List<String> choices = new ArrayList<>();
        Iterable<String> candidates = argument.completionCandidates();
        if (candidates != null) {
            candidates.forEach(choices::add);
        }
        return choices;
    }
}
