package dev.qmp.qapi.introspection;

import dev.qmp.qapi.ArrayType;
import dev.qmp.qapi.BuiltinType;
import dev.qmp.qapi.JsonType;
import dev.qmp.qapi.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The types that were used and are still to be described. All integer types count as one, and so do their arrays.
 *
 * <p>Thread: confined to one introspection.
 */
final class TypeUses {
    private final TypeNames names;
    private final List<Type> queue = new ArrayList<>();
    private final Set<String> queued = new HashSet<>();
    private int head;

    /** Makes an empty queue. */
    TypeUses(TypeNames names) {
        this.names = names;
    }

    /** Notes that a type is used; returns the name to refer to it by. */
    String use(Type type) {
        if (type instanceof ArrayType array) {
            // An array is queued before its element.
            enqueue(array, isInteger(array.element()) ? "[int]" : array.name());
            return '[' + use(array.element()) + ']';
        }
        if (isInteger(type)) {
            enqueue(type, "int");
            return "int";
        }
        enqueue(type, type.name());
        return names.of(type);
    }

    /** Returns the name of a type that was used. */
    String nameOf(Type type) {
        if (type instanceof ArrayType array) {
            return '[' + nameOf(array.element()) + ']';
        }
        return isInteger(type) ? "int" : names.of(type);
    }

    /** Returns the next type to describe, null if none is left for now. */
    @Nullable
    Type next() {
        return head < queue.size() ? queue.get(head++) : null;
    }

    private void enqueue(Type type, String key) {
        if (queued.add(key)) {
            queue.add(type);
        }
    }

    private static boolean isInteger(Type type) {
        return type instanceof BuiltinType && type.jsonType() == JsonType.INT;
    }
}
