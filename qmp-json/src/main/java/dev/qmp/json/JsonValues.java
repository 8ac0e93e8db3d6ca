package dev.qmp.json;

import dev.qmp.json.internal.text.NumberText;
import dev.qmp.json.internal.text.Utf8;
import dev.qmp.json.internal.tree.ArrayBuilder;
import dev.qmp.json.internal.tree.ArrayValue;
import dev.qmp.json.internal.tree.DoubleValue;
import dev.qmp.json.internal.tree.IntegerValue;
import dev.qmp.json.internal.tree.ObjectBuilder;
import dev.qmp.json.internal.tree.ObjectValue;
import dev.qmp.json.internal.tree.TextValue;
import dev.qmp.json.internal.tree.TreeWriter;
import dev.qmp.json.internal.tree.Trees;
import dev.qmp.json.internal.tree.UnsignedValue;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Makes values and reads them.
 *
 * <p>The values are immutable, have the equality that {@code jakarta.json} specifies (numbers by {@link JsonNumber#bigDecimalValue()}, which
 * is exact for integers and {@code BigDecimal.valueOf(d)} for doubles) and mix freely with those of other implementations. Unlike
 * {@code Json.createObjectBuilder()}, nothing here looks a service up. Thread: stateless; values are safe to share, builders are confined to
 * their owner.
 */
public final class JsonValues {
    /** The object without members. */
    public static final JsonObject EMPTY_OBJECT = ObjectValue.EMPTY;

    /** The array without elements. */
    public static final JsonArray EMPTY_ARRAY = ArrayValue.EMPTY;

    private JsonValues() {}

    /**
     * Makes a string.
     *
     * @param text any text; characters that are invalid in the dialect (lone surrogates, noncharacters) are printed as U+FFFD
     * @return the value
     */
    public static JsonString string(String text) {
        return TextValue.of(text);
    }

    /**
     * Makes a string of bytes that should be UTF-8.
     *
     * @param utf8 the bytes, U+0000 as one byte or as two; each invalid sequence becomes U+FFFD
     * @return the value
     */
    public static JsonString string(byte[] utf8) {
        return TextValue.of(Utf8.lossy(utf8, 0, utf8.length));
    }

    /**
     * Makes an int64.
     *
     * @param value any
     * @return the value
     */
    public static JsonNumber number(long value) {
        return IntegerValue.of(value);
    }

    /**
     * Makes an integer of 64 bits without sign.
     *
     * @param bits the bits; a uint64 if they are negative as a {@code long}, else an int64
     * @return the value
     */
    public static JsonNumber unsigned(long bits) {
        return UnsignedValue.of(bits);
    }

    /**
     * Makes a double.
     *
     * @param value finite
     * @return the value
     * @throws NumberFormatException if it is infinite or not a number
     */
    public static JsonNumber number(double value) {
        return DoubleValue.of(value);
    }

    /**
     * Makes a boolean.
     *
     * @param value which
     * @return the value
     */
    public static JsonValue of(boolean value) {
        return value ? JsonValue.TRUE : JsonValue.FALSE;
    }

    /**
     * Begins an object. The builder keeps the order of first insertion; adding a name again replaces its value; {@code build} leaves it
     * empty.
     *
     * @return a builder
     */
    public static JsonObjectBuilder object() {
        return new ObjectBuilder();
    }

    /**
     * Begins an array. {@code build} leaves the builder empty.
     *
     * @return a builder
     */
    public static JsonArrayBuilder array() {
        return new ArrayBuilder();
    }

    /**
     * Returns how the dialect sees a number, of whatever implementation.
     *
     * @param number any
     * @return its kind
     */
    public static NumberKind kind(JsonNumber number) {
        return switch (Trees.adopt(number).kind()) {
            case NumberText.INT64 -> NumberKind.INT64;
            case NumberText.UINT64 -> NumberKind.UINT64;
            default -> NumberKind.DOUBLE;
        };
    }

    /**
     * Returns the text of a string.
     *
     * @param value any value, or none
     * @return its text; null if it is not a string
     */
    public static @Nullable String text(@Nullable JsonValue value) {
        return value instanceof JsonString string ? string.getString() : null;
    }

    /**
     * Returns the text of a string that names something and will recur, such as a command. Like the names of members, it is found among
     * those seen before, at most a few thousand, so that it need not be made anew; it may stay there for ever, so it must not be a secret.
     *
     * @param string of any implementation
     * @return its text
     */
    public static String name(JsonString string) {
        return string instanceof TextValue text ? text.sharedText() : string.getString();
    }

    /**
     * Returns the text of a member that is a string.
     *
     * @param object where to look
     * @param name the member's name
     * @return its text; null if there is no such member or it is not a string
     */
    public static @Nullable String stringOrNull(JsonObject object, String name) {
        return text(object.get(name));
    }

    /**
     * Returns a member that is an object.
     *
     * @param object where to look
     * @param name the member's name
     * @return the member; null if there is none or it is not an object
     */
    public static @Nullable JsonObject objectOrNull(JsonObject object, String name) {
        return object.get(name) instanceof JsonObject member ? member : null;
    }

    /**
     * Returns a member that is an array.
     *
     * @param object where to look
     * @param name the member's name
     * @return the member; null if there is none or it is not an array
     */
    public static @Nullable JsonArray arrayOrNull(JsonObject object, String name) {
        return object.get(name) instanceof JsonArray member ? member : null;
    }

    /**
     * Returns a member that is a boolean.
     *
     * @param object where to look
     * @param name the member's name
     * @return the member; null if there is none or it is not a boolean
     */
    public static @Nullable Boolean booleanOrNull(JsonObject object, String name) {
        JsonValue member = object.get(name);
        if (member == null) {
            return null;
        }
        return switch (member.getValueType()) {
            case TRUE -> true;
            case FALSE -> false;
            default -> null;
        };
    }

    /**
     * Returns a value as a signed integer: an int64 only. (A uint64 is beyond the range by construction.)
     *
     * @param value any value, or none
     * @return the integer; empty for anything else, doubles included
     */
    public static OptionalLong asInt64(@Nullable JsonValue value) {
        return value instanceof JsonNumber number && kind(number) == NumberKind.INT64
                ? OptionalLong.of(number.longValue())
                : OptionalLong.empty();
    }

    /**
     * Returns a value as an unsigned integer: a uint64, or an int64 that is not negative.
     *
     * @param value any value, or none
     * @return the 64 bits of the integer, to be read without sign; empty for anything else, doubles included
     */
    public static OptionalLong asUint64(@Nullable JsonValue value) {
        if (value instanceof JsonNumber number) {
            NumberKind kind = kind(number);
            if (kind == NumberKind.UINT64 || (kind == NumberKind.INT64 && number.longValue() >= 0)) {
                return OptionalLong.of(number.longValue());
            }
        }
        return OptionalLong.empty();
    }

    /**
     * Returns a value as a double: any number.
     *
     * @param value any value, or none
     * @return the nearest double; empty if it is not a number
     */
    public static OptionalDouble asDouble(@Nullable JsonValue value) {
        return value instanceof JsonNumber number ? OptionalDouble.of(number.doubleValue()) : OptionalDouble.empty();
    }

    /**
     * Returns the compact text of a value, as a {@link JsonMessageWriter} prints it.
     *
     * @param value of any implementation
     * @return ASCII
     */
    public static String toText(JsonValue value) {
        return TreeWriter.text(value);
    }

    /**
     * Returns an equal value that a {@link JsonMessageWriter} prints from bytes it keeps, once it has printed it in that form: for large values
     * that are sent often.
     *
     * @param value of any implementation
     * @return an object or an array of the same content; any other value itself
     */
    public static JsonValue preencoded(JsonValue value) {
        return Trees.preencoded(value);
    }
}
