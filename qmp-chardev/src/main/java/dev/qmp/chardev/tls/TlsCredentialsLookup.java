package dev.qmp.chardev.tls;

import dev.qmp.chardev.ChardevException;

/**
 * Finds the credentials that {@code tls-creds=ID} names.
 *
 * <p>Thread: any.
 */
public interface TlsCredentialsLookup {
    /**
     * Finds credentials.
     *
     * @param id the object's id
     * @return the credentials
     * @throws ChardevException {@code No TLS credentials with id 'ID'} or {@code Object with id 'ID' is not TLS credentials}
     */
    TlsCredentials find(String id);

    /**
     * Decides whether a peer may connect, for {@code tls-authz=ID}. Asked after the handshake.
     *
     * @param id the id of the object that decides
     * @param distinguishedName the peer's name
     * @return false by default: an object that does not exist authorizes no one
     */
    default boolean isAuthorized(String id, String distinguishedName) {
        return false;
    }
}
