package dev.qmp.chardev.internal.pem;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What the JDK's trust manager leaves open: certificates that were revoked, weak signatures and keys below authorities of our own, and,
 * if wanted, certificates that do not say what they are for. Specification: {@code chardev-tls-certificates}.
 *
 * <p>Thread: immutable.
 */
final class StrictTrust extends X509ExtendedTrustManager {
    private static final int LEAST_RSA = 2048;
    private static final int LEAST_EC = 224;

    private final X509ExtendedTrustManager trust;
    private final List<X509Certificate> authorities;
    private final List<X509CRL> revoked;
    private final boolean usageRequired;

    StrictTrust(
            X509ExtendedTrustManager trust,
            List<X509Certificate> authorities,
            List<X509CRL> revoked,
            boolean usageRequired) {
        this.trust = trust;
        this.authorities = List.copyOf(authorities);
        this.revoked = List.copyOf(revoked);
        this.usageRequired = usageRequired;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        trust.checkClientTrusted(chain, authType, engine);
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        trust.checkServerTrusted(chain, authType, engine);
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        trust.checkClientTrusted(chain, authType, socket);
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        trust.checkServerTrusted(chain, authType, socket);
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        trust.checkClientTrusted(chain, authType);
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        trust.checkServerTrusted(chain, authType);
        check(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return trust.getAcceptedIssuers();
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        if (usageRequired && chain[0].getExtendedKeyUsage() == null) {
            throw new CertificateException("certificate " + name(chain[0]) + " does not say what it is for");
        }
        for (X509Certificate certificate : path(chain)) {
            check(certificate);
        }
    }

    /** The peer's certificates, and the authorities of ours that vouch for the last of them. */
    private List<X509Certificate> path(X509Certificate[] chain) {
        List<X509Certificate> path = new ArrayList<>(List.of(chain));
        for (int i = 0; i <= authorities.size(); i++) {
            X509Certificate last = path.get(path.size() - 1);
            X509Certificate issuer = first(other -> !path.contains(other) && signed(last, other));
            if (issuer == null) {
                break;
            }
            path.add(issuer);
        }
        return path;
    }

    private @Nullable X509Certificate first(Predicate<X509Certificate> wanted) {
        return authorities.stream().filter(wanted).findFirst().orElse(null);
    }

    private static boolean signed(X509Certificate certificate, X509Certificate issuer) {
        if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private void check(X509Certificate certificate) throws CertificateException {
        PublicKey key = certificate.getPublicKey();
        if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < LEAST_RSA) {
            throw new CertificateException("certificate " + name(certificate) + " has a key of only "
                    + rsa.getModulus().bitLength() + " bits");
        }
        if (key instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() < LEAST_EC) {
            throw new CertificateException("certificate " + name(certificate) + " has a key of only "
                    + ec.getParams().getOrder().bitLength() + " bits");
        }
        boolean root = authorities.contains(certificate)
                && certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
        String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        if (!root && (algorithm.startsWith("SHA1") || algorithm.startsWith("MD"))) {
            throw new CertificateException("certificate " + name(certificate) + " is signed with "
                    + certificate.getSigAlgName() + ", which can be forged");
        }
        for (X509CRL list : revoked) {
            if (list.getIssuerX500Principal().equals(certificate.getIssuerX500Principal())) {
                if (list.isRevoked(certificate)) {
                    throw new CertificateException("certificate " + name(certificate) + " has been revoked");
                }
                if (list.getNextUpdate() != null
                        && list.getNextUpdate().toInstant().isBefore(Instant.now())) {
                    throw new CertificateException("the list of revoked certificates of "
                            + list.getIssuerX500Principal().getName() + " is out of date since "
                            + list.getNextUpdate());
                }
            }
        }
    }

    private static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }
}
