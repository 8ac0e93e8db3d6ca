package dev.qmp.qapi.internal.java;

import dev.qmp.qapi.Schema;
import dev.qmp.qapi.Type;
import java.util.Set;

/** Tells tests which class a type became. */
public final class ClassNames {
    private final JavaNames names;

    public ClassNames(Schema schema, String prefix) {
        names = new JavaNames(schema, new Selection(schema, Set.of()), prefix);
    }

    public String of(Type type) {
        return names.type(type);
    }
}
