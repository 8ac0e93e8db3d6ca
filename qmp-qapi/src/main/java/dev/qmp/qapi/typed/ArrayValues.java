package dev.qmp.qapi.typed;

import dev.qmp.json.JsonValues;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** Makes JSON arrays of lists, and lists of JSON arrays. */
public final class ArrayValues {
    private ArrayValues() {}

    /**
     * Makes an array of typed values.
     *
     * @param list the values
     * @return the array
     */
    public static JsonArray of(List<? extends TypedValue> list) {
        JsonArrayBuilder array = JsonValues.array();
        for (TypedValue value : list) {
            array.add(value.toJson());
        }
        return array.build();
    }

    /**
     * Makes an array of any values.
     *
     * @param list the values
     * @return the array
     */
    public static JsonArray ofAny(List<? extends JsonValue> list) {
        JsonArrayBuilder array = JsonValues.array();
        for (JsonValue value : list) {
            array.add(value);
        }
        return array.build();
    }

    /**
     * Makes an array of strings.
     *
     * @param list the strings
     * @return the array
     */
    public static JsonArray ofStrings(List<String> list) {
        JsonArrayBuilder array = JsonValues.array();
        for (String value : list) {
            array.add(JsonValues.string(value));
        }
        return array.build();
    }

    /**
     * Makes an array of integers with sign.
     *
     * @param list the integers
     * @return the array
     */
    public static JsonArray ofIntegers(List<? extends Number> list) {
        JsonArrayBuilder array = JsonValues.array();
        for (Number value : list) {
            array.add(JsonValues.number(value.longValue()));
        }
        return array.build();
    }

    /**
     * Makes an array of integers of 64 bits without sign.
     *
     * @param list the integers' bits
     * @return the array
     */
    public static JsonArray ofUnsigned(List<Long> list) {
        JsonArrayBuilder array = JsonValues.array();
        for (long value : list) {
            array.add(JsonValues.unsigned(value));
        }
        return array.build();
    }

    /**
     * Makes an array of doubles.
     *
     * @param list the doubles, finite
     * @return the array
     */
    public static JsonArray ofNumbers(List<Double> list) {
        JsonArrayBuilder array = JsonValues.array();
        for (double value : list) {
            array.add(JsonValues.number(value));
        }
        return array.build();
    }

    /**
     * Makes an array of booleans.
     *
     * @param list the booleans
     * @return the array
     */
    public static JsonArray ofBooleans(List<Boolean> list) {
        JsonArrayBuilder array = JsonValues.array();
        for (boolean value : list) {
            array.add(JsonValues.of(value));
        }
        return array.build();
    }

    /**
     * Reads an array of strings.
     *
     * @param in where the array is
     * @return the strings
     * @throws ValueTypeException if it is of another type
     */
    public static List<String> strings(ValueReader in) {
        List<ValueReader> elements = in.elements();
        List<String> list = new ArrayList<>(elements.size());
        for (ValueReader element : elements) {
            list.add(element.string());
        }
        return list;
    }

    /**
     * Reads an array of booleans.
     *
     * @param in where the array is
     * @return its elements
     * @throws ValueTypeException if it is of another type
     */
    public static List<Boolean> bools(ValueReader in) {
        List<ValueReader> elements = in.elements();
        List<Boolean> list = new ArrayList<>(elements.size());
        for (ValueReader element : elements) {
            list.add(element.bool());
        }
        return list;
    }

    /**
     * Reads an array of any numbers, as the nearest doubles.
     *
     * @param in where the array is
     * @return its elements
     * @throws ValueTypeException if it is of another type
     */
    public static List<Double> numbers(ValueReader in) {
        List<ValueReader> elements = in.elements();
        List<Double> list = new ArrayList<>(elements.size());
        for (ValueReader element : elements) {
            list.add(element.number());
        }
        return list;
    }

    /**
     * Reads an array of signed integers of 64 bits.
     *
     * @param in where the array is
     * @return its elements
     * @throws ValueTypeException if it is of another type
     */
    public static List<Long> int64s(ValueReader in) {
        List<ValueReader> elements = in.elements();
        List<Long> list = new ArrayList<>(elements.size());
        for (ValueReader element : elements) {
            list.add(element.int64());
        }
        return list;
    }

    /**
     * Reads an array of unsigned integers of 64 bits, as their bits.
     *
     * @param in where the array is
     * @return its elements
     * @throws ValueTypeException if it is of another type
     */
    public static List<Long> uint64s(ValueReader in) {
        List<ValueReader> elements = in.elements();
        List<Long> list = new ArrayList<>(elements.size());
        for (ValueReader element : elements) {
            list.add(element.uint64());
        }
        return list;
    }

    /**
     * Reads an array of narrow integers.
     *
     * @param in where the array is
     * @param kind which
     * @return its elements
     * @throws ValueTypeException if it is of another type
     */
    public static List<Long> integers(ValueReader in, IntegerKind kind) {
        List<ValueReader> elements = in.elements();
        List<Long> list = new ArrayList<>(elements.size());
        for (ValueReader element : elements) {
            list.add(element.integer(kind));
        }
        return list;
    }

    /**
     * Reads an array of narrow integers that a Java {@code int} can hold.
     *
     * @param in where the array is
     * @param kind which
     * @return its elements
     * @throws ValueTypeException if it is of another type
     */
    public static List<Integer> smallIntegers(ValueReader in, IntegerKind kind) {
        List<ValueReader> elements = in.elements();
        List<Integer> list = new ArrayList<>(elements.size());
        for (ValueReader element : elements) {
            list.add(element.smallInteger(kind));
        }
        return list;
    }

    /**
     * Reads an array of nulls.
     *
     * @param in where the array is
     * @return its elements
     * @throws ValueTypeException if it is of another type
     */
    public static List<JsonValue> nulls(ValueReader in) {
        List<ValueReader> elements = in.elements();
        List<JsonValue> list = new ArrayList<>(elements.size());
        for (ValueReader element : elements) {
            list.add(element.nullValue());
        }
        return list;
    }

    /**
     * Reads an array of anything.
     *
     * @param in where the array is
     * @return its elements
     * @throws ValueTypeException if it is not an array
     */
    public static List<JsonValue> values(ValueReader in) {
        return List.copyOf(in.array());
    }
}
