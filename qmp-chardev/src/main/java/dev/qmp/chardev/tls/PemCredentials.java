package dev.qmp.chardev.tls;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.internal.system.SystemErrors;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * From PEM files to the JDK's TLS objects.
 *
 * <p>Thread: stateless.
 */
final class PemCredentials {
    private static final char[] NO_PASSWORD = {};

    private PemCredentials() {}

    static SSLContext context(Path directory, TlsCredentials.Endpoint endpoint, boolean verifyPeer) {
        boolean server = endpoint == TlsCredentials.Endpoint.SERVER;
        String name = server ? "server" : "client";
        Path ca = directory.resolve("ca-cert.pem");
        Path certificate = directory.resolve(name + "-cert.pem");
        Path key = directory.resolve(name + "-key.pem");
        try {
            TrustManager[] trust = verifyPeer || !server || Files.exists(ca)
                    ? trust(certificates(ca), verifyPeer)
                    : new TrustManager[] {new TrustEverybody()};
            boolean anonymous = !server && !Files.exists(certificate) && !Files.exists(key);
            KeyManager[] keys = anonymous ? new KeyManager[0] : keys(certificates(certificate), PemKey.read(key));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust, null);
            return context;
        } catch (IOException e) {
            throw new ChardevException(String.valueOf(e.getMessage()));
        } catch (GeneralSecurityException e) {
            throw new ChardevException("Unable to use credentials in " + directory + ": " + e.getMessage());
        }
    }

    static String text(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IOException("Unable to access credentials " + file + ": " + SystemErrors.text(e), e);
        }
    }

    private static List<X509Certificate> certificates(Path file) throws IOException {
        byte[] text = text(file).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        List<X509Certificate> found = new ArrayList<>();
        try {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(text))) {
                found.add((X509Certificate) certificate);
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("Unable to import certificate " + file + ": " + e.getMessage(), e);
        }
        if (found.isEmpty()) {
            throw new IOException("Unable to import certificate " + file + ": no certificate in it");
        }
        return found;
    }

    private static TrustManager[] trust(List<X509Certificate> authorities, boolean verifyPeer)
            throws GeneralSecurityException, IOException {
        if (!verifyPeer) {
            return new TrustManager[] {new TrustEverybody()};
        }
        KeyStore store = emptyStore();
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("ca" + i, authorities.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyManager[] keys(List<X509Certificate> chain, PrivateKey key)
            throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        store.setKeyEntry("key", key, NO_PASSWORD, chain.toArray(new Certificate[0]));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /** What {@code verify-peer=off} asks for. Thread: stateless. */
    private static final class TrustEverybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, javax.net.ssl.SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
