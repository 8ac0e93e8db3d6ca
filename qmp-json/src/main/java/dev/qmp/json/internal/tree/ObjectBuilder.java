package dev.qmp.json.internal.tree;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Builds objects; empty again after {@link #build}. Thread: confined to its owner. */
public final class ObjectBuilder implements JsonObjectBuilder {
    private static final Object[] NONE = {};

    private Object[] slots = NONE;
    private int used;
    private @Nullable KeyIndex index;

    @Override
    public JsonObjectBuilder add(String name, JsonValue value) {
        Objects.requireNonNull(value, "value");
        Key key = Key.of(name);
        int found = find(key);
        if (found >= 0) {
            slots[found + 1] = value;
            return this;
        }
        if (used == slots.length) {
            slots = Arrays.copyOf(slots, Math.max(8, 2 * used));
        }
        slots[used] = key;
        slots[used + 1] = value;
        used += 2;
        int count = used / 2;
        if (index != null) {
            index.add(slots, 0, count - 1);
        } else if (count > ObjectValue.LINEAR) {
            index = new KeyIndex(slots, 0, count);
        }
        return this;
    }

    private int find(Key key) {
        if (index != null) {
            int member = index.find(slots, 0, key);
            return member < 0 ? -1 : 2 * member;
        }
        for (int i = 0; i < used; i += 2) {
            if (key.equals(slots[i])) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public JsonObjectBuilder add(String name, String value) {
        return add(name, TextValue.of(value));
    }

    @Override
    public JsonObjectBuilder add(String name, BigInteger value) {
        return add(name, DecimalValue.of(value));
    }

    @Override
    public JsonObjectBuilder add(String name, BigDecimal value) {
        return add(name, DecimalValue.of(value));
    }

    @Override
    public JsonObjectBuilder add(String name, int value) {
        return add(name, IntegerValue.of(value));
    }

    @Override
    public JsonObjectBuilder add(String name, long value) {
        return add(name, IntegerValue.of(value));
    }

    @Override
    public JsonObjectBuilder add(String name, double value) {
        return add(name, DoubleValue.of(value));
    }

    @Override
    public JsonObjectBuilder add(String name, boolean value) {
        return add(name, value ? JsonValue.TRUE : JsonValue.FALSE);
    }

    @Override
    public JsonObjectBuilder addNull(String name) {
        return add(name, JsonValue.NULL);
    }

    @Override
    public JsonObjectBuilder add(String name, JsonObjectBuilder builder) {
        return add(name, builder.build());
    }

    @Override
    public JsonObjectBuilder add(String name, JsonArrayBuilder builder) {
        return add(name, builder.build());
    }

    @Override
    public JsonObjectBuilder addAll(JsonObjectBuilder builder) {
        for (Map.Entry<String, JsonValue> member : builder.build().entrySet()) {
            add(member.getKey(), member.getValue());
        }
        return this;
    }

    @Override
    public JsonObjectBuilder remove(String name) {
        int found = find(Key.of(name));
        if (found >= 0) {
            System.arraycopy(slots, found + 2, slots, found, used - found - 2);
            used -= 2;
            int count = used / 2;
            index = count > ObjectValue.LINEAR ? new KeyIndex(slots, 0, count) : null;
        }
        return this;
    }

    @Override
    public JsonObject build() {
        if (used == 0) {
            return ObjectValue.EMPTY;
        }
        ObjectValue object = ObjectValue.of(used == slots.length ? slots : Arrays.copyOf(slots, used), index);
        slots = NONE;
        used = 0;
        index = null;
        return object;
    }
}
