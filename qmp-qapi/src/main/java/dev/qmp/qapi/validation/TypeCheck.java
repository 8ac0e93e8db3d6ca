package dev.qmp.qapi.validation;

import dev.qmp.qapi.internal.fault.Fault;
import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;

/** The check of one type, prepared. */
interface TypeCheck {
    /** Checks a value without its contents; returns the fault, null if there is none. */
    @Nullable
    Fault check(JsonValue value);

    /** Returns the check of the contents of a value that {@link #check} accepted; null if nothing is to be checked. */
    default @Nullable ContentCheck contents(JsonValue value) {
        return null;
    }
}
