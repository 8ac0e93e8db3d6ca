package dev.qmp.cli.serve;

import dev.qmp.cli.usage.ExitStatus;
import dev.qmp.cli.usage.UsageException;
import dev.qmp.qapi.RepliesException;
import dev.qmp.qapi.SchemaException;
import java.util.List;

/** {@code qmp serve}. */
public final class ServeCommand {
    private static final String HELP = """
            Usage: qmp serve [OPTION]...

            Serves QMP monitors of a small simulated machine. Without any device QMP is spoken on the
            standard streams, and the end of the input, when all is answered, ends it.

              -qmp DEV                 a monitor on a device: stdio, or unix:PATH,server=on,wait=off
              -qmp-pretty DEV          the same with indented output
              -chardev BACKEND,id=ID[,OPTION=VALUE]...
                                       a device, such as socket,id=m,path=PATH,server=on,wait=off
              -mon chardev=ID,mode=control[,pretty=on][,dialect=modern|rfc]
                                       a monitor on that device
              -name NAME               the machine's name, for query-name
              -S                       start paused
              -compat [deprecated-input=accept|reject][,deprecated-output=accept|hide]
                      [,unstable-input=accept|reject][,unstable-output=accept|hide]
                                       what becomes of deprecated and unstable commands and members
              --schema FILE            serve the commands of a QAPI schema instead of the built-in ones; a built-in
                                       command keeps its handler if the file declares it with the same shape
              --schema-add FILE        serve the commands of a QAPI schema besides
              --replies FILE           the answers of commands that have no handler, as JSON:
                                       {"COMMAND": {"return": VALUE, "delay": MS, "events": [{"event": NAME}]}}
              --docs strict|warn|off   what wrong documentation in these schemas means
              -D NAME                  a name that is true in the schemas' conditions; without any, all hold
              --no-conditions          none holds
              --negotiation-timeout S  close a session that has not negotiated after so many seconds (0: never)
              --spin US                look for the next request for so many microseconds before sleeping, while
                                       requests come in quick succession (30)
              --check-providers        check what handlers return and emit against the schema
              --report-version M.m.u[:PACKAGE]
                                       the version to report
              --help                   show this text

            Example: two monitors on sockets, until SIGTERM or the command quit
              qmp serve -qmp unix:/tmp/a.sock,server=on,wait=off -qmp unix:/tmp/b.sock,server=on,wait=off
            """;

    private ServeCommand() {}

    /**
     * Serves until the end.
     *
     * @param arguments the command line after {@code serve}
     * @return the exit status
     */
    public static int run(List<String> arguments) {
        try {
            ServeOptions options = ServeOptions.parse(arguments);
            if (options.help()) {
                System.out.print(HELP);
                return ExitStatus.DONE;
            }
            new Server(options).run();
            return ExitStatus.DONE;
        } catch (UsageException e) {
            System.err.println("qmp serve: " + e.getMessage() + "; see 'qmp serve --help'");
            return ExitStatus.USAGE;
        } catch (StartException e) {
            System.err.println(e.getMessage());
            return ExitStatus.FAILED;
        } catch (SchemaException e) {
            System.err.println(e.getMessage());
            return ExitStatus.FAILED;
        } catch (RepliesException e) {
            e.problems().forEach(problem -> System.err.println("qmp serve: --replies: " + problem));
            return ExitStatus.FAILED;
        } catch (IllegalStateException e) {
            System.err.println("qmp serve: " + e.getMessage());
            return ExitStatus.FAILED;
        }
    }
}
