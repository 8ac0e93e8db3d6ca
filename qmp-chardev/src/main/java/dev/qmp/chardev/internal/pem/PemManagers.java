package dev.qmp.chardev.internal.pem;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** From certificates and keys to the JDK's TLS objects. Thread: stateless. */
public final class PemManagers {
    private static final char[] NO_PASSWORD = {}; // of a key store that never leaves the memory

    private PemManagers() {}

    /**
     * Shows a certificate to the peer.
     *
     * @param chain the certificate, followed by those that vouch for it
     * @param key its key
     * @return the managers for a TLS context
     * @throws IOException never in practice: the key store is in memory
     * @throws GeneralSecurityException if the JDK refuses the certificates or the key
     */
    public static KeyManager[] identity(List<X509Certificate> chain, PrivateKey key)
            throws IOException, GeneralSecurityException {
        KeyStore store = emptyStore();
        store.setKeyEntry("key", key, NO_PASSWORD, chain.toArray(new Certificate[0]));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    /**
     * Trusts the peers that certain authorities vouch for.
     *
     * @param authorities the authorities' certificates
     * @return the managers for a TLS context
     * @throws IOException never in practice: the key store is in memory
     * @throws GeneralSecurityException if the JDK refuses the certificates
     */
    public static TrustManager[] trust(List<X509Certificate> authorities) throws IOException, GeneralSecurityException {
        return trust(authorities, List.of(), false);
    }

    /**
     * Trusts the peers that certain authorities vouch for, unless they are revoked.
     *
     * @param authorities the authorities' certificates
     * @param revoked lists of revoked certificates
     * @param usageRequired whether a peer's certificate must say what it is for
     * @return the managers for a TLS context
     * @throws IOException never in practice: the key store is in memory
     * @throws GeneralSecurityException if the JDK refuses the certificates
     */
    public static TrustManager[] trust(List<X509Certificate> authorities, List<X509CRL> revoked, boolean usageRequired)
            throws IOException, GeneralSecurityException {
        KeyStore store = emptyStore();
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("authority" + i, authorities.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        TrustManager[] managers = factory.getTrustManagers();
        for (int i = 0; i < managers.length; i++) {
            if (managers[i] instanceof X509ExtendedTrustManager trust) {
                managers[i] = new StrictTrust(trust, authorities, revoked, usageRequired);
            }
        }
        return managers;
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
