package dev.qmp.chardev.junixsocket;

import dev.qmp.chardev.spi.VsockAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFGenericSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFVSOCKSocketAddress;

/**
 * The library's addresses as those that Java knows. All of the library's are {@link InetSocketAddress}es to Java.
 *
 * <p>Thread: stateless.
 */
final class Addresses {
    /** The families of internet addresses, and how long such an address is before the part that nobody needs. */
    private static final int INET = 2;

    private static final int INET6 = 10;
    private static final int INET_LENGTH = 8;
    private static final int INET6_LENGTH = 24;

    private static final SocketAddress NAMELESS = UnixDomainSocketAddress.of("");

    private Addresses() {}

    static SocketAddress translate(@Nullable SocketAddress address) {
        if (address instanceof AFUNIXSocketAddress unix && !unix.isInAbstractNamespace()) {
            return UnixDomainSocketAddress.of(unix.getPath());
        }
        if (address instanceof AFVSOCKSocketAddress vsock) {
            return new VsockAddress(vsock.getVSOCKCID(), vsock.getVSOCKPort());
        }
        if (address instanceof AFGenericSocketAddress generic) {
            return internet(generic.toBytes());
        }
        return NAMELESS;
    }

    private static SocketAddress internet(byte[] bytes) {
        if (bytes.length < INET_LENGTH) {
            return NAMELESS;
        }
        int family = Byte.toUnsignedInt(bytes[0]) | Byte.toUnsignedInt(bytes[1]) << 8;
        int port = Byte.toUnsignedInt(bytes[2]) << 8 | Byte.toUnsignedInt(bytes[3]);
        try {
            if (family == INET) {
                return new InetSocketAddress(InetAddress.getByAddress(Arrays.copyOfRange(bytes, 4, INET_LENGTH)), port);
            }
            if (family == INET6 && bytes.length >= INET6_LENGTH) {
                return new InetSocketAddress(
                        InetAddress.getByAddress(Arrays.copyOfRange(bytes, 8, INET6_LENGTH)), port);
            }
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // the length is right
        }
        return NAMELESS;
    }
}
