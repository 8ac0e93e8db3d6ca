package dev.qmp.cli.usage;

/** The exit statuses of all subcommands. */
public final class ExitStatus {
    /** Done. */
    public static final int DONE = 0;
    /** The work failed; one line on the error stream says why. */
    public static final int FAILED = 1;
    /** The command line is wrong. */
    public static final int USAGE = 2;

    private ExitStatus() {}
}
