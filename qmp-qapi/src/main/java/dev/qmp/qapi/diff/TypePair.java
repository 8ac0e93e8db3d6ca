package dev.qmp.qapi.diff;

import dev.qmp.qapi.Type;
import org.jspecify.annotations.Nullable;

/** Two types in the same place of the two schemas. */
record TypePair(Type older, Type newer, Flow flow) {
    /** The direction in which values of a type travel. */
    enum Flow {
        /** From clients to servers: arguments. */
        REQUEST,
        /** From servers to clients: results and the data of events. */
        REPLY
    }

    // Written out, since those of records are made at run time, which takes longer than a comparison.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TypePair pair && older == pair.older && newer == pair.newer && flow == pair.flow;
    }

    @Override
    public int hashCode() {
        return 31 * System.identityHashCode(older) + System.identityHashCode(newer) + flow.hashCode();
    }
}
