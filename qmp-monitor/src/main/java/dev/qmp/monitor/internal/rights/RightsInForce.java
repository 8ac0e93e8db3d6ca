package dev.qmp.monitor.internal.rights;

import dev.qmp.monitor.rights.AuditRecord;
import dev.qmp.monitor.rights.Policy;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The policy in force, which may be replaced at any time; sessions look at it for each request.
 *
 * <p>Thread: safe for use by any thread.
 */
public final class RightsInForce {
    private final @Nullable Consumer<? super AuditRecord> audit;

    private volatile @Nullable Policy policy;

    /**
     * Begins.
     *
     * @param policy the policy, or null if everything is allowed
     * @param audit takes every command just before its reply leaves, or null
     */
    public RightsInForce(@Nullable Policy policy, @Nullable Consumer<? super AuditRecord> audit) {
        this.policy = policy;
        this.audit = audit;
    }

    /** Returns what takes every command just before its reply leaves; null if nobody asks. */
    public @Nullable Consumer<? super AuditRecord> audit() {
        return audit;
    }

    /** Returns the policy; null if everything is allowed. */
    public @Nullable Policy policy() {
        return policy;
    }

    /** Tells whether there is a role of that name. */
    public boolean has(String role) {
        Policy current = policy;
        return (current == null ? Policy.BUILT_IN : current).role(role).isPresent();
    }

    /** Replaces the policy, also for the sessions that there are. */
    public void replace(@Nullable Policy next) {
        policy = next;
    }
}
