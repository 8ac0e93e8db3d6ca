package dev.qmp.chardev.tls;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.internal.system.Logs;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The checks of our own certificate and key, before anybody connects, with QEMU's texts where it has one. What is wrong for certain is an
 * error; what peers may or may not accept is a warning. Specification: {@code chardev-tls-own}.
 *
 * <p>Thread: confined to one thread.
 */
final class OwnCertificate {
    private static final String SERVER_PURPOSE = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_PURPOSE = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_PURPOSE = "2.5.29.37.0";
    private static final String KEY_USAGE = "2.5.29.15";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String PURPOSE = "2.5.29.37";
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int CERTIFICATE_SIGNING = 5;

    private final boolean server;

    OwnCertificate(boolean server) {
        this.server = server;
    }

    /** Checks the authorities in a file. */
    void checkAuthorities(Path file, List<X509Certificate> authorities) {
        for (X509Certificate authority : authorities) {
            checkTimes(file, authority, "CA");
            if (authority.getExtensionValue(BASIC_CONSTRAINTS) == null) {
                throw new ChardevException("The certificate " + file + " is missing basic constraints for a CA");
            }
            if (authority.getBasicConstraints() < 0) {
                throw new ChardevException("The certificate " + file + " basic constraints do not show a CA");
            }
            checkUsage(file, authority, CERTIFICATE_SIGNING, "certificate signing");
        }
    }

    /** Checks our certificate and those that vouch for it. */
    void check(Path file, List<X509Certificate> chain, Path authorityFile, List<X509Certificate> authorities) {
        X509Certificate own = chain.get(0);
        checkTimes(file, own, server ? "server" : "client");
        if (own.getBasicConstraints() >= 0) {
            throw new ChardevException("The certificate " + file
                    + " basic constraints show a CA, but we need one for a " + (server ? "server" : "client"));
        }
        checkUsage(file, own, DIGITAL_SIGNATURE, "digital signature");
        checkPurpose(file, own);
        if (!authorities.isEmpty()) {
            validate(file, chain, authorityFile, authorities);
        }
    }

    private static void checkTimes(Path file, X509Certificate certificate, String whose) {
        Instant now = Instant.now();
        if (certificate.getNotAfter().toInstant().isBefore(now)) {
            throw new ChardevException("The " + whose + " certificate " + file + " has expired");
        }
        if (certificate.getNotBefore().toInstant().isAfter(now)) {
            throw new ChardevException("The " + whose + " certificate " + file + " is not yet active");
        }
    }

    private static void checkUsage(Path file, X509Certificate certificate, int bit, String what) {
        boolean[] usage = certificate.getKeyUsage();
        if (usage != null && !usage[bit]) {
            refuse(certificate, KEY_USAGE, "Certificate " + file + " usage does not permit " + what);
        }
    }

    private void checkPurpose(Path file, X509Certificate certificate) {
        List<String> purposes;
        try {
            purposes = certificate.getExtendedKeyUsage();
        } catch (CertificateParsingException e) {
            throw new ChardevException("Unable to import certificate " + file + ": " + e.getMessage());
        }
        if (purposes != null
                && !purposes.contains(ANY_PURPOSE)
                && !purposes.contains(server ? SERVER_PURPOSE : CLIENT_PURPOSE)) {
            refuse(
                    certificate,
                    PURPOSE,
                    "Certificate " + file + " purpose does not allow use with a TLS " + (server ? "server" : "client"));
        }
    }

    /** Refuses what a critical extension forbids; peers may not mind if it is not critical. */
    private static void refuse(X509Certificate certificate, String extension, String problem) {
        if (certificate.getCriticalExtensionOIDs().contains(extension)) {
            throw new ChardevException(problem);
        }
        warn(problem);
    }

    private static void validate(
            Path file, List<X509Certificate> chain, Path authorityFile, List<X509Certificate> authorities) {
        try {
            Set<TrustAnchor> anchors = new HashSet<>();
            authorities.forEach(authority -> anchors.add(new TrustAnchor(authority, null)));
            PKIXParameters parameters = new PKIXParameters(anchors);
            parameters.setRevocationEnabled(false);
            List<X509Certificate> path =
                    chain.stream().filter(one -> !authorities.contains(one)).toList();
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
        } catch (GeneralSecurityException e) {
            throw new ChardevException("Our own certificate " + file + " failed validation against " + authorityFile
                    + ": " + e.getMessage());
        }
    }

    /** Checks that the key is that of the certificate, and that nobody else can read it. */
    static void checkKey(Path file, PrivateKey key, Path certificateFile, X509Certificate certificate) {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    case "RSASSA-PSS" -> "";
                    default -> key.getAlgorithm();
                };
        if (!algorithm.isEmpty() && !belongs(algorithm, key, certificate)) {
            throw new ChardevException("The key " + file + " does not belong to the certificate " + certificateFile);
        }
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (permissions.contains(PosixFilePermission.OTHERS_READ)
                    || permissions.contains(PosixFilePermission.GROUP_READ)) {
                warn("The key " + file + " can be read by other users");
            }
        } catch (IOException | UnsupportedOperationException e) {
            Logs.of(OwnCertificate.class).log(Level.DEBUG, "no permissions of " + file, e);
        }
    }

    private static boolean belongs(String algorithm, PrivateKey key, X509Certificate certificate) {
        byte[] message = {1, 2, 3};
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(message);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(message);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Checks that our certificate is not revoked. */
    static void checkRevocation(Path file, X509Certificate certificate, List<X509CRL> revoked) {
        for (X509CRL list : revoked) {
            if (list.getIssuerX500Principal().equals(certificate.getIssuerX500Principal())
                    && list.isRevoked(certificate)) {
                throw new ChardevException("Our own certificate " + file + " has been revoked");
            }
        }
    }

    private static void warn(String problem) {
        Logs.of(OwnCertificate.class).log(Level.WARNING, problem);
    }
}
