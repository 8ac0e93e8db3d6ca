package dev.qmp.qapi.internal.validate;

import dev.qmp.qapi.AlternateType;
import dev.qmp.qapi.ArrayType;
import dev.qmp.qapi.BuiltinType;
import dev.qmp.qapi.CompatPolicy;
import dev.qmp.qapi.Configuration;
import dev.qmp.qapi.EnumType;
import dev.qmp.qapi.ObjectType;
import dev.qmp.qapi.Type;
import java.util.HashMap;
import java.util.Map;

/**
 * Prepares the checks of types, each once.
 *
 * <p>Thread: confined to the making of a validator.
 */
public final class TypeChecks {
    private final Configuration configuration;
    private final CompatPolicy policy;
    private final Map<Type, TypeCheck> checks = new HashMap<>();

    /** Makes a factory of checks. */
    public TypeChecks(Configuration configuration, CompatPolicy policy) {
        this.configuration = configuration;
        this.policy = policy;
    }

    /** Returns the check of a type. */
    public TypeCheck of(Type type) {
        TypeCheck known = checks.get(type);
        if (known != null) {
            return known;
        }
        if (type instanceof ObjectType object) {
            ObjectTypeCheck check = new ObjectTypeCheck();
            // Entered before it is complete: a type may contain itself.
            checks.put(type, check);
            check.fill(object, configuration, policy, this);
            return check;
        }
        if (type instanceof ArrayType array) {
            ArrayCheck check = new ArrayCheck();
            checks.put(type, check);
            check.fill(of(array.element()));
            return check;
        }
        if (type instanceof AlternateType alternate) {
            AlternateTypeCheck check = new AlternateTypeCheck(alternate.name());
            checks.put(type, check);
            check.fill(alternate, configuration, this);
            return check;
        }
        TypeCheck check = type instanceof EnumType values
                ? new EnumTypeCheck(values, configuration, policy)
                : BuiltinChecks.of(((BuiltinType) type).kind());
        checks.put(type, check);
        return check;
    }
}
