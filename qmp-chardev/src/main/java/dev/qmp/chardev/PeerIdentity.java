package dev.qmp.chardev;

import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a connection, as far as the system or TLS vouches for it.
 *
 * <p>Thread: immutable.
 *
 * @param user the user of a unix socket's peer; principals are equal if their ids are
 * @param group the group of a unix socket's peer
 * @param subject the distinguished name of a certificate that was verified, as of RFC 2253, such as {@code CN=ops,O=Example}
 * @param names the names and addresses for which that certificate is, besides its subject
 * @param address the address of a TCP peer, without the port
 * @param pid the process of a unix socket's peer when it connected, 0 if it is not known: the JDK's own sockets do not tell
 */
public record PeerIdentity(
        @Nullable UserPrincipal user,
        @Nullable GroupPrincipal group,
        @Nullable String subject,
        List<String> names,
        @Nullable String address,
        long pid) {
    /** Nothing is known. */
    public static final PeerIdentity UNKNOWN = new PeerIdentity(null, null, null, List.of(), null, 0);

    /**
     * Copies the list.
     *
     * @param user the user, or null
     * @param group the group, or null
     * @param subject the name, or null
     * @param names the names
     * @param address the address, or null
     * @param pid the process, or 0
     */
    public PeerIdentity {
        names = List.copyOf(names);
    }

    /**
     * Makes an identity without a process.
     *
     * @param user the user, or null
     * @param group the group, or null
     * @param subject the name, or null
     * @param names the names
     * @param address the address, or null
     */
    public PeerIdentity(
            @Nullable UserPrincipal user,
            @Nullable GroupPrincipal group,
            @Nullable String subject,
            List<String> names,
            @Nullable String address) {
        this(user, group, subject, names, address, 0);
    }
}
