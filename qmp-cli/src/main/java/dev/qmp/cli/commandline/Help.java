package dev.qmp.cli.commandline;

import dev.qmp.cli.usage.ErrorLine;
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

    /** Prints the tool's own help on standard error, for a command line that says nothing. */
    public static void printBriefly() {
        System.err.print(text(List.of(), Terminal.hasColours(Terminal.Stream.ERR)));
    }

    /**
     * Returns which help is meant by the command line of a subcommand that has subcommands.
     *
     * @param name the subcommand
     * @param arguments the command line behind it
     * @return the path to that help
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
        try {
            print(path);
            return ExitStatus.DONE;
        } catch (UsageException e) {
            ErrorLine.print("qmp: " + e.withHelp("qmp"));
            return ExitStatus.USAGE;
        }
    }

    /**
     * Refuses a subcommand that does not exist.
     *
     * @param name what was typed
     * @return the exit status
     */
    public static int unknownSubcommand(String name) {
        String kind = name.startsWith("-") ? "option " : "subcommand ";
        List<String> names = name.startsWith("-") ? List.of("--help", "--version") : Tool.subcommands();
        ErrorLine.print("qmp: unknown " + kind + UsageException.withHelp(Suggestions.named(name, names), "qmp"));
        return ExitStatus.USAGE;
    }

    /**
     * Quotes an option that a subcommand does not have, and adds what it may have meant.
     *
     * @param subcommand the subcommand
     * @param option the option as typed
     * @return such as {@code '--shema'; did you mean '--schema'?}
     */
    public static String suggestion(String subcommand, String option) {
        return "'" + option + "'" + hint(subcommand, option);
    }

    /**
     * Asks what an option that a subcommand does not have may have meant.
     *
     * @param subcommand the subcommand
     * @param option the option as typed
     * @return such as {@code ; did you mean '--schema'?}, or nothing if none is near
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
