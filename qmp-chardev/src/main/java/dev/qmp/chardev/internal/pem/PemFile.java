package dev.qmp.chardev.internal.pem;

import dev.qmp.chardev.internal.system.Logs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The blocks of a PEM file (RFC 7468). Thread: immutable. */
public final class PemFile {
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Block(String label, byte[] der) {}

    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s([^-]*)-----END \\1-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

    private final Path path;
    private final List<Block> blocks;

    private PemFile(Path path, List<Block> blocks) {
        this.path = path;
        this.blocks = blocks;
    }

    /**
     * Reads a file. What is not in a block is ignored.
     *
     * @param path the file
     * @return its blocks
     * @throws PemException if a block is damaged
     * @throws IOException if the file cannot be read
     */
    public static PemFile read(Path path) throws IOException {
        String text = Files.readString(path, StandardCharsets.ISO_8859_1);
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            try {
                blocks.add(new Block(matcher.group(1), Base64.getMimeDecoder().decode(matcher.group(2))));
            } catch (IllegalArgumentException e) {
                throw new PemException(path, "damaged PEM block: " + e.getMessage(), e);
            }
        }
        return new PemFile(path, blocks);
    }

    /**
     * The certificates.
     *
     * @return all of them, at least one
     * @throws PemException if there is none, or one is not a certificate
     */
    public List<X509Certificate> certificates() throws PemException {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Block block : blocks) {
                if (block.label.endsWith("CERTIFICATE")) {
                    certificates.add(
                            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der)));
                }
            }
        } catch (CertificateException e) {
            throw new PemException(path, e.getMessage(), e);
        }
        if (certificates.isEmpty()) {
            throw new PemException(path, "no PEM certificate in it", null);
        }
        return certificates;
    }

    /**
     * The lists of revoked certificates.
     *
     * @return all of them, at least one
     * @throws PemException if there is none, or one is not such a list
     */
    public List<X509CRL> revocationLists() throws PemException {
        List<X509CRL> lists = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Block block : blocks) {
                if (block.label.equals("X509 CRL")) {
                    lists.add((X509CRL) factory.generateCRL(new ByteArrayInputStream(block.der)));
                }
            }
        } catch (CertificateException | CRLException e) {
            throw new PemException(path, e.getMessage(), e);
        }
        if (lists.isEmpty()) {
            throw new PemException(path, "no PEM list of revoked certificates in it", null);
        }
        return lists;
    }

    /**
     * The private key: PKCS #8 ({@code BEGIN PRIVATE KEY}), PKCS #1 ({@code BEGIN RSA PRIVATE KEY}) or SEC 1 ({@code BEGIN EC PRIVATE
     * KEY}), unencrypted.
     *
     * @return the first one
     * @throws PemException if there is none, or it is encrypted, damaged or of an unknown kind
     */
    public PrivateKey privateKey() throws PemException {
        for (Block block : blocks) {
            switch (block.label) {
                case "PRIVATE KEY" -> {
                    return decode(block.der);
                }
                case "RSA PRIVATE KEY" -> {
                    return decode(Pkcs8.wrapRsa(block.der));
                }
                case "EC PRIVATE KEY" -> {
                    return decode(wrapEc(block.der));
                }
                case "ENCRYPTED PRIVATE KEY" ->
                    throw new PemException(path, "the key is encrypted, which is not supported", null);
                default -> {}
            }
        }
        throw new PemException(path, "no PEM private key in it", null);
    }

    private byte[] wrapEc(byte[] key) throws PemException {
        try {
            return Pkcs8.wrapEc(key);
        } catch (IOException e) {
            throw new PemException(path, e.getMessage(), e);
        }
    }

    private PrivateKey decode(byte[] der) throws PemException {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (GeneralSecurityException e) {
                Logs.of(PemFile.class).log(System.Logger.Level.TRACE, "{0} is not a key for {1}", path, algorithm);
            }
        }
        throw new PemException(path, "neither an RSA nor an EC nor an EdDSA key", null);
    }
}
