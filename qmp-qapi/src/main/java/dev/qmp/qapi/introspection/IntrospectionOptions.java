package dev.qmp.qapi.introspection;

import dev.qmp.qapi.validation.CompatPolicy;
import java.util.Set;

/**
 * How introspection is shown.
 *
 * @param unmask whether types keep their schema names instead of numbers
 * @param policy what is left out: under {@code deprecated-output=hide} deprecated commands, events and members, and the
 *     list {@code values} of enumerations, which is itself deprecated
 * @param oob how commands say whether they may run out of band
 * @param forcedOob names of commands that may run out of band whatever the schema says
 */
public record IntrospectionOptions(boolean unmask, CompatPolicy policy, OobListing oob, Set<String> forcedOob) {
    /** What QEMU's {@code query-qmp-schema} shows by default. */
    public static final IntrospectionOptions DEFAULT =
            new IntrospectionOptions(false, CompatPolicy.ACCEPT, OobListing.WHEN_ALLOWED, Set.of());

    /**
     * Makes options.
     *
     * @param unmask whether types keep their schema names instead of numbers
     * @param policy what is left out
     * @param oob how commands say whether they may run out of band
     * @param forcedOob names of commands that may run out of band whatever the schema says, copied
     */
    public IntrospectionOptions {
        forcedOob = Set.copyOf(forcedOob);
    }

    /** How commands say whether they may run out of band. */
    public enum OobListing {
        /** The key {@code allow-oob} is there, and true, only for commands that may. */
        WHEN_ALLOWED,
        /** The key {@code allow-oob} is there, true or false, for all commands. */
        ALWAYS
    }

    /**
     * Returns the same options with type names shown or not.
     *
     * @param shown whether types keep their schema names
     * @return the options
     */
    public IntrospectionOptions withUnmask(boolean shown) {
        return new IntrospectionOptions(shown, policy, oob, forcedOob);
    }

    /**
     * Returns the same options with another policy.
     *
     * @param other the policy
     * @return the options
     */
    public IntrospectionOptions withPolicy(CompatPolicy other) {
        return new IntrospectionOptions(unmask, other, oob, forcedOob);
    }

    /**
     * Returns the same options with another way to list out-of-band commands.
     *
     * @param listing the way
     * @param forced names of commands that may run out of band whatever the schema says
     * @return the options
     */
    public IntrospectionOptions withOob(OobListing listing, Set<String> forced) {
        return new IntrospectionOptions(unmask, policy, listing, forced);
    }
}
