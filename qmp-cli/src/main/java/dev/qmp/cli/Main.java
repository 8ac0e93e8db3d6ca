package dev.qmp.cli;

import dev.qmp.cli.json.JsonCommand;
import dev.qmp.cli.schema.SchemaCommand;
import dev.qmp.cli.serve.ServeCommand;
import dev.qmp.cli.usage.ExitStatus;
import java.util.Arrays;
import java.util.List;

/** The entry of the {@code qmp} tool: leads to the subcommand. */
public final class Main {
    private static final String USAGE = """
            Usage: qmp SUBCOMMAND [ARGUMENT]...

            qmp speaks QMP, the monitor protocol of QEMU, with out-of-band execution.

              serve      serve QMP monitors
              json       read the dialect of a QMP monitor, write strict JSON
              schema     check QAPI schemas, and describe them as query-qmp-schema does

            'qmp SUBCOMMAND --help' shows the arguments and an example.

            Options:
              --help     show this text
              --version  show the version
            """;

    private Main() {}

    /**
     * Runs the tool and exits with its status.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        int status = run(args);
        System.out.flush();
        System.exit(status);
    }

    private static int run(String[] args) {
        if (args.length == 0) {
            System.err.print(USAGE);
            return ExitStatus.USAGE;
        }
        List<String> rest = Arrays.asList(args).subList(1, args.length);
        return switch (args[0]) {
            case "serve" -> ServeCommand.run(rest);
            case "json" -> JsonCommand.run(rest);
            case "schema" -> SchemaCommand.run(rest);
            case "--help", "-h", "help" -> {
                System.out.print(USAGE);
                yield ExitStatus.DONE;
            }
            case "--version" -> {
                System.out.println(Versions.line());
                yield ExitStatus.DONE;
            }
            default -> {
                System.err.println("qmp: unknown subcommand '" + args[0] + "'; see 'qmp --help'");
                yield ExitStatus.USAGE;
            }
        };
    }
}
