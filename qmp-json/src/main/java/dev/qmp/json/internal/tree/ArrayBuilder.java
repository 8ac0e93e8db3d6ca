package dev.qmp.json.internal.tree;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Builds arrays; empty again after {@link #build}. Thread: confined to its owner. */
public final class ArrayBuilder implements JsonArrayBuilder {
    private final List<JsonValue> elements = new ArrayList<>();

    @Override
    public JsonArrayBuilder add(JsonValue value) {
        elements.add(Objects.requireNonNull(value, "value"));
        return this;
    }

    @Override
    public JsonArrayBuilder add(String value) {
        return add(TextValue.of(value));
    }

    @Override
    public JsonArrayBuilder add(BigDecimal value) {
        return add(DecimalValue.of(value));
    }

    @Override
    public JsonArrayBuilder add(BigInteger value) {
        return add(DecimalValue.of(value));
    }

    @Override
    public JsonArrayBuilder add(int value) {
        return add(IntegerValue.of(value));
    }

    @Override
    public JsonArrayBuilder add(long value) {
        return add(IntegerValue.of(value));
    }

    @Override
    public JsonArrayBuilder add(double value) {
        return add(DoubleValue.of(value));
    }

    @Override
    public JsonArrayBuilder add(boolean value) {
        return add(truth(value));
    }

    @Override
    public JsonArrayBuilder addNull() {
        return add(JsonValue.NULL);
    }

    @Override
    public JsonArrayBuilder add(JsonObjectBuilder builder) {
        return add(builder.build());
    }

    @Override
    public JsonArrayBuilder add(JsonArrayBuilder builder) {
        return add(builder.build());
    }

    @Override
    public JsonArrayBuilder addAll(JsonArrayBuilder builder) {
        elements.addAll(builder.build());
        return this;
    }

    @Override
    public JsonArrayBuilder add(int index, JsonValue value) {
        elements.add(index, Objects.requireNonNull(value, "value"));
        return this;
    }

    @Override
    public JsonArrayBuilder add(int index, String value) {
        return add(index, TextValue.of(value));
    }

    @Override
    public JsonArrayBuilder add(int index, BigDecimal value) {
        return add(index, DecimalValue.of(value));
    }

    @Override
    public JsonArrayBuilder add(int index, BigInteger value) {
        return add(index, DecimalValue.of(value));
    }

    @Override
    public JsonArrayBuilder add(int index, int value) {
        return add(index, IntegerValue.of(value));
    }

    @Override
    public JsonArrayBuilder add(int index, long value) {
        return add(index, IntegerValue.of(value));
    }

    @Override
    public JsonArrayBuilder add(int index, double value) {
        return add(index, DoubleValue.of(value));
    }

    @Override
    public JsonArrayBuilder add(int index, boolean value) {
        return add(index, truth(value));
    }

    @Override
    public JsonArrayBuilder addNull(int index) {
        return add(index, JsonValue.NULL);
    }

    @Override
    public JsonArrayBuilder add(int index, JsonObjectBuilder builder) {
        return add(index, builder.build());
    }

    @Override
    public JsonArrayBuilder add(int index, JsonArrayBuilder builder) {
        return add(index, builder.build());
    }

    @Override
    public JsonArrayBuilder set(int index, JsonValue value) {
        elements.set(index, Objects.requireNonNull(value, "value"));
        return this;
    }

    @Override
    public JsonArrayBuilder set(int index, String value) {
        return set(index, TextValue.of(value));
    }

    @Override
    public JsonArrayBuilder set(int index, BigDecimal value) {
        return set(index, DecimalValue.of(value));
    }

    @Override
    public JsonArrayBuilder set(int index, BigInteger value) {
        return set(index, DecimalValue.of(value));
    }

    @Override
    public JsonArrayBuilder set(int index, int value) {
        return set(index, IntegerValue.of(value));
    }

    @Override
    public JsonArrayBuilder set(int index, long value) {
        return set(index, IntegerValue.of(value));
    }

    @Override
    public JsonArrayBuilder set(int index, double value) {
        return set(index, DoubleValue.of(value));
    }

    @Override
    public JsonArrayBuilder set(int index, boolean value) {
        return set(index, truth(value));
    }

    @Override
    public JsonArrayBuilder setNull(int index) {
        return set(index, JsonValue.NULL);
    }

    @Override
    public JsonArrayBuilder set(int index, JsonObjectBuilder builder) {
        return set(index, builder.build());
    }

    @Override
    public JsonArrayBuilder set(int index, JsonArrayBuilder builder) {
        return set(index, builder.build());
    }

    @Override
    public JsonArrayBuilder remove(int index) {
        elements.remove(index);
        return this;
    }

    private static JsonValue truth(boolean value) {
        return value ? JsonValue.TRUE : JsonValue.FALSE;
    }

    @Override
    public JsonArray build() {
        if (elements.isEmpty()) {
            return ArrayValue.EMPTY;
        }
        ArrayValue array = ArrayValue.of(elements.toArray());
        elements.clear();
        return array;
    }
}
