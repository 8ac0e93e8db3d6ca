package dev.qmp.cli.commandline;

import dev.qmp.cli.usage.ExitStatus;
import dev.qmp.cli.usage.Terminal;
import dev.qmp.cli.usage.UsageException;
import java.util.List;
import picocli.CommandLine;

/** The help texts. */
public final class Help {
    private Help() {}

    /**
     * Prints the help of a subcommand on standard output.
     *
     * @param path the names that lead to it, such as schema and check; none for the tool's own
     * @throws UsageException if there is no such subcommand
     */
    public static void print(List<String> path) {
        System.out.print(text(path, Terminal.hasColours(Terminal.Stream.OUT)));
    }

    /** Prints the tool's own help on standard error, for an empty command line. */
    public static void printBriefly() {
        System.err.print(text(List.of(), Terminal.hasColours(Terminal.Stream.ERR)));
    }

    /**
     * Returns which help is requested by the command line of a subcommand that has subcommands.
     *
     * @param name the subcommand
     * @param arguments the command line after it
     * @return the path to the subcommand with that help
     */
    public static List<String> path(String name, List<String> arguments) {
        for (String argument : arguments) {
            if (Tool.at(List.of(name)).getSubcommands().containsKey(argument)) {
                return List.of(name, argument);
            }
        }
        return List.of(name);
    }

    /**
     * Runs {@code qmp help}.
     *
     * @param path the names that lead to a subcommand
     * @return the exit status
     */
    public static int run(List<String> path) {
        return ExitStatus.of("", () -> {
            print(path);
            return ExitStatus.DONE;
        });
    }

    /**
     * Refuses a subcommand that does not exist.
     *
     * @param name what was typed
     * @return the exit status
     */
    public static int unknownSubcommand(String name) {
        return ExitStatus.of("", () -> {
            String kind = name.startsWith("-") ? "option " : "subcommand ";
            List<String> names = name.startsWith("-") ? List.of("--help", "--version") : Tool.subcommands();
            throw new UsageException("unknown " + kind + Suggestions.named(name, names));
        });
    }

    /**
     * Quotes an option that a subcommand does not have, and adds a suggestion.
     *
     * @param subcommand the subcommand
     * @param option the option as typed
     * @return such as {@code '--shema'; did you mean '--schema'?}
     */
    public static String suggestion(String subcommand, String option) {
        return "'" + option + "'" + hint(subcommand, option);
    }

    /**
     * Suggests an option instead of one that a subcommand does not have.
     *
     * @param subcommand the subcommand
     * @param option the option as typed
     * @return such as {@code ; did you mean '--schema'?}, or nothing if none is similar
     */
    public static String hint(String subcommand, String option) {
        return Suggestions.hint(option, Invocation.options(Tool.subcommand(subcommand)));
    }

    /** Returns the help of a subcommand. */
    static String text(List<String> path, boolean colours) {
        CommandLine line = Tool.at(path).setHelpFactory(HelpLayout::new);
        return line.getUsageMessage(colours ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF);
    }
}
