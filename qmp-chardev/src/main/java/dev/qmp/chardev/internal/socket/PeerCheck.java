package dev.qmp.chardev.internal.socket;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.internal.system.SystemErrors;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/**
 * Decides which users may connect to a unix socket, by the peer's credentials from the system.
 *
 * <p>The JDK represents users as principals, which are equal if their ids are, so the ids are looked up once.
 *
 * <p>Thread: immutable.
 */
final class PeerCheck {
    private final @Nullable Set<UserPrincipal> users;

    private PeerCheck(@Nullable Set<UserPrincipal> users) {
        this.users = users;
    }

    static PeerCheck of(@Nullable List<String> uids) {
        if (uids == null) {
            return new PeerCheck(null);
        }
        UserPrincipalLookupService lookup = FileSystems.getDefault().getUserPrincipalLookupService();
        Set<UserPrincipal> admitted = new HashSet<>();
        for (String uid : uids) {
            try {
                UserPrincipal user = lookup.lookupPrincipalByName(uid);
                admitted.add(user);
            } catch (IOException e) {
                throw new ChardevException("Parameter 'allow-uid': user " + uid + ": " + SystemErrors.text(e));
            }
        }
        return new PeerCheck(admitted);
    }

    boolean admits(SocketChannel client) {
        Set<UserPrincipal> allowed = users;
        if (allowed == null) {
            return true;
        }
        try {
            UserPrincipal user = client instanceof ThreadedSocket socket
                    ? socket.peer().user()
                    : client.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
            if (user != null && allowed.contains(user)) {
                return true;
            }
            SocketDevice.log().log(
                    System.Logger.Level.WARNING, "user {0} may not connect", user == null ? "?" : user.getName());
        } catch (IOException e) {
            SocketDevice.log().log(System.Logger.Level.WARNING, "peer without credentials", e);
        }
        return false;
    }
}
