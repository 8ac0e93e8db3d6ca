package dev.qmp.monitor.client.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes TLS contexts from PEM files. Thread: stateless. */
public final class TlsContexts {
    private static final char[] NO_PASSWORD = new char[0]; // of a key store that never leaves the memory

    private TlsContexts() {}

    /**
     * Makes the context of a client.
     *
     * @param authority the authorities' certificates, or null for the JDK's trust store
     * @param certificate the client's certificate chain, or null for none
     * @param key the client's key, or null for none
     * @return the context
     * @throws IOException if a file cannot be read, or is no such file; the message names it
     * @throws GeneralSecurityException if the JDK refuses what is in it
     */
    public static SSLContext client(@Nullable Path authority, @Nullable Path certificate, @Nullable Path key)
            throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManager @Nullable [] keys = certificate == null || key == null ? null : identity(certificate, key);
        TrustManager @Nullable [] trust = authority == null ? null : authorities(authority);
        context.init(keys, trust, null);
        return context;
    }

    private static KeyManager[] identity(Path certificate, Path key) throws IOException, GeneralSecurityException {
        List<X509Certificate> chain = PemFile.read(certificate).certificates();
        KeyStore store = emptyStore();
        store.setKeyEntry("client", PemFile.read(key).privateKey(), NO_PASSWORD, chain.toArray(new Certificate[0]));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static TrustManager[] authorities(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = emptyStore();
        int number = 0;
        for (X509Certificate certificate : PemFile.read(file).certificates()) {
            store.setCertificateEntry("authority" + number++, certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
