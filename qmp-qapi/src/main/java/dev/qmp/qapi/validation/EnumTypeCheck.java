package dev.qmp.qapi.validation;

import dev.qmp.qapi.Configuration;
import dev.qmp.qapi.EnumType;
import dev.qmp.qapi.EnumValue;
import dev.qmp.qapi.Feature;
import dev.qmp.qapi.internal.fault.Fault;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Accepts the strings of an enumeration.
 *
 * <p>Thread: immutable once its validator is made.
 */
final class EnumTypeCheck implements TypeCheck {
    private final Map<String, Optional<CompatPolicy.Refusal>> values = new HashMap<>();

    EnumTypeCheck(EnumType type, Configuration configuration, CompatPolicy policy) {
        for (EnumValue value : type.values()) {
            if (configuration.includes(value.condition())) {
                values.put(
                        value.name(),
                        policy.refusal(
                                value.hasFeature(Feature.DEPRECATED),
                                value.hasFeature(Feature.UNSTABLE),
                                "value " + value.name()));
            }
        }
    }

    @Override
    public @Nullable Fault check(JsonValue value) {
        if (!(value instanceof JsonString string)) {
            return Fault.wrongType("string");
        }
        Optional<CompatPolicy.Refusal> known = values.get(string.getString());
        if (known == null) {
            return Fault.unknownEnumValue(string.getString());
        }
        return known.isPresent()
                ? Fault.refused(known.get().message(), known.get().crash())
                : null;
    }
}
