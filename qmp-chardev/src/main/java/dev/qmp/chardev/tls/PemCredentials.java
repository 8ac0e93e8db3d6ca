package dev.qmp.chardev.tls;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.internal.pem.PemException;
import dev.qmp.chardev.internal.pem.PemFile;
import dev.qmp.chardev.internal.pem.PemManagers;
import dev.qmp.chardev.internal.system.SystemErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * From the PEM files of a directory to a TLS context, with QEMU's beginnings of error texts.
 *
 * <p>Thread: stateless.
 */
final class PemCredentials {
    private PemCredentials() {}

    static SSLContext context(
            Path directory,
            TlsCredentials.Endpoint endpoint,
            boolean verifyPeer,
            boolean checked,
            boolean usageRequired) {
        boolean server = endpoint == TlsCredentials.Endpoint.SERVER;
        String name = server ? "server" : "client";
        Path ca = directory.resolve("ca-cert.pem");
        Path crl = directory.resolve("ca-crl.pem");
        Path certificate = directory.resolve(name + "-cert.pem");
        Path key = directory.resolve(name + "-key.pem");
        try {
            // The authorities are read even if nobody is verified, so that a damaged file is found.
            List<X509Certificate> authorities =
                    verifyPeer || !server || Files.exists(ca) ? certificates(ca) : List.of();
            List<X509CRL> revoked = Files.exists(crl) ? revocationLists(crl, authorities) : List.of();
            TrustManager[] trust = verifyPeer
                    ? PemManagers.trust(authorities, revoked, usageRequired)
                    : new TrustManager[] {new TrustEverybody()};
            OwnCertificate own = new OwnCertificate(server);
            if (checked) {
                own.checkAuthorities(ca, authorities);
            }
            KeyManager[] keys = {};
            if (server || Files.exists(certificate) || Files.exists(key)) {
                List<X509Certificate> chain = certificates(certificate);
                PrivateKey secret = key(key);
                if (checked) {
                    own.check(certificate, chain, ca, authorities);
                    OwnCertificate.checkKey(key, secret, certificate, chain.get(0));
                    OwnCertificate.checkRevocation(certificate, chain.get(0), revoked);
                }
                keys = PemManagers.identity(chain, secret);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust, null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new ChardevException("Unable to use credentials in " + directory + ": " + e.getMessage());
        }
    }

    private static List<X509Certificate> certificates(Path file) {
        try {
            return read(file).certificates();
        } catch (PemException e) {
            throw new ChardevException("Unable to import certificate " + file + ": " + e.problem());
        }
    }

    /** A list that none of the authorities has signed could revoke nothing; it is a mistake. */
    private static List<X509CRL> revocationLists(Path file, List<X509Certificate> authorities) {
        try {
            List<X509CRL> lists = read(file).revocationLists();
            for (X509CRL list : lists) {
                if (!authorities.isEmpty() && authorities.stream().noneMatch(authority -> isSigned(list, authority))) {
                    throw new ChardevException(
                            "Unable to import revocation list " + file + ": no authority signed that of "
                                    + list.getIssuerX500Principal().getName());
                }
            }
            return lists;
        } catch (PemException e) {
            throw new ChardevException("Unable to import revocation list " + file + ": " + e.problem());
        }
    }

    private static boolean isSigned(X509CRL list, X509Certificate authority) {
        try {
            list.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static PrivateKey key(Path file) {
        try {
            return read(file).privateKey();
        } catch (PemException e) {
            throw new ChardevException("Unable to import key " + file + ": " + e.problem());
        }
    }

    private static PemFile read(Path file) throws PemException {
        try {
            return PemFile.read(file);
        } catch (PemException e) {
            throw e;
        } catch (IOException e) {
            throw new ChardevException("Unable to access credentials " + file + ": " + SystemErrors.text(e));
        }
    }

    /** Trusts every peer, for {@code verify-peer=off}. Thread: stateless. */
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
