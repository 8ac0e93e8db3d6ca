package dev.qmp.qapi.validation;

import dev.qmp.qapi.AlternateType;
import dev.qmp.qapi.Alternative;
import dev.qmp.qapi.Configuration;
import dev.qmp.qapi.internal.fault.Fault;
import jakarta.json.JsonValue;
import jakarta.json.JsonValue.ValueType;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Picks a branch by the JSON type of the value.
 *
 * <p>Thread: immutable once its validator is made.
 */
final class AlternateTypeCheck implements TypeCheck {
    private final String name;
    private final Map<ValueType, TypeCheck> branches = new EnumMap<>(ValueType.class);

    AlternateTypeCheck(String name) {
        this.name = name;
    }

    void fill(AlternateType type, Configuration configuration, TypeChecks checks) {
        for (Alternative alternative : type.alternatives()) {
            if (configuration.includes(alternative.condition())) {
                TypeCheck check = checks.prepared(alternative.type());
                switch (alternative.type().jsonType()) {
                    case STRING -> branches.put(ValueType.STRING, check);
                    case NUMBER, INT -> branches.put(ValueType.NUMBER, check);
                    case NULL -> branches.put(ValueType.NULL, check);
                    case OBJECT -> branches.put(ValueType.OBJECT, check);
                    case ARRAY -> branches.put(ValueType.ARRAY, check);
                    case BOOLEAN -> {
                        branches.put(ValueType.TRUE, check);
                        branches.put(ValueType.FALSE, check);
                    }
                    case VALUE -> throw new IllegalStateException(type.describe() + " has a branch of any type");
                }
            }
        }
    }

    @Override
    public @Nullable Fault check(JsonValue value) {
        TypeCheck branch = branches.get(value.getValueType());
        return branch == null ? Fault.noBranch(name) : branch.check(value);
    }

    @Override
    public @Nullable ContentCheck contents(JsonValue value) {
        TypeCheck branch = branches.get(value.getValueType());
        return branch == null ? null : branch.contents(value);
    }
}
