package dev.qmp.chardev.tls;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.options.OptionString;
import dev.qmp.chardev.options.OptionTable;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;

/**
 * Certificates and keys for one end of TLS connections.
 *
 * <p>Thread: immutable.
 *
 * @param context the keys, and which authorities to trust
 * @param endpoint which end they are for
 * @param verifyPeer whether the other end must show a certificate that we trust; a client also compares the host's name
 */
public record TlsCredentials(SSLContext context, Endpoint endpoint, boolean verifyPeer) {
    /** The keys of {@code -object tls-creds-x509}. */
    public static final OptionTable OPTIONS = OptionTable.of("object", "qom-type")
            .with(OptionTable.Type.STRING, "qom-type", "dir", "endpoint", "priority", "passwordid")
            .with(OptionTable.Type.BOOL, "verify-peer", "sanity-check", "require-usage");

    /** One end of a connection. Thread: immutable. */
    public enum Endpoint {
        /** The end that listens. */
        SERVER,
        /** The end that connects. */
        CLIENT
    }

    /**
     * Reads credentials from a directory with the usual names: {@code ca-cert.pem}, and {@code server-cert.pem} and {@code
     * server-key.pem}, or {@code client-cert.pem} and {@code client-key.pem}, which a client may lack; and {@code ca-crl.pem}, the certificates that the authorities have revoked, if there is that file.
     *
     * <p>Our own certificate and key are checked: times, purpose, that the authorities vouch for it, that the key is its key. What is
     * doubtful is logged.
     *
     * <p>A key is PKCS#8 ({@code BEGIN PRIVATE KEY}), PKCS#1 ({@code BEGIN RSA PRIVATE KEY}) or SEC 1 ({@code BEGIN EC
     * PRIVATE KEY}), unencrypted.
     *
     * @param directory where the files are
     * @param endpoint for which end
     * @param verifyPeer whether the other end is verified
     * @return the credentials
     * @throws ChardevException {@code Unable to access credentials PATH: REASON} or what else is wrong with a file
     */
    public static TlsCredentials fromDirectory(Path directory, Endpoint endpoint, boolean verifyPeer) {
        return new TlsCredentials(
                PemCredentials.context(directory, endpoint, verifyPeer, true, false), endpoint, verifyPeer);
    }

    /**
     * Reads credentials as {@code -object tls-creds-x509,id=ID,dir=DIR[,endpoint=server|client][,verify-peer=on|off]}
     * describes them. The default is a client's, and verified. {@code
     * sanity-check=off} leaves out the checks of our own certificate; {@code require-usage=on} refuses peers whose certificate does not say
     * what it is for.
     *
     * @param options the options, checked against {@link #OPTIONS}
     * @return the credentials
     * @throws ChardevException as {@link #fromDirectory}, or for a missing or wrong option
     */
    public static TlsCredentials of(OptionString options) {
        String directory = options.get("dir");
        if (directory == null) {
            throw new ChardevException("Missing 'dir' property value");
        }
        String endpoint = options.get("endpoint");
        if (endpoint != null && !endpoint.equals("server") && !endpoint.equals("client")) {
            throw new ChardevException("Parameter 'endpoint' does not accept value '" + endpoint + "'");
        }
        String priority = options.get("priority");
        if (priority != null && !priority.equals("NORMAL")) {
            throw new ChardevException("priority '" + priority + "' is not available on this Java, only 'NORMAL' is");
        }
        if (options.has("passwordid")) {
            throw new ChardevException("encrypted keys are not supported");
        }
        Path path;
        try {
            path = Path.of(directory);
        } catch (InvalidPathException e) {
            throw new ChardevException("Parameter 'dir' is not a path: " + e.getReason());
        }
        Endpoint end = "server".equals(endpoint) ? Endpoint.SERVER : Endpoint.CLIENT;
        boolean verifyPeer = options.bool("verify-peer", true);
        return new TlsCredentials(
                PemCredentials.context(
                        path,
                        end,
                        verifyPeer,
                        options.bool("sanity-check", true),
                        options.bool("require-usage", false)),
                end,
                verifyPeer);
    }
}
