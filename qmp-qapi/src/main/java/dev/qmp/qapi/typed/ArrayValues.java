package dev.qmp.qapi.typed;

import dev.qmp.json.JsonValues;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonValue;
import java.util.List;

/** Makes JSON arrays of lists. */
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
}
