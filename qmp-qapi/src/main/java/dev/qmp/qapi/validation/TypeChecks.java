package dev.qmp.qapi.validation;

import dev.qmp.qapi.AlternateType;
import dev.qmp.qapi.ArrayType;
import dev.qmp.qapi.BuiltinType;
import dev.qmp.qapi.Configuration;
import dev.qmp.qapi.EnumType;
import dev.qmp.qapi.ObjectType;
import dev.qmp.qapi.Type;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Prepares the checks of types, each once.
 *
 * <p>Thread: confined to the making of a validator.
 */
final class TypeChecks {
    private final Configuration configuration;
    private final CompatPolicy policy;
    private final Map<Type, TypeCheck> checks = new HashMap<>();
    private final Deque<Runnable> unfilled = new ArrayDeque<>();

    /** Makes a factory of checks. */
    TypeChecks(Configuration configuration, CompatPolicy policy) {
        this.configuration = configuration;
        this.policy = policy;
    }

    /** Returns the check of a type. */
    ValueCheck of(Type type) {
        return filled(prepared(type));
    }

    /** Returns the check of an object type that lets members pass which the type does not declare. */
    ValueCheck withSurplus(ObjectType type) {
        ObjectTypeCheck check = new ObjectTypeCheck(true);
        check.fill(type, configuration, policy, this);
        return filled(check);
    }

    private ValueCheck filled(TypeCheck check) {
        for (Runnable fill = unfilled.poll(); fill != null; fill = unfilled.poll()) {
            fill.run();
        }
        return new ValueCheck(check);
    }

    /** Returns the check of a type, which may have to be filled yet: a type may contain itself. */
    TypeCheck prepared(Type type) {
        TypeCheck known = checks.get(type);
        if (known != null) {
            return known;
        }
        if (type instanceof ObjectType object) {
            ObjectTypeCheck check = new ObjectTypeCheck(false);
            checks.put(type, check);
            unfilled.add(() -> check.fill(object, configuration, policy, this));
            return check;
        }
        if (type instanceof ArrayType array) {
            ArrayCheck check = new ArrayCheck();
            checks.put(type, check);
            unfilled.add(() -> check.fill(prepared(array.element())));
            return check;
        }
        if (type instanceof AlternateType alternate) {
            AlternateTypeCheck check = new AlternateTypeCheck(alternate.name());
            checks.put(type, check);
            unfilled.add(() -> check.fill(alternate, configuration, this));
            return check;
        }
        TypeCheck check = type instanceof EnumType values
                ? new EnumTypeCheck(values, configuration, policy)
                : BuiltinChecks.of(((BuiltinType) type).kind());
        checks.put(type, check);
        return check;
    }
}
