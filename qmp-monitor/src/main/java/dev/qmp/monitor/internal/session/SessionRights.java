package dev.qmp.monitor.internal.session;

import dev.qmp.chardev.CharConnection;
import dev.qmp.chardev.PeerIdentity;
import dev.qmp.dispatch.Request;
import dev.qmp.dispatch.spi.QmpError;
import dev.qmp.monitor.internal.rights.RightsInForce;
import dev.qmp.monitor.internal.rights.Secrets;
import dev.qmp.monitor.rights.AuditRecord;
import dev.qmp.monitor.rights.Policy;
import dev.qmp.monitor.rights.Role;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rights of a session: those of its role in the policy in force.
 *
 * <p>Thread: safe for use by any thread.
 */
final class SessionRights {
    /** A role, which holds as long as the policy that gave it is in force. */
    private record Assigned(Policy policy, Role role) {}

    private final RightsInForce inForce;
    private final String label;
    private final @Nullable String given;
    private final CharConnection connection;

    private volatile @Nullable PeerIdentity peer;
    private volatile @Nullable Assigned assigned;

    /**
     * Makes the rights of a session.
     *
     * @param inForce the policy in force
     * @param label the id of its device
     * @param given the name of the role that its monitor gives, or null
     * @param connection its peer
     */
    SessionRights(RightsInForce inForce, String label, @Nullable String given, CharConnection connection) {
        this.inForce = inForce;
        this.label = label;
        this.given = given;
        this.connection = connection;
    }

    /** Returns the role; null if everything is allowed. */
    @Nullable
    Role role() {
        Policy policy = inForce.policy();
        if (policy == null) {
            if (given == null) {
                return null;
            }
            policy = Policy.BUILT_IN;
        }
        Assigned current = assigned;
        if (current == null || current.policy() != policy) {
            current = new Assigned(policy, policy.roleOf(monitor(), given, peer()));
            assigned = current;
        }
        return current.role();
    }

    /** Returns who the peer is, as it was when first asked for. */
    PeerIdentity peer() {
        PeerIdentity known = peer;
        if (known == null) {
            known = connection.peer();
            peer = known;
        }
        return known;
    }

    /** Returns the id of the monitor's device; for one of many clients, that of the listening device. */
    private String monitor() {
        int number = label.lastIndexOf('#');
        return number > 0 ? label.substring(0, number) : label;
    }

    /** Tells whether commands are recorded. */
    boolean isAudited() {
        return inForce.audit() != null;
    }

    /** Records a command whose reply is about to leave. */
    void audit(Request request, String outcome) {
        Consumer<? super AuditRecord> audit = inForce.audit();
        if (audit != null && !request.command().isEmpty()) {
            Role role = role();
            audit.accept(new AuditRecord(
                    Instant.now(),
                    monitor(),
                    peer(),
                    role == null ? null : role.name(),
                    request.command(),
                    request.outOfBand(),
                    Secrets.masked(request.command(), request.arguments()),
                    outcome));
        }
    }

    /** Returns why a request is refused; null if it is not. */
    @Nullable
    QmpError refusal(Request request) {
        Role role = role();
        if (role == null || request.fault() != null) {
            return null;
        }
        String reason = request.outOfBand() && !role.allowsOutOfBand()
                ? "out of band not allowed for role " + role.name()
                : role.refusal(request.command(), request.arguments());
        return reason == null
                ? null
                : QmpError.commandNotFound("Command " + request.command() + " has been disabled: " + reason);
    }
}
