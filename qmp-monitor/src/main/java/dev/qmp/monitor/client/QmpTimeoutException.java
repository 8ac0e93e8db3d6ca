package dev.qmp.monitor.client;

import java.io.IOException;

/** The reply to a command did not come in time. The command may still be executed; a late reply is dropped. */
public final class QmpTimeoutException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message the command, the address and the time
     */
    public QmpTimeoutException(String message) {
        super(message);
    }

    /** Makes the exception that a blocking call throws for one of a future. */
    QmpTimeoutException(String message, Throwable cause) {
        super(message, cause);
    }
}
