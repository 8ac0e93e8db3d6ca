package dev.qmp.chardev;

import javax.net.ssl.SSLContext;

/**
 * Certificates and keys for one end of TLS connections.
 *
 * <p>Thread: immutable.
 *
 * @param context the keys and whom to trust
 * @param endpoint which end they are for
 * @param verifyPeer whether the other end must show a certificate we trust
 */
public record TlsCredentials(SSLContext context, Endpoint endpoint, boolean verifyPeer) {
    /** One end of a connection. Thread: immutable. */
    public enum Endpoint {
        /** The end that listens. */
        SERVER,
        /** The end that connects. */
        CLIENT
    }
}
