package dev.qmp.qapi.validation;

import dev.qmp.qapi.internal.fault.Fault;
import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The check of values of one type with all that they contain, at any depth: unfinished containers are kept on the heap, not on the stack.
 *
 * <p>Thread: immutable once its validator is made.
 */
final class ValueCheck {
    private final TypeCheck type;

    ValueCheck(TypeCheck type) {
        this.type = type;
    }

    /** Checks a value; returns the first fault, null if there is none. */
    @Nullable
    Fault check(JsonValue value) {
        Fault fault = type.check(value);
        ContentCheck contents = fault == null ? type.contents(value) : null;
        Cursor at = contents == null ? null : new Cursor(null, contents, value);
        while (at != null) {
            fault = at.check.resume(at);
            if (fault != null) {
                return placed(fault, at.outer);
            }
            Cursor inner = at.takeInner();
            at = inner != null ? inner : at.outer;
        }
        return fault;
    }

    private static Fault placed(Fault fault, @Nullable Cursor innermost) {
        Fault placed = fault;
        for (Cursor at = innermost; at != null; at = at.outer) {
            placed = at.check.inItem(at, placed);
        }
        return placed;
    }
}
