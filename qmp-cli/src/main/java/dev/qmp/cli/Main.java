package dev.qmp.cli;

import dev.qmp.cli.bench.BenchCommand;
import dev.qmp.cli.client.EventsCommand;
import dev.qmp.cli.client.ExecCommand;
import dev.qmp.cli.client.LsCommand;
import dev.qmp.cli.commandline.CompletionCommand;
import dev.qmp.cli.commandline.Help;
import dev.qmp.cli.json.JsonCommand;
import dev.qmp.cli.schema.SchemaCommand;
import dev.qmp.cli.serve.ServeCommand;
import dev.qmp.cli.shell.CompleteCommand;
import dev.qmp.cli.shell.ShellCommand;
import dev.qmp.cli.usage.ExitStatus;
import dev.qmp.cli.usage.LineWriter;
import dev.qmp.cli.usage.StandardOutput;
import java.lang.module.ModuleDescriptor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The entry point of the {@code qmp} tool: selects the subcommand. */
public final class Main {
    private Main() {}

    /**
     * Runs the tool and exits with its status.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        StandardOutput.begin();
        int status = run(Arrays.asList(args));
        System.out.flush();
        LineWriter.flushAll();
        System.exit(status);
    }

    /**
     * Runs the tool in this process.
     *
     * @param all the command line
     * @return the exit status
     */
    public static int run(List<String> all) {
        return ExitStatus.of(all.isEmpty() ? "" : all.get(0), () -> {
            int done = runSubcommand(all);
            if (done == ExitStatus.DONE) {
                StandardOutput.flush();
            }
            return done;
        });
    }

    private static int runSubcommand(List<String> all) {
        if (all.isEmpty()) {
            Help.printBriefly();
            return ExitStatus.USAGE;
        }
        List<String> rest = all.subList(1, all.size());
        return switch (all.get(0)) {
            case "serve" -> ServeCommand.run(rest);
            case "proxy" -> ServeCommand.proxy(rest);
            case "record" -> ServeCommand.record(rest);
            case "exec" -> ExecCommand.run(rest);
            case "events" -> EventsCommand.run(rest);
            case "ls" -> LsCommand.run(rest);
            case "shell" -> ShellCommand.run(rest);
            case "bench" -> BenchCommand.run(rest);
            case "json" -> JsonCommand.run(rest);
            case "schema" -> SchemaCommand.run(rest);
            case "completion" -> CompletionCommand.run(rest);
            case "__complete" -> CompleteCommand.run(rest);
            case "help" -> Help.run(rest);
            case "--help", "-h" -> Help.run(List.of());
            case "--version" -> {
                System.out.println(versions());
                yield ExitStatus.DONE;
            }
            default -> Help.unknownSubcommand(all.get(0));
        };
    }

    /** Returns one line such as {@code qmp 1.2.3 (Java 17.0.15, Linux amd64)}. */
    private static String versions() {
        String project = Optional.ofNullable(Main.class.getModule().getDescriptor())
                .flatMap(ModuleDescriptor::rawVersion)
                .orElse("unversioned");
        Runtime.Version java = Runtime.version();
        return "qmp " + project + " (Java " + java.feature() + "." + java.interim() + "." + java.update() + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ")";
    }
}
