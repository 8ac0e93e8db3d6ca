package dev.qmp.qapi.internal.validate;

import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;

/** The check of one type, prepared. */
public interface TypeCheck {
    /** Checks a value; returns the first fault, null if there is none. */
    @Nullable
    Fault check(JsonValue value);
}
