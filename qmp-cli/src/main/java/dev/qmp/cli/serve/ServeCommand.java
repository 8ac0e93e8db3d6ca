package dev.qmp.cli.serve;

import dev.qmp.cli.commandline.Help;
import dev.qmp.cli.log.Logging;
import dev.qmp.cli.usage.ErrorLine;
import dev.qmp.cli.usage.ExitStatus;
import dev.qmp.cli.usage.FailedException;
import dev.qmp.cli.usage.LineWriter;
import dev.qmp.dispatch.spi.ProviderException;
import dev.qmp.monitor.proxy.UpstreamException;
import dev.qmp.qapi.SchemaException;
import dev.qmp.qapi.replies.RepliesException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Objects;

/** {@code qmp serve}. */
public final class ServeCommand {
    private ServeCommand() {}

    /**
     * Serves until the end.
     *
     * @param arguments the command line after {@code serve}
     * @return the exit status
     */
    public static int run(List<String> arguments) {
        return run("serve", arguments);
    }

    /**
     * Shares another server's monitor until the end.
     *
     * @param arguments the command line after {@code proxy}
     * @return the exit status
     */
    public static int proxy(List<String> arguments) {
        return run("proxy", arguments);
    }

    /**
     * Records what another server answers until the end.
     *
     * @param arguments the command line after {@code record}
     * @return the exit status
     */
    public static int record(List<String> arguments) {
        return run("record", arguments);
    }

    private static int run(String subcommand, List<String> arguments) {
        ErrorLine.neverWait();
        Diagnostics.begin(subcommand);
        Thread.setDefaultUncaughtExceptionHandler(new LostThread());
        End end = new End();
        int status = ExitStatus.of(subcommand, () -> serve(subcommand, arguments, end));
        end.begin();
        LineWriter.flushAll();
        end.over(status);
        return status;
    }

    private static int serve(String subcommand, List<String> arguments, End end) {
        try {
            ServeOptions options =
                    switch (subcommand) {
                        case "proxy" -> ServeOptions.parseProxy(arguments, null);
                        case "record" -> ServeOptions.parseProxy(arguments, new RecordOptions());
                        default -> ServeOptions.parse(arguments);
                    };
            if (options.help()) {
                Help.print(List.of(subcommand));
                return ExitStatus.DONE;
            }
            if (options.verbosity() > 0 || options.logFile() != null) {
                Logging.start(options.verbosity(), options.logFile());
            }
            return serve(options, end);
        } catch (End.StartAbandoned e) {
            return ExitStatus.DONE;
        } catch (HelpRequest e) {
            System.out.println(e.getMessage());
            return e.status();
        } catch (StartException e) {
            e.lines().forEach(ErrorLine::print);
            return ExitStatus.FAILED;
        }
    }

    private static int serve(ServeOptions options, End end) {
        FleetOptions fleet = options.fleet();
        try {
            if (fleet != null) {
                return new Fleet(options, fleet, end).run();
            }
            new Server(options, end).run();
            return ExitStatus.DONE;
        } catch (SchemaException e) {
            throw new StartException(SchemaFiles.refusal(options, e));
        } catch (RepliesException e) {
            throw new StartException(Objects.requireNonNull(options.replies()).refusal(e));
        } catch (ProviderException | UpstreamException e) {
            throw new FailedException(String.valueOf(e.getMessage()));
        }
    }

    /** Logs the exception that ended a thread. */
    private static final class LostThread implements Thread.UncaughtExceptionHandler {
        @Override
        public void uncaughtException(Thread thread, Throwable failure) {
            System.getLogger(ServeCommand.class.getName())
                    .log(Level.ERROR, () -> "thread " + thread.getName() + " ended", failure);
        }
    }
}
