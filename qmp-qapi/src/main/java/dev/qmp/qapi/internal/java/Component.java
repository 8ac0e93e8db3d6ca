package dev.qmp.qapi.internal.java;

import dev.qmp.qapi.Type;
import java.util.List;

/**
 * A component of a record.
 *
 * @param name its Java name
 * @param wireName the member's name; empty for what stands for several members: the body of a branch, the data of an event
 * @param type its type in the schema
 * @param isOptional whether it may be absent
 * @param isDeprecated whether to mark it so
 * @param doc its description, as HTML
 */
record Component(String name, String wireName, Type type, boolean isOptional, boolean isDeprecated, String doc) {
    /** Tells whether it stands for several members. */
    boolean isBody() {
        return wireName.isEmpty();
    }

    /** Returns the type that it has as a parameter or a component. */
    String javaType(JavaTypes types) {
        return isOptional ? types.optional(type) : types.plain(type);
    }

    /** Returns those that are always there. */
    static List<Component> mandatory(List<Component> components) {
        return components.stream().filter(component -> !component.isOptional).toList();
    }

    /** Returns them as parameters. */
    static List<String> parameters(List<Component> components, JavaTypes types) {
        return components.stream()
                .map(component -> component.javaType(types) + " " + component.name)
                .toList();
    }
}
