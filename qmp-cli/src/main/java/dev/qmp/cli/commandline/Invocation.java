package dev.qmp.cli.commandline;

import dev.qmp.cli.usage.ExitStatus;
import dev.qmp.cli.usage.UsageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs a subcommand: parses its arguments, shows its help, reports its errors. */
public final class Invocation {
    /** The work of a subcommand. */
    @FunctionalInterface
    public interface Action {
        /**
         * Does the work.
         *
         * @param arguments the parsed arguments
         * @return the exit status
         * @throws IOException if it fails; the message is printed
         */
        int run(Arguments arguments) throws IOException;
    }

    private Invocation() {}

    /**
     * Runs a subcommand.
     *
     * @param name its name, such as exec or schema diff
     * @param arguments the command line after it
     * @param action the work of the subcommand
     * @return the exit status
     */
    public static int run(String name, List<String> arguments, Action action) {
        return ExitStatus.of(name, () -> {
            ParseResult parsed = parse(Tool.subcommand(name), arguments);
            if (parsed.isUsageHelpRequested()) {
                Help.print(List.of(name.split(" ", -1)));
                return ExitStatus.DONE;
            }
            return action.run(new Arguments(parsed));
        });
    }

    private static ParseResult parse(CommandLine line, List<String> arguments) {
        try {
            return line.parseArgs(arguments.toArray(String[]::new));
        } catch (UnmatchedArgumentException e) {
            throw unmatched(line, e.getUnmatched());
        } catch (CommandLine.MissingParameterException e) {
            throw new UsageException(missing(e));
        } catch (CommandLine.OverwrittenOptionException e) {
            throw new UsageException(((OptionSpec) e.getOverwritten()).longestName() + " is given twice");
        } catch (ParameterException e) {
            throw new UsageException(
                    String.valueOf(e.getMessage()).lines().findFirst().orElse("wrong"));
        }
    }

    private static String missing(CommandLine.MissingParameterException e) {
        if (e.getMissing().isEmpty()) {
            return String.valueOf(e.getMessage());
        }
        return e.getMissing().get(0) instanceof OptionSpec option
                ? option.longestName() + " needs an argument"
                : e.getMissing().get(0).paramLabel() + " is missing";
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
