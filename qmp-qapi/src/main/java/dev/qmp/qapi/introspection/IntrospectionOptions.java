package dev.qmp.qapi.introspection;

import dev.qmp.qapi.validation.CompatPolicy;
import java.util.Set;

/**
 * How a schema is introspected. Made from {@link #DEFAULT} by the {@code with} methods.
 *
 * <p>Thread: immutable.
 */
public final class IntrospectionOptions {
    /** What QEMU's {@code query-qmp-schema} shows by default. */
    public static final IntrospectionOptions DEFAULT =
            new IntrospectionOptions(false, CompatPolicy.ACCEPT, OobListing.WHEN_ALLOWED, Set.of());

    private final boolean unmask;
    private final CompatPolicy policy;
    private final OobListing oob;
    private final Set<String> forcedOob;

    private IntrospectionOptions(boolean unmask, CompatPolicy policy, OobListing oob, Set<String> forcedOob) {
        this.unmask = unmask;
        this.policy = policy;
        this.oob = oob;
        this.forcedOob = forcedOob;
    }

    /** How commands show whether they may run out of band. */
    public enum OobListing {
        /** The key {@code allow-oob} is present, and true, only for commands that may. */
        WHEN_ALLOWED,
        /** The key {@code allow-oob} is present, true or false, for all commands. */
        ALWAYS
    }

    boolean unmask() {
        return unmask;
    }

    CompatPolicy policy() {
        return policy;
    }

    OobListing oob() {
        return oob;
    }

    Set<String> forcedOob() {
        return forcedOob;
    }

    /**
     * Returns the same options with type names shown or masked.
     *
     * @param shown whether types keep their schema names instead of numbers
     * @return the options
     */
    public IntrospectionOptions withUnmask(boolean shown) {
        return new IntrospectionOptions(shown, policy, oob, forcedOob);
    }

    /**
     * Returns the same options with another policy.
     *
     * @param other what is left out: under {@code deprecated-output=hide} deprecated commands, events and members, and the list
     *     {@code values} of enumerations, which is itself deprecated
     * @return the options
     */
    public IntrospectionOptions withPolicy(CompatPolicy other) {
        return new IntrospectionOptions(unmask, other, oob, forcedOob);
    }

    /**
     * Returns the same options with another way to list out-of-band commands.
     *
     * @param listing how commands show whether they may run out of band
     * @param forced names of commands that may run out of band whatever the schema says, copied
     * @return the options
     */
    public IntrospectionOptions withOob(OobListing listing, Set<String> forced) {
        return new IntrospectionOptions(unmask, policy, listing, Set.copyOf(forced));
    }
}
