package dev.qmp.cli;

import dev.qmp.cli.bench.BenchCommand;
import dev.qmp.cli.client.EventsCommand;
import dev.qmp.cli.client.ExecCommand;
import dev.qmp.cli.commandline.CompletionCommand;
import dev.qmp.cli.commandline.Help;
import dev.qmp.cli.json.JsonCommand;
import dev.qmp.cli.schema.SchemaCommand;
import dev.qmp.cli.serve.ServeCommand;
import dev.qmp.cli.shell.CompleteCommand;
import dev.qmp.cli.shell.ShellCommand;
import dev.qmp.cli.usage.ErrorLine;
import dev.qmp.cli.usage.ExitStatus;
import dev.qmp.cli.usage.LineWriter;
import dev.qmp.cli.usage.Unexpected;
import java.util.Arrays;
import java.util.List;

/** The entry of the {@code qmp} tool: leads to the subcommand. */
public final class Main {
    private Main() {}

    /**
     * Runs the tool and exits with its status.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        int status;
        try {
            status = run(args);
        } catch (RuntimeException | Error e) {
            ErrorLine.print("qmp " + args[0] + ": " + Unexpected.line(e));
            status = ExitStatus.FAILED;
        }
        System.out.flush();
        LineWriter.flushAll();
        System.exit(status);
    }

    private static int run(String[] args) {
        List<String> all = Arrays.asList(args);
        if (args.length == 0) {
            Help.printBriefly();
            return ExitStatus.USAGE;
        }
        List<String> rest = all.subList(1, args.length);
        return switch (args[0]) {
            case "serve" -> ServeCommand.run(rest);
            case "exec" -> ExecCommand.run(rest);
            case "events" -> EventsCommand.run(rest);
            case "shell" -> ShellCommand.run(rest);
            case "bench" -> BenchCommand.run(rest);
            case "json" -> JsonCommand.run(rest);
            case "schema" -> SchemaCommand.run(rest);
            case "completion" -> CompletionCommand.run(rest);
            case "__complete" -> CompleteCommand.run(rest);
            case "help" -> Help.run(rest);
            case "--help", "-h" -> Help.run(List.of());
            case "--version" -> {
                System.out.println(Versions.line());
                yield ExitStatus.DONE;
            }
            default -> Help.unknownSubcommand(args[0]);
        };
    }
}
