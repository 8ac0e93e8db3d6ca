package dev.qmp.json.internal.tree;

import dev.qmp.json.internal.text.NumberText;
import dev.qmp.json.internal.text.Output;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** A number given as a decimal of any precision that none of the three kinds holds exactly; other programs read it as the nearest double. Thread: immutable, safe to share. */
public final class DecimalValue extends NumberValue {
    private static final BigInteger UINT64_END = BigInteger.ONE.shiftLeft(64);
    private static final BigInteger INT64_MIN = BigInteger.valueOf(Long.MIN_VALUE);

    private final BigDecimal value;

    private DecimalValue(BigDecimal value) {
        this.value = value;
    }

    /** Makes an int64 or a uint64 of a decimal without fraction that fits, else a decimal. */
    public static NumberValue of(BigDecimal value) {
        return value.scale() == 0 ? of(value.unscaledValue()) : new DecimalValue(value);
    }

    /** Makes an int64 or a uint64 if it fits, else a decimal. */
    public static NumberValue of(BigInteger value) {
        if (value.compareTo(INT64_MIN) < 0 || value.compareTo(UINT64_END) >= 0) {
            return new DecimalValue(new BigDecimal(value));
        }
        return value.signum() < 0 ? IntegerValue.of(value.longValue()) : UnsignedValue.of(value.longValue());
    }

    @Override
    public int kind() {
        return NumberText.DOUBLE;
    }

    @Override
    public double doubleValue() {
        return value.doubleValue();
    }

    @Override
    public BigDecimal bigDecimalValue() {
        return value;
    }

    @Override
    public Number numberValue() {
        return value;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return super.equals(o);
    }

    @Override
    void print(Output out) {
        // A lone zero takes no exponent in this dialect.
        out.ascii(value.signum() == 0 ? "0.0" : value.toString());
    }
}
