package dev.qmp.qapi.diff;

import dev.qmp.qapi.SchemaEntity;
import org.jspecify.annotations.Nullable;

/**
 * A change, as seen from the pair of types, commands or events in which it is.
 *
 * @param below the path from there
 * @param isUnstable whether it is unstable, seen from there
 */
record Finding(
        ChangeKind kind,
        String below,
        String subject,
        String text,
        boolean isUnstable,
        Ruling ruling,
        @Nullable SchemaEntity older,
        @Nullable SchemaEntity newer) {
    // The same change of two pairs of types is two findings.

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return below.hashCode();
    }
}
