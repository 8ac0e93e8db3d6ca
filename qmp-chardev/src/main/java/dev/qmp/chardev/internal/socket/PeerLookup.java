package dev.qmp.chardev.internal.socket;

import dev.qmp.chardev.PeerIdentity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * Asks the system and TLS who a peer is.
 *
 * <p>Thread: stateless.
 */
final class PeerLookup {
    private PeerLookup() {}

    /** Returns what is known of a peer; nothing if it has gone. */
    static PeerIdentity of(SocketChannel channel, @Nullable SSLSession tls) {
        try {
            if (channel instanceof ThreadedSocket socket && !(socket.getLocalAddress() instanceof InetSocketAddress)) {
                return socket.peer();
            }
            if (channel.getLocalAddress() instanceof UnixDomainSocketAddress) {
                UnixDomainPrincipal peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED);
                return new PeerIdentity(peer.user(), peer.group(), null, List.of(), null);
            }
            String address = channel.getRemoteAddress() instanceof InetSocketAddress remote
                    ? remote.getAddress().getHostAddress()
                    : null;
            return tls == null
                    ? new PeerIdentity(null, null, null, List.of(), address)
                    : new PeerIdentity(null, null, subject(tls), names(tls), address);
        } catch (IOException | UnsupportedOperationException e) {
            SocketDevice.log().log(System.Logger.Level.DEBUG, "the peer is not known", e);
            return PeerIdentity.UNKNOWN;
        }
    }

    private static @Nullable String subject(SSLSession tls) {
        try {
            return tls.getPeerPrincipal().getName();
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    private static List<String> names(SSLSession tls) {
        try {
            Certificate[] chain = tls.getPeerCertificates();
            if (chain.length > 0 && chain[0] instanceof X509Certificate certificate) {
                Collection<List<?>> names = certificate.getSubjectAlternativeNames();
                if (names != null) {
                    return names.stream()
                            .map(name -> name.get(1))
                            .filter(String.class::isInstance)
                            .map(String.class::cast)
                            .collect(Collectors.toList());
                }
            }
        } catch (SSLPeerUnverifiedException | CertificateParsingException e) {
            SocketDevice.log().log(System.Logger.Level.DEBUG, "a certificate without names", e);
        }
        return List.of();
    }
}
