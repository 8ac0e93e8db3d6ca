package dev.qmp.cli.commandline;

import dev.qmp.cli.usage.ExitStatus;
import dev.qmp.cli.usage.UsageException;
import java.util.List;

/** {@code qmp completion}. */
public final class CompletionCommand {
    private CompletionCommand() {}

    /**
     * Prints a completion script.
     *
     * @param arguments the command line after {@code completion}
     * @return the exit status
     */
    public static int run(List<String> arguments) {
        return Invocation.run("completion", arguments, parsed -> {
            String shell = parsed.argument(0);
            System.out.print(
                    switch (shell) {
                        case "bash" -> BashCompletion.script();
                        case "zsh" -> ZshCompletion.script();
                        default -> throw new UsageException("'" + shell + "' is neither bash nor zsh");
                    });
            return ExitStatus.DONE;
        });
    }
}
