package dev.qmp.cli.serve;

import dev.qmp.cli.commandline.Help;
import dev.qmp.cli.log.Logging;
import dev.qmp.cli.usage.ExitStatus;
import dev.qmp.cli.usage.FailedException;
import dev.qmp.cli.usage.UsageException;
import dev.qmp.qapi.RepliesException;
import dev.qmp.qapi.SchemaException;
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
            new Server(options).run();
            return ExitStatus.DONE;
        } catch (UsageException e) {
            System.err.println("qmp serve: " + e.withHelp("qmp serve"));
            return ExitStatus.USAGE;
        } catch (HelpRequest e) {
            System.out.println(e.getMessage());
            return e.status();
        } catch (StartException e) {
            System.err.println(e.getMessage());
            return ExitStatus.FAILED;
        } catch (SchemaException e) {
            System.err.println(e.getMessage());
            return ExitStatus.FAILED;
        } catch (RepliesException e) {
            for (String problem : e.problems()) {
                System.err.println("qmp serve: --replies " + replies + ": " + problem);
            }
            return ExitStatus.FAILED;
        } catch (FailedException | IllegalStateException e) {
            System.err.println("qmp serve: " + e.getMessage());
            return ExitStatus.FAILED;
        }
    }
}
