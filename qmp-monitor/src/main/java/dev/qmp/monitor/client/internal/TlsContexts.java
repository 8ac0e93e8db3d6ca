package dev.qmp.monitor.client.internal;

import dev.qmp.chardev.internal.pem.PemFile;
import dev.qmp.chardev.internal.pem.PemManagers;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** Makes TLS contexts from PEM files. Thread: stateless. */
public final class TlsContexts {
    private TlsContexts() {}

    /**
     * Makes a context, for either end of a connection.
     *
     * @param authority the authorities' certificates, or null for the JDK's trust store
     * @param certificate this end's certificate chain, or null for none
     * @param key its key, or null for none
     * @return the context
     * @throws IOException if a file cannot be read, or is not such a file; the message names it
     * @throws GeneralSecurityException if the JDK refuses what is in it
     */
    public static SSLContext of(@Nullable Path authority, @Nullable Path certificate, @Nullable Path key)
            throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManager @Nullable [] keys = certificate == null || key == null
                ? null
                : PemManagers.identity(
                        read(certificate).certificates(), read(key).privateKey());
        TrustManager @Nullable [] trust =
                authority == null ? null : PemManagers.trust(read(authority).certificates());
        context.init(keys, trust, null);
        return context;
    }

    private static PemFile read(Path file) throws IOException {
        try {
            return PemFile.read(file);
        } catch (NoSuchFileException e) {
            throw new IOException("no such file: " + file, e);
        }
    }
}
