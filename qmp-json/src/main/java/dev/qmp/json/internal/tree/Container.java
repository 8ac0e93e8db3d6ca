package dev.qmp.json.internal.tree;

import jakarta.json.JsonStructure;
import org.jspecify.annotations.Nullable;

/** This library's objects and arrays. Thread: implementations are immutable. */
interface Container extends JsonStructure {
    /** An array's elements, or an object's keys and values alternating: not to be changed. */
    Object[] items();

    /** Returns the cache of printed forms, null if there is none. */
    @Nullable
    Encoded encoded();
}
