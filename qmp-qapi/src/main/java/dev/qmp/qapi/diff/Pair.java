package dev.qmp.qapi.diff;

import dev.qmp.qapi.Type;
import org.jspecify.annotations.Nullable;

/** Two types that stand in the same place of the two schemas. */
record Pair(Type older, Type newer, Flow flow) {
    // Written out, since those of records are made at run time, which takes longer than a comparison.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Pair pair && older == pair.older && newer == pair.newer && flow == pair.flow;
    }

    @Override
    public int hashCode() {
        return 31 * System.identityHashCode(older) + System.identityHashCode(newer) + flow.hashCode();
    }
}
