package dev.qmp.dispatch.spi;

/**
 * Thrown while commands are collected, if a provider does not keep its contract: a command without a handler, a handler
 * without a command, a handler that does not fit its declaration, a service that the host does not offer.
 *
 * <p>The message is one line that names the provider or the places in the schemas.
 */
public final class ProviderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message one line that says what is wrong, and where
     */
    public ProviderException(String message) {
        super(message);
    }

    /**
     * Makes an exception with a cause.
     *
     * @param message one line that says what is wrong, and where
     * @param cause what the provider threw
     */
    public ProviderException(String message, Throwable cause) {
        super(message, cause);
    }
}
