package dev.qmp.qapi.internal.java;

import dev.qmp.qapi.AlternateType;
import dev.qmp.qapi.Alternative;
import dev.qmp.qapi.ArrayType;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.Condition;
import dev.qmp.qapi.EnumType;
import dev.qmp.qapi.EnumValue;
import dev.qmp.qapi.Event;
import dev.qmp.qapi.Member;
import dev.qmp.qapi.ObjectType;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.SchemaEntity;
import dev.qmp.qapi.Type;
import dev.qmp.qapi.UnionType;
import dev.qmp.qapi.Variant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The part of a schema that is generated: everything that exists in its configuration, and the types that it refers to.
 *
 * <p>Thread: immutable once made; confined to one generation.
 */
final class Selection {
    private final Schema schema;
    private final Set<String> modules;
    private final Set<Type> types = new HashSet<>();
    private final Set<Type> elements = new HashSet<>();

    /** Selects what the given modules declare; all modules if none is given. */
    Selection(Schema schema, Set<String> modules) {
        this.schema = schema;
        this.modules = modules;
        for (Type type : schema.types()) {
            if (!type.isImplicit() && !(type instanceof ArrayType) && isWanted(type)) {
                add(type);
            }
        }
        for (Command command : commands()) {
            add(command.argumentType());
            add(command.returnType());
        }
        for (Event event : events()) {
            add(event.argumentType());
        }
    }

    /** Returns the commands, in definition order. */
    List<Command> commands() {
        return schema.commands().stream().filter(this::isWanted).toList();
    }

    /** Returns the events, in definition order. */
    List<Event> events() {
        return schema.events().stream().filter(this::isWanted).toList();
    }

    private boolean isWanted(SchemaEntity entity) {
        return exists(entity.condition()) && (modules.isEmpty() || modules.contains(entity.module()));
    }

    /** Returns the types that get a class of their own, in definition order. */
    List<Type> types() {
        List<Type> list = new ArrayList<>();
        for (Type type : schema.types()) {
            boolean named = type instanceof EnumType || type instanceof AlternateType || isNamed(type);
            if (named && types.contains(type)) {
                list.add(type);
            }
        }
        return list;
    }

    /** Tells whether an object type has a name that its author gave. */
    static boolean isNamed(Type type) {
        return type instanceof ObjectType && !type.isImplicit();
    }

    /** Tells whether lists of a type are needed. */
    boolean hasLists(Type type) {
        return elements.contains(type);
    }

    /** Tells whether a condition holds. */
    boolean exists(Condition condition) {
        return schema.configuration().includes(condition);
    }

    /** Returns the members of a type that exist, without those of branches. */
    List<Member> members(ObjectType type) {
        return type.allMembers().stream()
                .filter(member -> exists(member.condition()))
                .toList();
    }

    /** Returns the values of an enumeration that exist. */
    List<EnumValue> values(EnumType type) {
        return type.values().stream().filter(value -> exists(value.condition())).toList();
    }

    /** Returns the written branches of a union that exist, and whose tag values do. */
    List<Variant> branches(UnionType type) {
        EnumType tag = (EnumType) type.tag().type();
        return type.variants().stream()
                .filter(variant -> !variant.isImplied() && exists(variant.condition()))
                .filter(variant ->
                        exists(tag.value(variant.name()).orElseThrow().condition()))
                .toList();
    }

    /** Returns the branches of an alternate that exist. */
    List<Alternative> alternatives(AlternateType type) {
        return type.alternatives().stream()
                .filter(branch -> exists(branch.condition()))
                .toList();
    }

    private void add(Type type) {
        if (type instanceof ArrayType array) {
            elements.add(array.element());
            add(array.element());
        } else if (types.add(type)) {
            if (type instanceof ObjectType object) {
                members(object).forEach(member -> add(member.type()));
            }
            if (type instanceof UnionType union) {
                branches(union).forEach(branch -> add(branch.type()));
            } else if (type instanceof AlternateType alternate) {
                alternatives(alternate).forEach(branch -> add(branch.type()));
            }
        }
    }
}
