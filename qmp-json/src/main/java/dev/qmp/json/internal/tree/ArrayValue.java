package dev.qmp.json.internal.tree;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.AbstractList;
import java.util.Collections;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** An array. Thread: immutable, safe to share. */
public final class ArrayValue extends AbstractList<JsonValue> implements JsonArray, Container, RandomAccess {
    /** The empty array. */
    public static final ArrayValue EMPTY = new ArrayValue(new Object[0], null);

    private final Object[] elements;
    private final @Nullable Encoded encoded;

    ArrayValue(Object[] elements, @Nullable Encoded encoded) {
        this.elements = elements;
        this.encoded = encoded;
    }

    /** Makes an array of values; {@code elements} is not to be changed any more. */
    public static ArrayValue of(Object[] elements) {
        return new ArrayValue(elements, null);
    }

    /** The array that the writer prints from kept bytes. */
    ArrayValue preencoded() {
        return encoded != null ? this : new ArrayValue(elements, new Encoded());
    }

    @Override
    public Object[] items() {
        return elements;
    }

    @Override
    public @Nullable Encoded encoded() {
        return encoded;
    }

    @Override
    public ValueType getValueType() {
        return ValueType.ARRAY;
    }

    @Override
    public int size() {
        return elements.length;
    }

    @Override
    public JsonValue get(int i) {
        return (JsonValue) elements[i];
    }

    @Override
    public JsonObject getJsonObject(int i) {
        return (JsonObject) get(i);
    }

    @Override
    public JsonArray getJsonArray(int i) {
        return (JsonArray) get(i);
    }

    @Override
    public JsonNumber getJsonNumber(int i) {
        return (JsonNumber) get(i);
    }

    @Override
    public JsonString getJsonString(int i) {
        return (JsonString) get(i);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T extends JsonValue> List<T> getValuesAs(Class<T> type) {
        return (List<T>) Collections.unmodifiableList(this);
    }

    @Override
    public String getString(int i) {
        return getJsonString(i).getString();
    }

    @Override
    public String getString(int i, String otherwise) {
        return inRange(i) && get(i) instanceof JsonString text ? text.getString() : otherwise;
    }

    @Override
    public int getInt(int i) {
        return getJsonNumber(i).intValue();
    }

    @Override
    public int getInt(int i, int otherwise) {
        return inRange(i) && get(i) instanceof JsonNumber number ? number.intValue() : otherwise;
    }

    @Override
    public boolean getBoolean(int i) {
        return Booleans.of(get(i));
    }

    @Override
    public boolean getBoolean(int i, boolean otherwise) {
        return inRange(i) ? Booleans.of(get(i), otherwise) : otherwise;
    }

    private boolean inRange(int i) {
        return i >= 0 && i < elements.length;
    }

    @Override
    public boolean isNull(int i) {
        return get(i).getValueType() == ValueType.NULL;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof ArrayValue other ? Trees.equal(this, other) : super.equals(o);
    }

    @Override
    public int hashCode() {
        return Trees.hash(this);
    }

    @Override
    public String toString() {
        return TreeWriter.text(this);
    }
}
