package dev.qmp.qapi.internal.draft;

import org.jspecify.annotations.Nullable;

/**
 * A module of one of the schemas that are composed.
 *
 * @param root which schema, from 0; -1 for the predefined module
 * @param name the module's name
 */
public record ModuleKey(int root, String name) {
    // Written out: linking a record's own methods costs a tool's start more milliseconds than reading a schema.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ModuleKey key && key.root == root && key.name.equals(name);
    }

    @Override
    public int hashCode() {
        return 31 * root + name.hashCode();
    }
}
