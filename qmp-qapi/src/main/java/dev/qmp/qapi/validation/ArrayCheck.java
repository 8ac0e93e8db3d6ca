package dev.qmp.qapi.validation;

import dev.qmp.qapi.internal.fault.Fault;
import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Accepts an array, and checks each element.
 *
 * <p>Thread: immutable once its validator is made.
 */
final class ArrayCheck implements TypeCheck, ContentCheck {
    private @Nullable TypeCheck element;

    void fill(TypeCheck elements) {
        element = elements;
    }

    @Override
    public @Nullable Fault check(JsonValue value) {
        return value instanceof JsonArray ? null : Fault.wrongType("array");
    }

    @Override
    public @Nullable ContentCheck contents(JsonValue value) {
        return this;
    }

    @Override
    public @Nullable Fault resume(Cursor at) {
        JsonArray array = (JsonArray) at.container;
        TypeCheck each = Objects.requireNonNull(element);
        while (at.next < array.size()) {
            int index = at.next++;
            JsonValue item = array.get(index);
            Fault fault = each.check(item);
            if (fault != null) {
                return fault.inElement(index);
            }
            if (at.descend(each, item)) {
                break;
            }
        }
        return null;
    }

    @Override
    public Fault inItem(Cursor at, Fault fault) {
        return fault.inElement(at.next - 1);
    }
}
