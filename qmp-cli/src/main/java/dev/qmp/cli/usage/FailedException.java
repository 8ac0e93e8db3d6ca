package dev.qmp.cli.usage;

/**
 * Work that failed; the message is one line.
 *
 * <p>Thread: immutable.
 */
public final class FailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The exit status. */
    private final int status;

    /**
     * Makes the exception.
     *
     * @param message what failed, and on what
     */
    public FailedException(String message) {
        this(message, ExitStatus.FAILED);
    }

    private FailedException(String message, int status) {
        super(message, null, false, false);
        this.status = status;
    }

    /**
     * Makes the exception of work that was not done in time.
     *
     * @param message what was waited for, and how long
     * @return the exception
     */
    public static FailedException late(String message) {
        return new FailedException(message, ExitStatus.LATE);
    }

    /** The reader of standard output has seen enough, which is no news to anybody. */
    static FailedException readerGone() {
        return new FailedException("standard output: Broken pipe", ExitStatus.READER_GONE);
    }

    /**
     * Returns the exit status.
     *
     * @return one of {@link ExitStatus}
     */
    public int status() {
        return status;
    }
}
