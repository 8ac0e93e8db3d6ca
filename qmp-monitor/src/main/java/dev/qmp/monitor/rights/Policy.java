package dev.qmp.monitor.rights;

import dev.qmp.chardev.PeerIdentity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives roles to sessions: by the monitor, or by the peer. The first assignment that fits counts, otherwise the default, and otherwise a
 * session has {@linkplain Role#NONE nothing}.
 *
 * <p>Thread: immutable.
 */
public final class Policy {
    /** Has the role {@code readonly}, for monitors that name it, and gives nothing to others. */
    public static final Policy BUILT_IN = builder().build();

    private final Map<String, Role> roles;
    private final List<Assignment> assignments;
    private final Role otherwise;

    private Policy(Builder builder) {
        roles = Map.copyOf(builder.roles);
        assignments = List.copyOf(builder.assignments);
        otherwise = builder.otherwise;
    }

    /**
     * Begins with a policy that has the role {@code readonly} and assigns nothing.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads a policy, such as {@code {"roles": {"observer": {"allow": ["query-*"], "events": ["*"]}}, "default": "observer"}}.
     *
     * @param name where it comes from, for errors
     * @param utf8 one object of JSON
     * @return the policy
     * @throws PolicyException if it is not one
     */
    public static Policy parse(String name, byte[] utf8) throws PolicyException {
        return new PolicyReader(name, utf8).read();
    }

    /**
     * Finds a role.
     *
     * @param name its name
     * @return the role, if there is one of that name
     */
    public Optional<Role> role(String name) {
        return Optional.ofNullable(roles.get(name));
    }

    /**
     * Returns the role of a session.
     *
     * @param monitor the id of the monitor's device
     * @param given the name of the role that the monitor gives to all its sessions, or null; if there is no such role, the session has nothing
     * @param peer who is at the other end
     * @return its role
     */
    public Role roleOf(String monitor, @Nullable String given, PeerIdentity peer) {
        if (given != null) {
            return roles.getOrDefault(given, Role.NONE);
        }
        for (Assignment assignment : assignments) {
            if (assignment.fits(monitor, peer)) {
                return assignment.role();
            }
        }
        return otherwise;
    }

    /** Collects roles and assignments. Thread: confined to its owner. */
    public static final class Builder {
        private final Map<String, Role> roles = new HashMap<>();
        private final List<Assignment> assignments = new ArrayList<>();
        private Role otherwise = Role.NONE;

        private Builder() {
            role(Role.READONLY);
        }

        /**
         * Adds a role.
         *
         * @param role the role; replaces one of the same name
         * @return this builder
         */
        public Builder role(Role role) {
            roles.put(role.name(), role);
            return this;
        }

        /**
         * Adds an assignment, after those before it.
         *
         * @param assignment for whom, and which role
         * @return this builder
         */
        public Builder assign(Assignment assignment) {
            assignments.add(Objects.requireNonNull(assignment, "assignment"));
            return this;
        }

        /**
         * Sets the role of those to whom no assignment fits.
         *
         * @param role the role
         * @return this builder
         */
        public Builder otherwise(Role role) {
            otherwise = Objects.requireNonNull(role, "role");
            return this;
        }

        @Nullable
        Role find(String name) {
            return roles.get(name);
        }

        /**
         * Ends building.
         *
         * @return the policy
         */
        public Policy build() {
            return new Policy(this);
        }
    }
}
