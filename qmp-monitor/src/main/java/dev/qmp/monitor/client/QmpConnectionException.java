package dev.qmp.monitor.client;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * There is no connection to the server: it could not be made, it ended before the reply came, or the server does not speak the protocol. The
 * message names the address and the reason, in one line. Whether a command whose future fails with this was executed is not known.
 */
public class QmpConnectionException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message the address and the reason
     */
    public QmpConnectionException(String message) {
        super(message);
    }

    /**
     * Makes the exception with a cause.
     *
     * @param message the address and the reason
     * @param cause what happened below, or null
     */
    public QmpConnectionException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
