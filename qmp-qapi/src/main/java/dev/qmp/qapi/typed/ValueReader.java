package dev.qmp.qapi.typed;

import dev.qmp.json.JsonValues;
import dev.qmp.json.NumberKind;
import dev.qmp.qapi.internal.fault.Fault;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.JsonValue.ValueType;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value with its place in a document, and the conversions to Java's types. Members that nobody asks for are ignored.
 *
 * <p>All methods that read throw a {@link ValueTypeException} if the value is of another type, with the text of a server's validation:
 * integers have neither fraction nor exponent; unsigned ones of 64 bits may be written with a sign and are then taken modulo
 * 2<sup>64</sup>; a number may be written as an integer; nothing is converted from a string. Of a {@linkplain #ofValidated validated}
 * value the kinds and ranges of numbers are not looked at again.
 *
 * <p>Thread: immutable.
 */
public final class ValueReader {
    private final JsonValue value;
    private final boolean validated;
    private final @Nullable ValueReader parent;

    /** The member's name; null for an element and for the root. */
    private final @Nullable String name;

    private final int index;

    private ValueReader(
            JsonValue value, boolean validated, @Nullable ValueReader parent, @Nullable String name, int index) {
        this.value = value;
        this.validated = validated;
        this.parent = parent;
        this.name = name;
        this.index = index;
    }

    /**
     * Reads a value from its root.
     *
     * @param value the value
     * @return its reader
     */
    public static ValueReader of(JsonValue value) {
        return new ValueReader(value, false, null, null, 0);
    }

    /**
     * Reads from its root a value that was validated against the schema, such as the arguments that a dispatcher hands to a handler.
     *
     * @param value the value
     * @return its reader
     */
    public static ValueReader ofValidated(JsonValue value) {
        return new ValueReader(value, true, null, null, 0);
    }

    /**
     * Returns the value, of whatever type.
     *
     * @return the value
     */
    public JsonValue value() {
        return value;
    }

    /**
     * Returns the JSON type of the value.
     *
     * @return the type
     */
    public ValueType type() {
        return value.getValueType();
    }

    /**
     * Tells whether the value, an object, has a member.
     *
     * @param member the member's name
     * @return whether it has; null counts as a value
     */
    public boolean has(String member) {
        return object().containsKey(member);
    }

    /**
     * Goes to a member of the value, an object.
     *
     * @param member the member's name
     * @return its reader
     */
    public ValueReader member(String member) {
        JsonValue found = object().get(member);
        if (found == null) {
            throw here(Fault.missing(member));
        }
        return new ValueReader(found, validated, this, member, 0);
    }

    /**
     * Goes through the elements of the value, an array.
     *
     * @return a reader for each element
     */
    public List<ValueReader> elements() {
        return new Elements(this, array());
    }

    /**
     * Reads an object.
     *
     * @return the object
     */
    public JsonObject object() {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw here(Fault.wrongType("object"));
    }

    /**
     * Reads an array.
     *
     * @return the array
     */
    public JsonArray array() {
        if (value instanceof JsonArray array) {
            return array;
        }
        throw here(Fault.wrongType("array"));
    }

    /**
     * Reads a string.
     *
     * @return its text
     */
    public String string() {
        if (value instanceof JsonString string) {
            return string.getString();
        }
        throw here(Fault.wrongType("string"));
    }

    /**
     * Reads a boolean.
     *
     * @return the boolean
     */
    public boolean bool() {
        return switch (value.getValueType()) {
            case TRUE -> true;
            case FALSE -> false;
            default -> throw here(Fault.wrongType("boolean"));
        };
    }

    /**
     * Reads any number.
     *
     * @return the nearest double
     */
    public double number() {
        if (value instanceof JsonNumber number) {
            return number.doubleValue();
        }
        throw here(Fault.wrongType("number"));
    }

    /**
     * Reads null.
     *
     * @return {@link JsonValue#NULL}
     */
    public JsonValue nullValue() {
        if (value.getValueType() == ValueType.NULL) {
            return JsonValue.NULL;
        }
        throw here(Fault.wrongType("null"));
    }

    /**
     * Reads a signed integer of 64 bits.
     *
     * @return the integer
     */
    public long int64() {
        if (value instanceof JsonNumber number && (validated || JsonValues.kind(number) == NumberKind.INT64)) {
            return number.longValue();
        }
        throw here(Fault.wrongType("integer"));
    }

    /**
     * Reads an unsigned integer of 64 bits.
     *
     * @return its bits
     */
    public long uint64() {
        if (value instanceof JsonNumber number && (validated || JsonValues.kind(number) != NumberKind.DOUBLE)) {
            return number.longValue();
        }
        throw here(Fault.notUint64());
    }

    /**
     * Reads a narrower integer.
     *
     * @param kind which
     * @return the integer
     */
    public long integer(IntegerKind kind) {
        long integer = kind.isSigned() ? int64() : uint64();
        // An integer of 2^63 or more looks negative as a long, so it is out of range too.
        if (!validated && !kind.contains(integer)) {
            throw here(Fault.outOfRange(kind.cType()));
        }
        return integer;
    }

    /**
     * Reads a narrower integer that a Java {@code int} can hold: any but an unsigned one of 32 bits.
     *
     * @param kind which
     * @return the integer
     */
    public int smallInteger(IntegerKind kind) {
        return Math.toIntExact(integer(kind));
    }

    /**
     * Says that the value is a string that its enumeration does not have.
     *
     * @return the exception to throw
     */
    public ValueTypeException unknownEnumValue() {
        return here(Fault.unknownEnumValue(string()));
    }

    /**
     * Says that the value fits no branch of an alternate.
     *
     * @param alternate the alternate's name
     * @return the exception to throw
     */
    public ValueTypeException noBranch(String alternate) {
        return here(Fault.noBranch(alternate));
    }

    /** Makes the exception for a fault of this value or of a member that it lacks. */
    private ValueTypeException here(Fault fault) {
        for (ValueReader at = this; at.parent != null; at = at.parent) {
            if (at.name != null) {
                fault.inMember(at.name);
            } else {
                fault.inElement(at.index);
            }
        }
        return new ValueTypeException(fault.message());
    }

    /** The readers of an array's elements, made when they are asked for. */
    private static final class Elements extends AbstractList<ValueReader> implements RandomAccess {
        private final ValueReader parent;
        private final JsonArray array;

        Elements(ValueReader parent, JsonArray array) {
            this.parent = parent;
            this.array = array;
        }

        @Override
        public ValueReader get(int index) {
            return new ValueReader(array.get(index), parent.validated, parent, null, index);
        }

        @Override
        public int size() {
            return array.size();
        }
    }
}
