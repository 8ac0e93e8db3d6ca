package dev.qmp.monitor.client;

import org.jspecify.annotations.Nullable;

/**
 * The server sent what is not QMP: another protocol where the greeting should be, or bytes that are no JSON. The connection is ended by it,
 * since the lost message may have been the reply to any request.
 */
public final class QmpProtocolException extends QmpConnectionException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message the address and the reason
     */
    public QmpProtocolException(String message) {
        super(message);
    }

    /**
     * Makes the exception with a cause.
     *
     * @param message the address and the reason
     * @param cause what happened below, or null
     */
    public QmpProtocolException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
