package dev.qmp.cli.commandline;

import dev.qmp.cli.usage.ErrorLine;
import dev.qmp.cli.usage.ExitStatus;
import dev.qmp.cli.usage.FailedException;
import dev.qmp.cli.usage.UsageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs a subcommand: its arguments parsed, its help shown, what goes wrong told in one line. */
public final class Invocation {
    /** The work of a subcommand. */
    @FunctionalInterface
    public interface Action {
        /**
         * Does the work.
         *
         * @param arguments the parsed arguments
         * @return the exit status
         * @throws IOException if it fails; the message is what to tell
         */
        int run(Arguments arguments) throws IOException;
    }

    private Invocation() {}

    /**
     * Runs a subcommand.
     *
     * @param name its name, such as exec or schema diff
     * @param arguments the command line behind it
     * @param action its work
     * @return the exit status
     */
    public static int run(String name, List<String> arguments, Action action) {
        try {
            ParseResult parsed = parse(Tool.subcommand(name), arguments);
            if (parsed.isUsageHelpRequested()) {
                Help.print(List.of(name.split(" ", -1)));
                return ExitStatus.DONE;
            }
            return action.run(new Arguments(parsed));
        } catch (UsageException e) {
            ErrorLine.print(prefix(name) + e.withHelp("qmp " + name));
            return ExitStatus.USAGE;
        } catch (FailedException | IOException e) {
            ErrorLine.print(prefix(name) + e.getMessage());
            return ExitStatus.FAILED;
        }
    }

    private static String prefix(String name) {
        return "qmp " + name.split(" ", -1)[0] + ": ";
    }

    private static ParseResult parse(CommandLine line, List<String> arguments) {
        try {
            return line.parseArgs(arguments.toArray(String[]::new));
        } catch (UnmatchedArgumentException e) {
            throw unmatched(line, e.getUnmatched());
        } catch (CommandLine.MissingParameterException e) {
            throw new UsageException(missing(e));
        } catch (CommandLine.OverwrittenOptionException e) {
            throw new UsageException(((OptionSpec) e.getOverwritten()).longestName() + " is there twice");
        } catch (ParameterException e) {
            throw new UsageException(
                    String.valueOf(e.getMessage()).lines().findFirst().orElse("wrong"));
        }
    }

    private static String missing(CommandLine.MissingParameterException e) {
        List<String> names = new ArrayList<>();
        for (CommandLine.Model.ArgSpec missing : e.getMissing()) {
            if (missing instanceof OptionSpec option) {
                return option.longestName() + " needs an argument";
            }
            names.add(missing.paramLabel());
        }
        return names.isEmpty() ? String.valueOf(e.getMessage()) : String.join(" and ", names) + " missing";
    }

    private static UsageException unmatched(CommandLine line, List<String> unmatched) {
        String first = unmatched.get(0);
        if (!first.startsWith("-")) {
            return new UsageException("unexpected argument '" + first + "'");
        }
        return new UsageException("unknown option " + Suggestions.named(first, options(line)));
    }

    /** Returns the names of all options of a subcommand. */
    static List<String> options(CommandLine line) {
        List<String> names = new ArrayList<>();
        for (OptionSpec option : line.getCommandSpec().options()) {
            names.addAll(List.of(option.names()));
        }
        return names;
    }
}
