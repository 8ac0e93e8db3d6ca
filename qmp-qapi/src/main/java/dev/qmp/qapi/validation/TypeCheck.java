package dev.qmp.qapi.validation;

import dev.qmp.qapi.internal.fault.Fault;
import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;

/** The check of one type, prepared. */
interface TypeCheck {
    /** Checks a value but for what it contains; returns the fault, null if there is none. */
    @Nullable
    Fault check(JsonValue value);

    /** Returns what checks the contents of a value that {@link #check} found good; null if nothing is to be checked there. */
    default @Nullable ContentCheck contents(JsonValue value) {
        return null;
    }
}
