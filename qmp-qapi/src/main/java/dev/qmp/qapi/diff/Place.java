package dev.qmp.qapi.diff;

import dev.qmp.qapi.SchemaEntity;

/**
 * The current place of a comparison.
 *
 * @param below the path from where it began
 * @param isUnstable whether something on that path is unstable in the older schema
 * @param older the current declaration, in the older schema
 * @param newer the current declaration, in the newer schema
 */
record Place(String below, boolean isUnstable, SchemaEntity older, SchemaEntity newer) {
    Place then(String step) {
        return then(step, false);
    }

    Place then(String step, boolean unstable) {
        return new Place(below + step, isUnstable || unstable, older, newer);
    }

    Place mark(String name) {
        return then('#' + name);
    }

    Place in(SchemaEntity left, SchemaEntity right) {
        return new Place(below, isUnstable, left, right);
    }
}
