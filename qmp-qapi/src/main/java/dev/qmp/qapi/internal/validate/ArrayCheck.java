package dev.qmp.qapi.internal.validate;

import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Wants an array, and checks each element.
 *
 * <p>Thread: immutable once its validator is made.
 */
final class ArrayCheck implements TypeCheck {
    private @Nullable TypeCheck element;

    void fill(TypeCheck elements) {
        element = elements;
    }

    @Override
    public @Nullable Fault check(JsonValue value) {
        if (!(value instanceof JsonArray array)) {
            return Fault.wrongType("array");
        }
        TypeCheck each = element;
        if (each != null) {
            for (int i = 0; i < array.size(); i++) {
                Fault fault = each.check(array.get(i));
                if (fault != null) {
                    return fault.inElement(i);
                }
            }
        }
        return null;
    }
}
