package dev.qmp.qapi.internal.manual.catalog;

import dev.qmp.qapi.AlternateType;
import dev.qmp.qapi.Alternative;
import dev.qmp.qapi.ArrayType;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.Event;
import dev.qmp.qapi.Member;
import dev.qmp.qapi.ObjectType;
import dev.qmp.qapi.Type;
import dev.qmp.qapi.UnionType;
import dev.qmp.qapi.Variant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The users of types. The members of an implicit type count as its owner's.
 *
 * <p>Thread: immutable once built.
 */
public final class Users {
    private final Catalog catalog;
    private final Map<String, List<Use>> uses = new HashMap<>();

    Users(Catalog catalog) {
        this.catalog = catalog;
        for (Definition definition : catalog.definitions()) {
            if (definition.entity() instanceof Command command) {
                payload(definition, command.argumentType(), Use.Role.ARGUMENT);
                add(command.returnType(), new Use(Use.Role.RETURNED, definition, ""));
            } else if (definition.entity() instanceof Event event) {
                payload(definition, event.argumentType(), Use.Role.DATA);
            } else if (definition.entity() instanceof ObjectType object) {
                object(definition, object);
            } else if (definition.entity() instanceof AlternateType alternate) {
                for (Alternative alternative : alternate.alternatives()) {
                    if (catalog.shows(alternative.condition())) {
                        add(alternative.type(), new Use(Use.Role.ALTERNATIVE, definition, alternative.name()));
                    }
                }
            }
        }
    }

    /**
     * Returns the users of a type.
     *
     * @param type the type's name
     * @return its users, module by module
     */
    public List<Use> of(String type) {
        return List.copyOf(uses.getOrDefault(type, List.of()));
    }

    private void payload(Definition user, ObjectType type, Use.Role role) {
        if (type.isImplicit()) {
            members(user, type, role);
        } else {
            add(type, new Use(role, user, ""));
        }
    }

    private void object(Definition user, ObjectType object) {
        ObjectType base = object.base().orElse(null);
        if (base != null && base.isImplicit()) {
            members(user, base, Use.Role.MEMBER);
        } else if (base != null) {
            add(base, new Use(Use.Role.BASE, user, ""));
        }
        members(user, object, Use.Role.MEMBER);
        if (object instanceof UnionType union) {
            for (Variant variant : union.variants()) {
                if (!variant.isImplied() && catalog.shows(variant.condition())) {
                    add(variant.type(), new Use(Use.Role.BRANCH, user, variant.name()));
                }
            }
        }
    }

    private void members(Definition user, ObjectType type, Use.Role role) {
        for (Member member : type.members()) {
            if (catalog.shows(member.condition())) {
                add(member.type(), new Use(role, user, member.name()));
            }
        }
    }

    private void add(Type type, Use use) {
        Type used = type instanceof ArrayType array ? array.element() : type;
        uses.computeIfAbsent(used.name(), name -> new ArrayList<>()).add(use);
    }
}
