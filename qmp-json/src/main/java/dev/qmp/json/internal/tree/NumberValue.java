package dev.qmp.json.internal.tree;

import jakarta.json.JsonNumber;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** A number. Thread: immutable, safe to share. */
public abstract class NumberValue extends Scalar implements JsonNumber {
    NumberValue() {}

    /** One of the kinds of {@link dev.qmp.json.internal.text.NumberText}. */
    public abstract int kind();

    @Override
    public final ValueType getValueType() {
        return ValueType.NUMBER;
    }

    @Override
    public boolean isIntegral() {
        return bigDecimalValue().scale() == 0;
    }

    @Override
    public int intValue() {
        return (int) longValue();
    }

    @Override
    public int intValueExact() {
        return bigDecimalValue().intValueExact();
    }

    @Override
    public long longValue() {
        return bigDecimalValue().longValue();
    }

    @Override
    public long longValueExact() {
        return bigDecimalValue().longValueExact();
    }

    @Override
    public BigInteger bigIntegerValue() {
        return bigDecimalValue().toBigInteger();
    }

    @Override
    public BigInteger bigIntegerValueExact() {
        return bigDecimalValue().toBigIntegerExact();
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return this == o || (o instanceof JsonNumber other && bigDecimalValue().equals(other.bigDecimalValue()));
    }

    @Override
    public final int hashCode() {
        return bigDecimalValue().hashCode();
    }

    @Override
    public final String toString() {
        return bigDecimalValue().toString();
    }
}
