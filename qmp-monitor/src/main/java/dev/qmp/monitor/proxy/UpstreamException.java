package dev.qmp.monitor.proxy;

/** The server whose monitor is shared cannot be reached, is not a QMP server, or has gone; the message says so in one line. */
public final class UpstreamException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message one line that names the server's address
     */
    public UpstreamException(String message) {
        super(message);
    }
}
