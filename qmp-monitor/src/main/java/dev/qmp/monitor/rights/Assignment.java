package dev.qmp.monitor.rights;

import dev.qmp.chardev.PeerIdentity;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that get a role: those for which all that is not null fits. In texts, {@code *} matches any text.
 *
 * <p>Thread: immutable.
 *
 * @param role the role
 * @param monitor the id of the monitor's device
 * @param user the peer's user
 * @param group the peer's group
 * @param tlsSubject the distinguished name in the peer's certificate, such as {@code CN=ops,*}
 * @param tlsName one of the other names in the peer's certificate
 * @param address the peer's address
 */
public record Assignment(
        Role role,
        @Nullable String monitor,
        @Nullable UserPrincipal user,
        @Nullable GroupPrincipal group,
        @Nullable String tlsSubject,
        @Nullable String tlsName,
        @Nullable String address) {
    /**
     * Gives a role to the sessions of a monitor.
     *
     * @param id the id of its device
     * @param role the role
     * @return the assignment
     */
    public static Assignment ofMonitor(String id, Role role) {
        return new Assignment(role, id, null, null, null, null, null);
    }

    /**
     * Gives a role to the sessions of a user.
     *
     * @param user the user
     * @param role the role
     * @return the assignment
     */
    public static Assignment ofUser(UserPrincipal user, Role role) {
        return new Assignment(role, null, user, null, null, null, null);
    }

    boolean fits(String label, PeerIdentity peer) {
        return fits(monitor, label)
                && (user == null || user.equals(peer.user()))
                && (group == null || group.equals(peer.group()))
                && fits(tlsSubject, peer.subject())
                && (tlsName == null || peer.names().stream().anyMatch(name -> fits(tlsName, name)))
                && fits(address, peer.address());
    }

    private static boolean fits(@Nullable String pattern, @Nullable String text) {
        return pattern == null || (text != null && NamePatterns.matches(pattern, text));
    }
}
