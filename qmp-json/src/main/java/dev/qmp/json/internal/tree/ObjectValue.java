package dev.qmp.json.internal.tree;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An object: keys and values alternating in one array, in order of insertion, with an index when there are many. Thread: immutable, safe to share. */
public final class ObjectValue extends AbstractMap<String, JsonValue> implements JsonObject, Container {
    /** Up to this many members a linear search is used. */
    public static final int LINEAR = 16;

    /** The empty object. */
    public static final ObjectValue EMPTY = new ObjectValue(new Object[0], null, null);

    private final Object[] slots;
    private final @Nullable KeyIndex index;
    private final @Nullable Encoded encoded;

    ObjectValue(Object[] slots, @Nullable KeyIndex index, @Nullable Encoded encoded) {
        this.slots = slots;
        this.index = index;
        this.encoded = encoded;
    }

    /**
     * Makes an object of distinct keys.
     *
     * @param slots instances of {@link Key} and values alternating; not to be changed any more
     * @param index their index, when there are more than {@link #LINEAR}
     */
    public static ObjectValue of(Object[] slots, @Nullable KeyIndex index) {
        return new ObjectValue(slots, index, null);
    }

    /** The object that the writer prints from kept bytes. */
    ObjectValue preencoded() {
        return encoded != null ? this : new ObjectValue(slots, index, new Encoded());
    }

    @Override
    public Object[] items() {
        return slots;
    }

    @Override
    public @Nullable Encoded encoded() {
        return encoded;
    }

    @Override
    public ValueType getValueType() {
        return ValueType.OBJECT;
    }

    @Override
    public int size() {
        return slots.length / 2;
    }

    private int find(String name) {
        if (index != null) {
            int member = index.find(slots, 0, Key.of(name));
            return member < 0 ? -1 : 2 * member;
        }
        for (int i = 0; i < slots.length; i += 2) {
            if (((Key) slots[i]).is(name)) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the value of a key, or null. */
    @Nullable
    JsonValue valueOf(Key key) {
        if (index != null) {
            int member = index.find(slots, 0, key);
            return member < 0 ? null : (JsonValue) slots[2 * member + 1];
        }
        for (int i = 0; i < slots.length; i += 2) {
            if (key.equals(slots[i])) {
                return (JsonValue) slots[i + 1];
            }
        }
        return null;
    }

    @Override
    public @Nullable JsonValue get(@Nullable Object name) {
        int i = name instanceof String text ? find(text) : -1;
        return i < 0 ? null : (JsonValue) slots[i + 1];
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return name instanceof String text && find(text) >= 0;
    }

    @Override
    public @Nullable JsonArray getJsonArray(String name) {
        return (JsonArray) get(name);
    }

    @Override
    public @Nullable JsonObject getJsonObject(String name) {
        return (JsonObject) get(name);
    }

    @Override
    public @Nullable JsonNumber getJsonNumber(String name) {
        return (JsonNumber) get(name);
    }

    @Override
    public @Nullable JsonString getJsonString(String name) {
        return (JsonString) get(name);
    }

    private JsonValue present(String name) {
        JsonValue value = get(name);
        if (value == null) {
            throw new NullPointerException("no member " + name);
        }
        return value;
    }

    @Override
    public String getString(String name) {
        return ((JsonString) present(name)).getString();
    }

    @Override
    public String getString(String name, String otherwise) {
        return get(name) instanceof JsonString text ? text.getString() : otherwise;
    }

    @Override
    public int getInt(String name) {
        return ((JsonNumber) present(name)).intValue();
    }

    @Override
    public int getInt(String name, int otherwise) {
        return get(name) instanceof JsonNumber number ? number.intValue() : otherwise;
    }

    @Override
    public boolean getBoolean(String name) {
        return Booleans.of(present(name));
    }

    @Override
    public boolean getBoolean(String name, boolean otherwise) {
        JsonValue value = get(name);
        return value == null ? otherwise : Booleans.of(value, otherwise);
    }

    @Override
    public boolean isNull(String name) {
        return present(name).getValueType() == ValueType.NULL;
    }

    @Override
    public Set<Map.Entry<String, JsonValue>> entrySet() {
        return new Entries(slots);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof ObjectValue other ? Trees.equal(this, other) : super.equals(o);
    }

    @Override
    public int hashCode() {
        return Trees.hash(this);
    }

    @Override
    public String toString() {
        return TreeWriter.text(this);
    }

    private static final class Entries extends AbstractSet<Map.Entry<String, JsonValue>> {
        private final Object[] slots;

        Entries(Object[] slots) {
            this.slots = slots;
        }

        @Override
        public int size() {
            return slots.length / 2;
        }

        @Override
        public Iterator<Map.Entry<String, JsonValue>> iterator() {
            return new Iterator<>() {
                private int next;

                @Override
                public boolean hasNext() {
                    return next < slots.length;
                }

                @Override
                public Map.Entry<String, JsonValue> next() {
                    if (next >= slots.length) {
                        throw new NoSuchElementException();
                    }
                    int i = next;
                    next += 2;
                    return Map.entry(((Key) slots[i]).text(), (JsonValue) slots[i + 1]);
                }
            };
        }
    }
}
