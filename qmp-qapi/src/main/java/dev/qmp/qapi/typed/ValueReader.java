package dev.qmp.qapi.typed;

import dev.qmp.json.JsonValues;
import dev.qmp.json.NumberKind;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.JsonValue.ValueType;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value, where it stands in a document, and the ways to read it. Members that nobody asks for are ignored.
 *
 * <p>All methods that read throw a {@link ValueTypeException} if the value is of another type. The rules: integers have neither
 * fraction nor exponent; unsigned ones of 64 bits may be written with a sign and are then taken modulo 2<sup>64</sup>; a number may be
 * written as an integer; nothing is converted from a string.
 *
 * <p>Thread: immutable.
 */
public final class ValueReader {
    private final JsonValue value;
    private final @Nullable ValueReader parent;

    /** The member's name; null for an element and for the root. */
    private final @Nullable String name;

    private final int index;

    private ValueReader(JsonValue value, @Nullable ValueReader parent, @Nullable String name, int index) {
        this.value = value;
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
        return new ValueReader(value, null, null, 0);
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
            throw new ValueTypeException(
                    "Parameter '" + new ValueReader(JsonValue.NULL, this, member, 0).path() + "' is missing");
        }
        return new ValueReader(found, this, member, 0);
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
        throw wrongType("object");
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
        throw wrongType("string");
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
            default -> throw wrongType("boolean");
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
        throw wrongType("number");
    }

    /**
     * Reads null.
     *
     * @return {@link JsonValue#NULL}
     */
    public JsonValue nothing() {
        if (value.getValueType() == ValueType.NULL) {
            return JsonValue.NULL;
        }
        throw wrongType("null");
    }

    /**
     * Reads a signed integer of 64 bits.
     *
     * @return the integer
     */
    public long int64() {
        if (value instanceof JsonNumber number && JsonValues.kind(number) == NumberKind.INT64) {
            return number.longValue();
        }
        throw wrongType("integer");
    }

    /**
     * Reads an unsigned integer of 64 bits.
     *
     * @return its bits
     */
    public long uint64() {
        if (value instanceof JsonNumber number && JsonValues.kind(number) != NumberKind.DOUBLE) {
            return number.longValue();
        }
        throw new ValueTypeException("Parameter '" + path() + "' expects uint64");
    }

    /**
     * Reads a narrower integer.
     *
     * @param kind which
     * @return the integer
     */
    public long integer(IntegerKind kind) {
        long integer = kind.isSigned() ? int64() : uint64();
        // What does not fit into 63 bits looks negative and is in no range of an unsigned kind.
        if (!kind.contains(integer)) {
            throw new ValueTypeException("Parameter '" + name + "' expects " + kind.wireName());
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
     * Reads an array of strings.
     *
     * @return the strings
     */
    public List<String> strings() {
        List<String> list = newList();
        for (ValueReader element : elements()) {
            list.add(element.string());
        }
        return list;
    }

    /**
     * Reads an array of booleans.
     *
     * @return the booleans
     */
    public List<Boolean> bools() {
        List<Boolean> list = newList();
        for (ValueReader element : elements()) {
            list.add(element.bool());
        }
        return list;
    }

    /**
     * Reads an array of any numbers.
     *
     * @return the nearest doubles
     */
    public List<Double> numbers() {
        List<Double> list = newList();
        for (ValueReader element : elements()) {
            list.add(element.number());
        }
        return list;
    }

    /**
     * Reads an array of signed integers of 64 bits.
     *
     * @return the integers
     */
    public List<Long> int64s() {
        List<Long> list = newList();
        for (ValueReader element : elements()) {
            list.add(element.int64());
        }
        return list;
    }

    /**
     * Reads an array of unsigned integers of 64 bits.
     *
     * @return their bits
     */
    public List<Long> uint64s() {
        List<Long> list = newList();
        for (ValueReader element : elements()) {
            list.add(element.uint64());
        }
        return list;
    }

    /**
     * Reads an array of narrower integers.
     *
     * @param kind which
     * @return the integers
     */
    public List<Long> integers(IntegerKind kind) {
        List<Long> list = newList();
        for (ValueReader element : elements()) {
            list.add(element.integer(kind));
        }
        return list;
    }

    /**
     * Reads an array of narrower integers that a Java {@code int} can hold.
     *
     * @param kind which
     * @return the integers
     */
    public List<Integer> smallIntegers(IntegerKind kind) {
        List<Integer> list = newList();
        for (ValueReader element : elements()) {
            list.add(element.smallInteger(kind));
        }
        return list;
    }

    /**
     * Reads an array of nulls.
     *
     * @return as many times {@link JsonValue#NULL}
     */
    public List<JsonValue> nothings() {
        List<JsonValue> list = newList();
        for (ValueReader element : elements()) {
            list.add(element.nothing());
        }
        return list;
    }

    /**
     * Reads an array of anything.
     *
     * @return the elements
     */
    public List<JsonValue> values() {
        return List.copyOf(array());
    }

    /**
     * Says that the value is a string that its enumeration does not have.
     *
     * @return the exception to throw
     */
    public ValueTypeException unknownEnumValue() {
        return new ValueTypeException("Parameter '" + name + "' does not accept value '" + string() + "'");
    }

    /**
     * Says that the value fits no branch of an alternate.
     *
     * @param alternate the alternate's name
     * @return the exception to throw
     */
    public ValueTypeException noBranch(String alternate) {
        return new ValueTypeException("Invalid parameter type for '" + name + "', expected: " + alternate);
    }

    private <T> List<T> newList() {
        return new ArrayList<>(array().size());
    }

    private JsonArray array() {
        if (value instanceof JsonArray array) {
            return array;
        }
        throw wrongType("array");
    }

    private ValueTypeException wrongType(String expected) {
        return new ValueTypeException("Invalid parameter type for '" + path() + "', expected: " + expected);
    }

    private String path() {
        StringBuilder path = new StringBuilder();
        for (ValueReader at = this; at.parent != null; at = at.parent) {
            path.insert(0, at.name != null ? "." + at.name : "[" + at.index + "]");
        }
        if (path.length() == 0) {
            return "<anonymous>";
        }
        return path.charAt(0) == '.' ? path.substring(1) : path.toString();
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
            return new ValueReader(array.get(index), parent, null, index);
        }

        @Override
        public int size() {
            return array.size();
        }
    }
}
