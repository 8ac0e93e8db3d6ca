package dev.qmp.qapi.validation;

import dev.qmp.qapi.internal.fault.Fault;
import org.jspecify.annotations.Nullable;

/** The check of what objects or arrays of one type contain, prepared. */
interface ContentCheck {
    /**
     * Continues with a container: to its end, to its first fault, or to an item with contents of its own, which it {@linkplain
     * Cursor#descend leaves to} the rest of the check.
     *
     * @return the fault, placed within the container; null if there is none
     */
    @Nullable
    Fault resume(Cursor at);

    /** Says that a fault is in the item that the container was left for. */
    Fault inItem(Cursor at, Fault fault);
}
