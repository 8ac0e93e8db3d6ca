package dev.qmp.qapi.internal.java;

import dev.qmp.qapi.Feature;
import dev.qmp.qapi.Member;
import dev.qmp.qapi.ObjectType;
import dev.qmp.qapi.SchemaEntity;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Makes components of records out of members.
 *
 * <p>Thread: immutable; confined to one generation.
 */
final class Components {
    /** What generated records have themselves. */
    private static final Set<String> RESERVED = Set.of(
            "toJson",
            "builder",
            "eventName",
            // Full names of types begin with it.
            "java");

    private final Selection selection;
    private final Docs docs;

    Components(Selection selection, Docs docs) {
        this.selection = selection;
        this.docs = docs;
    }

    /** Returns a component for each member of a type that exists, inherited ones first. */
    List<Component> of(ObjectType type, SchemaEntity documented) {
        NameScope scope = scope();
        List<Component> components = new ArrayList<>();
        for (Member member : selection.members(type)) {
            components.add(new Component(
                    scope.allocate(Identifiers.variable(member.name())),
                    member.name(),
                    member.type(),
                    member.isOptional(),
                    member.hasFeature(Feature.DEPRECATED),
                    docs.member(documented, member)));
        }
        return components;
    }

    /** Returns a name for one more component, which stands for several members. */
    static String bodyName(String wanted, List<Component> components) {
        NameScope scope = scope();
        components.forEach(component -> scope.allocate(component.name()));
        return scope.allocate(wanted);
    }

    private static NameScope scope() {
        return NameScope.ofMethods(RESERVED);
    }
}
