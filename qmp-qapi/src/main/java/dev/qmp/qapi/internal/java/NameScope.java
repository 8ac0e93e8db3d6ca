package dev.qmp.qapi.internal.java;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * A scope in which each identifier names one thing. The first to ask for a name gets it; a later one that clashes gets a number.
 *
 * <p>Thread: confined to one generation.
 */
final class NameScope {
    private static final Set<String> OBJECT_METHODS =
            Set.of("clone", "finalize", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait");

    private final Set<String> used = new HashSet<>();
    private final Set<String> reserved;
    private final boolean ignoreCase;

    private NameScope(Set<String> reserved, boolean ignoreCase) {
        this.reserved = reserved;
        this.ignoreCase = ignoreCase;
    }

    /** Makes a scope of types: files of two of them must differ on every file system. */
    static NameScope ofTypes(Set<String> reserved) {
        return new NameScope(reserved, true);
    }

    /** Makes a scope of methods or components, where those that every object has are reserved too. */
    static NameScope ofMethods(Set<String> reserved) {
        Set<String> all = new HashSet<>(OBJECT_METHODS);
        all.addAll(reserved);
        return ofMembers(all);
    }

    /** Makes a scope of members or constants. */
    static NameScope ofMembers(Set<String> reserved) {
        return new NameScope(reserved, false);
    }

    /** Finds a name for something. */
    String allocate(String wanted) {
        return allocate(wanted, "");
    }

    /** Finds a name for something that has the name with a suffix besides. */
    String allocate(String wanted, String alsoSuffix) {
        String name = reserved.contains(wanted) || Identifiers.isReserved(wanted) ? wanted + "_" : wanted;
        String free = name;
        for (int number = 2; isUsed(free) || isUsed(free + alsoSuffix); number++) {
            free = name + number;
        }
        used.add(key(free));
        used.add(key(free + alsoSuffix));
        return free;
    }

    private boolean isUsed(String name) {
        return used.contains(key(name));
    }

    private String key(String name) {
        return ignoreCase ? name.toLowerCase(Locale.ROOT) : name;
    }
}
