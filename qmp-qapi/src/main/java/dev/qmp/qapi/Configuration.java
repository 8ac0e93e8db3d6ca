package dev.qmp.qapi;

import java.util.Set;

/**
 * A set of true condition names, which decides what of a schema exists.
 *
 * <p>Thread: immutable.
 */
public final class Configuration {
    private static final Configuration ALL = new Configuration(null);
    private static final Configuration NONE = new Configuration(Set.of());

    private final @org.jspecify.annotations.Nullable Set<String> names;

    private Configuration(@org.jspecify.annotations.Nullable Set<String> names) {
        this.names = names;
    }

    /**
     * Returns the configuration that filters nothing: everything exists, even under a negated condition.
     *
     * @return the configuration
     */
    public static Configuration all() {
        return ALL;
    }

    /**
     * Returns the configuration in which no name is true.
     *
     * @return the configuration
     */
    public static Configuration none() {
        return NONE;
    }

    /**
     * Returns the configuration in which exactly the given names are true.
     *
     * @param names the names
     * @return the configuration
     */
    public static Configuration of(Set<String> names) {
        return new Configuration(Set.copyOf(names));
    }

    /**
     * Tells whether what carries a condition exists.
     *
     * @param condition the condition
     * @return whether it exists in this configuration
     */
    public boolean includes(Condition condition) {
        return names == null || condition.test(names::contains);
    }

    /**
     * Tells whether this configuration filters nothing.
     *
     * @return true for {@link #all()}
     */
    public boolean isUnfiltered() {
        return names == null;
    }
}
