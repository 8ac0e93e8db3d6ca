package dev.qmp.chardev;

/**
 * Finds the credentials that {@code tls-creds=ID} names.
 *
 * <p>Thread: any.
 */
@FunctionalInterface
public interface TlsCredentialsLookup {
    /**
     * Finds credentials.
     *
     * @param id the object's id
     * @return the credentials
     * @throws ChardevException {@code No TLS credentials with id 'ID'} or {@code Object with id 'ID' is not TLS credentials}
     */
    TlsCredentials find(String id);
}
