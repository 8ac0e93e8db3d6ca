package dev.qmp.qapi.introspection;

import dev.qmp.qapi.ArrayType;
import dev.qmp.qapi.BuiltinType;
import dev.qmp.qapi.Type;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives types the names they have in introspection: their own or, in the order of first use, numbers.
 *
 * <p>Thread: confined to one introspection.
 */
final class TypeNames {
    private final boolean unmask;
    private final Map<Type, String> names = new HashMap<>();

    /** Makes names; with {@code unmask} types keep those of the schema. */
    TypeNames(boolean unmask) {
        this.unmask = unmask;
    }

    /** Returns a type's name. */
    String of(Type type) {
        if (type instanceof BuiltinType) {
            return type.name();
        }
        if (type instanceof ArrayType array) {
            return '[' + of(array.element()) + ']';
        }
        if (unmask) {
            return type.name();
        }
        String name = names.get(type);
        if (name == null) {
            name = Integer.toString(names.size());
            names.put(type, name);
        }
        return name;
    }
}
