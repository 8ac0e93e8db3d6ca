package dev.qmp.qapi.internal.shape;

import org.jspecify.annotations.Nullable;

/**
 * A piece of a definition as messages name it; the words are put together only if there is a message.
 *
 * @param what what kind of piece, such as {@code 'data' member}
 * @param name its name, null if the kind says it all
 */
record Place(String what, @Nullable String name) {
    /** Names a piece by its kind alone. */
    static Place of(String what) {
        return new Place(what, null);
    }

    @Override
    public String toString() {
        return name == null ? what : what + " '" + name + "'";
    }
}
