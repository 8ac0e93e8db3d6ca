package dev.qmp.chardev.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Private keys in PEM files. The JDK reads PKCS#8; the older forms are wrapped into it.
 *
 * <p>Thread: stateless.
 */
final class PemKey {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ((?:RSA |EC |)PRIVATE KEY)-----([^-]*)-----END \\1-----");
    private static final String[] ALGORITHMS = {"RSA", "EC", "EdDSA"};

    private static final int INTEGER = 0x02;
    private static final int OCTETS = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int EC_PARAMETERS = 0xa0;

    private static final byte[] VERSION = {INTEGER, 1, 0};
    private static final byte[] RSA = { // rsaEncryption, no parameters
        SEQUENCE, 13, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0
    };
    private static final byte[] EC_ID = {6, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1}; // ecPublicKey

    private PemKey() {}

    static PrivateKey read(Path file) throws IOException, GeneralSecurityException {
        Matcher m = BLOCK.matcher(PemCredentials.text(file));
        if (!m.find()) {
            throw new IOException(
                    "Unable to import key " + file + ": no unencrypted PKCS#8, RSA or EC private key in it");
        }
        byte[] der = decode(file, m.group(2));
        byte[] pkcs8 =
                switch (m.group(1)) {
                    case "RSA PRIVATE KEY" -> element(SEQUENCE, VERSION, RSA, element(OCTETS, der));
                    case "EC PRIVATE KEY" ->
                        element(SEQUENCE, VERSION, element(SEQUENCE, EC_ID, curve(file, der)), element(OCTETS, der));
                    default -> der;
                };
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (GeneralSecurityException e) {
                System.getLogger(PemKey.class.getName())
                        .log(System.Logger.Level.TRACE, "{0} is no key for {1}", file, algorithm);
            }
        }
        throw new IOException("Unable to import key " + file + ": not an RSA, EC or EdDSA key");
    }

    private static byte[] decode(Path file, String text) throws IOException {
        try {
            return Base64.getMimeDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IOException("Unable to import key " + file + ": " + e.getMessage(), e);
        }
    }

    /** The curve's name, which this form keeps inside the key. */
    private static byte[] curve(Path file, byte[] der) throws IOException {
        try {
            return curve(der);
        } catch (IndexOutOfBoundsException e) {
            throw new IOException("Unable to import key " + file + ": no curve in it", e);
        }
    }

    private static byte[] curve(byte[] der) {
        int at = skipHeader(der, 0); // into the sequence
        for (int part = 0; part < 2 && at < der.length; part++) { // over the version and the key
            at = skipHeader(der, at) + length(der, at);
        }
        if ((der[at] & 0xff) != EC_PARAMETERS) {
            throw new IndexOutOfBoundsException(at);
        }
        int start = skipHeader(der, at);
        return java.util.Arrays.copyOfRange(der, start, Math.min(der.length, start + length(der, at)));
    }

    private static int skipHeader(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
    }

    private static int length(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        if (first < 0x80) {
            return first;
        }
        int value = 0;
        for (int i = 0; i < (first & 0x7f); i++) {
            value = (value << 8) | (der[at + 2 + i] & 0xff);
        }
        return value;
    }

    private static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            body.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = body.size();
        if (length >= 0x100) {
            out.write(0x82);
            out.write(length >> 8);
        } else if (length >= 0x80) {
            out.write(0x81);
        }
        out.write(length);
        out.writeBytes(body.toByteArray());
        return out.toByteArray();
    }
}
