package dev.qmp.qapi.validation;

import dev.qmp.json.JsonValues;
import dev.qmp.json.NumberKind;
import dev.qmp.qapi.BuiltinType;
import dev.qmp.qapi.internal.fault.Fault;
import dev.qmp.qapi.typed.IntegerKind;
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
            case INT, INT64 -> new OfInt64();
            case INT8 -> new OfSigned(IntegerKind.INT8);
            case INT16 -> new OfSigned(IntegerKind.INT16);
            case INT32 -> new OfSigned(IntegerKind.INT32);
            case UINT8 -> new OfUnsigned(IntegerKind.UINT8);
            case UINT16 -> new OfUnsigned(IntegerKind.UINT16);
            case UINT32 -> new OfUnsigned(IntegerKind.UINT32);
            case UINT64, SIZE -> new OfUint64();
        };
    }

    /** Accepts one JSON type. */
    private record OfType(ValueType type, String expected) implements TypeCheck {
        @Override
        public @Nullable Fault check(JsonValue value) {
            return value.getValueType() == type ? null : Fault.wrongType(expected);
        }
    }

    /** Accepts true and false. */
    private record OfBoolean() implements TypeCheck {
        @Override
        public @Nullable Fault check(JsonValue value) {
            ValueType type = value.getValueType();
            return type == ValueType.TRUE || type == ValueType.FALSE ? null : Fault.wrongType("boolean");
        }
    }

    /** Accepts everything. */
    private record OfAny() implements TypeCheck {
        @Override
        public @Nullable Fault check(JsonValue value) {
            return null;
        }
    }

    /** Accepts a signed integer. */
    private record OfInt64() implements TypeCheck {
        @Override
        public @Nullable Fault check(JsonValue value) {
            return isInt64(value) ? null : Fault.wrongType("integer");
        }
    }

    /** Accepts a narrow signed integer. */
    private record OfSigned(IntegerKind kind) implements TypeCheck {
        @Override
        public @Nullable Fault check(JsonValue value) {
            if (!isInt64(value)) {
                return Fault.wrongType("integer");
            }
            return kind.contains(((JsonNumber) value).longValue()) ? null : Fault.outOfRange(kind.cType());
        }
    }

    /** Accepts an unsigned integer; a negative one is taken modulo 2<sup>64</sup>. */
    private record OfUint64() implements TypeCheck {
        @Override
        public @Nullable Fault check(JsonValue value) {
            return isInteger(value) ? null : Fault.notUint64();
        }
    }

    /** Accepts a narrow unsigned integer. */
    private record OfUnsigned(IntegerKind kind) implements TypeCheck {
        @Override
        public @Nullable Fault check(JsonValue value) {
            if (!isInteger(value)) {
                return Fault.notUint64();
            }
            // An integer of 2^63 or more looks negative as a long, so it is out of range too.
            return kind.contains(((JsonNumber) value).longValue()) ? null : Fault.outOfRange(kind.cType());
        }
    }

    /** Tells whether a value is written as an integer that fits into a signed long. */
    private static boolean isInt64(JsonValue value) {
        return value instanceof JsonNumber number && JsonValues.kind(number) == NumberKind.INT64;
    }

    /** Tells whether a value is written as an integer that fits into 64 bits, with or without sign. */
    private static boolean isInteger(JsonValue value) {
        return value instanceof JsonNumber number && JsonValues.kind(number) != NumberKind.DOUBLE;
    }
}
