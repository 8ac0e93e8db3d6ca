package dev.qmp.monitor.client;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Whom a client trusts with TLS, and how it identifies itself. The files are read at each connect. The server's name is checked
 * against its certificate. Thread: immutable, safe to share.
 *
 * @param authority a PEM file with the certificates of the authorities to trust, or null for the JDK's own trust store
 * @param certificate a PEM file with the client's certificate and the chain to its authority, or null for none
 * @param key a PEM file with the certificate's private key, not encrypted: PKCS #8, PKCS #1 (RSA) or SEC 1 (EC); null exactly if
 *     {@code certificate} is
 * @param serverName the name to find in the server's certificate, or null for the address's host
 */
public record TlsSettings(
        @Nullable Path authority,
        @Nullable Path certificate,
        @Nullable Path key,
        @Nullable String serverName) {
    /** The JDK's trust store, no client certificate. */
    public static final TlsSettings DEFAULT = new TlsSettings(null, null, null, null);

    /**
     * Checks that certificate and key come together.
     *
     * @param authority the authorities' certificates, or null
     * @param certificate the client's certificate, or null
     * @param key the client's key, or null
     * @param serverName the name to find, or null
     * @throws IllegalArgumentException if there is a certificate without key, or a key without certificate
     */
    public TlsSettings {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException("a client certificate needs a key, and a key its certificate");
        }
    }

    /**
     * Returns settings that trust other authorities.
     *
     * @param file a PEM file with certificates
     * @return the same settings but for this
     */
    public TlsSettings withAuthority(Path file) {
        return new TlsSettings(file, certificate, key, serverName);
    }

    /**
     * Returns settings with a client certificate.
     *
     * @param certificateFile a PEM file with the certificate and the chain to its authority
     * @param keyFile a PEM file with its private key
     * @return the same settings but for this
     */
    public TlsSettings withIdentity(Path certificateFile, Path keyFile) {
        return new TlsSettings(authority, certificateFile, keyFile, serverName);
    }

    /**
     * Returns settings that expect another name in the server's certificate than the address's host.
     *
     * @param name a host name or an address
     * @return the same settings but for this
     */
    public TlsSettings withServerName(String name) {
        return new TlsSettings(authority, certificate, key, name);
    }
}
