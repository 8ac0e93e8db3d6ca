package dev.qmp.cli.usage;

import java.io.IOException;

/**
 * The exit statuses of all subcommands, and the one rule that decides between them: {@link #USAGE} if the command line alone shows
 * that it is wrong, {@link #FAILED} if it is understood and its work fails, such as on a file that cannot be read. The options of
 * devices and machines are QEMU's, and so is the status of their errors: always {@link #FAILED}.
 */
public final class ExitStatus {
    /** Done. */
    public static final int DONE = 0;
    /** The work failed; one line on standard error says why. */
    public static final int FAILED = 1;
    /** The command line is wrong; one line on standard error says how. */
    public static final int USAGE = 2;
    /** The time was over before the work was done; one line on standard error says what was waited for. */
    public static final int LATE = 3;
    /** Nobody reads standard output any more: as if SIGPIPE had ended the process, and as silently. */
    public static final int READER_GONE = 141;

    private ExitStatus() {}

    /** The work of a subcommand. */
    @FunctionalInterface
    public interface Work {
        /**
         * Does the work.
         *
         * @return the exit status
         * @throws UsageException if the command line is wrong
         * @throws FailedException if the work fails
         * @throws IOException if the work fails
         */
        int run() throws IOException;
    }

    /**
     * Does the work of a subcommand, and prints one line if it throws anything.
     *
     * @param name the subcommand, such as {@code exec} or {@code schema diff}; empty for the tool itself
     * @param work its work
     * @return the exit status
     */
    public static int of(String name, Work work) {
        String prefix = (name.isEmpty() ? "qmp" : "qmp " + name.split(" ", 2)[0]) + ": ";
        try {
            return work.run();
        } catch (UsageException e) {
            String message = String.valueOf(e.getMessage());
            String help = message.endsWith("?") ? "" : "; see '" + ("qmp " + name).strip() + " --help'";
            ErrorLine.print(prefix + message + help);
            return USAGE;
        } catch (FailedException e) {
            if (e.status() != READER_GONE) {
                ErrorLine.print(prefix + e.getMessage());
            }
            return e.status();
        } catch (IOException e) {
            ErrorLine.print(prefix + IoErrors.line(e));
        } catch (RuntimeException | Error e) {
            StackTraceElement[] frames = e.getStackTrace();
            ErrorLine.print(prefix + e + (frames.length == 0 ? "" : ", at " + frames[0]));
        }
        return FAILED;
    }
}
