package dev.qmp.cli.serve;

import dev.qmp.cli.commandline.Help;
import dev.qmp.cli.log.Logging;
import dev.qmp.cli.usage.ErrorLine;
import dev.qmp.cli.usage.ExitStatus;
import dev.qmp.cli.usage.FailedException;
import dev.qmp.cli.usage.LineWriter;
import dev.qmp.cli.usage.Unexpected;
import dev.qmp.cli.usage.UsageException;
import dev.qmp.dispatch.spi.ProviderException;
import dev.qmp.qapi.SchemaException;
import dev.qmp.qapi.replies.RepliesException;
import java.lang.System.Logger.Level;
import java.util.List;

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
        ErrorLine.neverWait();
        Thread.setDefaultUncaughtExceptionHandler(new LostThread());
        End end = new End();
        int status;
        try {
            status = serve(arguments, end);
        } catch (RuntimeException | Error e) {
            ErrorLine.print("qmp serve: " + Unexpected.line(e));
            status = ExitStatus.FAILED;
        }
        end.begin();
        LineWriter.flushAll();
        end.over(status);
        return status;
    }

    private static int serve(List<String> arguments, End end) {
        String replies = "";
        try {
            ServeOptions options = ServeOptions.parse(arguments);
            replies = options.replies();
            if (options.help()) {
                Help.print(List.of("serve"));
                return ExitStatus.DONE;
            }
            if (options.verbosity() > 0 || options.logFile() != null) {
                Logging.start(options.verbosity(), options.logFile());
            }
            new Server(options, end).run();
            return ExitStatus.DONE;
        } catch (End.StartGivenUp e) {
            return ExitStatus.DONE;
        } catch (UsageException e) {
            ErrorLine.print("qmp serve: " + e.withHelp("qmp serve"));
            return ExitStatus.USAGE;
        } catch (HelpRequest e) {
            System.out.println(e.getMessage());
            return e.status();
        } catch (StartException e) {
            e.lines().forEach(ErrorLine::print);
            return ExitStatus.FAILED;
        } catch (SchemaException e) {
            String.valueOf(e.getMessage()).lines().forEach(ErrorLine::print);
            return ExitStatus.FAILED;
        } catch (RepliesException e) {
            for (String problem : e.problems()) {
                ErrorLine.print("qmp serve: --replies " + replies + ": " + problem);
            }
            return ExitStatus.FAILED;
        } catch (FailedException | ProviderException e) {
            ErrorLine.print("qmp serve: " + e.getMessage());
            return ExitStatus.FAILED;
        }
    }

    /** Logs what ended a thread. */
    private static final class LostThread implements Thread.UncaughtExceptionHandler {
        @Override
        public void uncaughtException(Thread thread, Throwable failure) {
            System.getLogger(ServeCommand.class.getName())
                    .log(Level.ERROR, () -> "thread " + thread.getName() + " ended", failure);
        }
    }
}
