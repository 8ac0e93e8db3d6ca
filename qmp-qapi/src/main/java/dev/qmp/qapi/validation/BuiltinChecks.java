package dev.qmp.qapi.validation;

import dev.qmp.qapi.BuiltinType;
import jakarta.json.JsonNumber;
import jakarta.json.JsonValue;
import jakarta.json.JsonValue.ValueType;
import org.jspecify.annotations.Nullable;

/** The checks of the built-in types. */
final class BuiltinChecks {
    private BuiltinChecks() {}

    static TypeCheck of(BuiltinType.Kind kind) {
        return switch (kind) {
            case STR -> new OfType(ValueType.STRING, "string");
            case NUMBER -> new OfType(ValueType.NUMBER, "number");
            case NULL -> new OfType(ValueType.NULL, "null");
            case BOOL -> new OfBoolean();
            case ANY -> new OfAny();
            case INT, INT64 -> new OfInteger(Long.MIN_VALUE, Long.MAX_VALUE, "");
            case INT8 -> new OfInteger(Byte.MIN_VALUE, Byte.MAX_VALUE, kind.expectation());
            case INT16 -> new OfInteger(Short.MIN_VALUE, Short.MAX_VALUE, kind.expectation());
            case INT32 -> new OfInteger(Integer.MIN_VALUE, Integer.MAX_VALUE, kind.expectation());
            case UINT8 -> new OfUnsigned(0xFFL, kind.expectation());
            case UINT16 -> new OfUnsigned(0xFFFFL, kind.expectation());
            case UINT32 -> new OfUnsigned(0xFFFF_FFFFL, kind.expectation());
            case UINT64, SIZE -> new OfUnsigned(-1, "");
        };
    }

    /** Wants one JSON type. */
    private record OfType(ValueType type, String expected) implements TypeCheck {
        @Override
        public @Nullable Fault check(JsonValue value) {
            return value.getValueType() == type ? null : Fault.wrongType(expected);
        }
    }

    /** Wants true or false. */
    private record OfBoolean() implements TypeCheck {
        @Override
        public @Nullable Fault check(JsonValue value) {
            ValueType type = value.getValueType();
            return type == ValueType.TRUE || type == ValueType.FALSE ? null : Fault.wrongType("boolean");
        }
    }

    /** Takes everything. */
    private record OfAny() implements TypeCheck {
        @Override
        public @Nullable Fault check(JsonValue value) {
            return null;
        }
    }

    /** Wants a signed integer within limits. */
    private record OfInteger(long min, long max, String narrow) implements TypeCheck {
        @Override
        public @Nullable Fault check(JsonValue value) {
            if (!(value instanceof JsonNumber number) || !Numbers.isInt64(number)) {
                return Fault.wrongType("integer");
            }
            long integer = number.longValue();
            return integer >= min && integer <= max ? null : Fault.atName("Parameter '", "' expects " + narrow);
        }
    }

    /** Wants an unsigned integer; only the widest kind takes negative ones. */
    private record OfUnsigned(long max, String narrow) implements TypeCheck {
        @Override
        public @Nullable Fault check(JsonValue value) {
            if (!(value instanceof JsonNumber number)) {
                return Fault.atPath("Parameter '", "' expects uint64");
            }
            boolean signed = Numbers.isInt64(number);
            if (!signed && !Numbers.isUint64(number)) {
                return Fault.atPath("Parameter '", "' expects uint64");
            }
            if (max < 0) {
                return null;
            }
            boolean fits = signed && number.longValue() >= 0 && number.longValue() <= max;
            return fits ? null : Fault.atName("Parameter '", "' expects " + narrow);
        }
    }
}
