package dev.qmp.qapi.validation;

import dev.qmp.qapi.Configuration;
import dev.qmp.qapi.Type;
import dev.qmp.qapi.internal.fault.Fault;
import jakarta.json.JsonValue;
import java.util.Optional;

/** The validator's judgement of values of single types, which commands need not use. */
public final class TypeValidation {
    private final TypeChecks checks;

    /** Makes the checks of a configuration. */
    public TypeValidation(Configuration configuration) {
        checks = new TypeChecks(configuration, CompatPolicy.ACCEPT);
    }

    /** Returns the text of the value's first fault, empty if it has none. */
    public Optional<String> fault(Type type, JsonValue value) {
        return Optional.ofNullable(checks.of(type).check(value)).map(Fault::message);
    }
}
