package dev.qmp.json.internal.tree;

import jakarta.json.JsonStructure;
import org.jspecify.annotations.Nullable;

/** An object or an array of ours. Thread: implementations are immutable. */
interface Container extends JsonStructure {
    /** An array's elements, or an object's keys and values alternating: not to be changed. */
    Object[] items();

    /** Where the printed forms are kept, if they are. */
    @Nullable
    Encoded encoded();
}
