package dev.qmp.json.internal.tree;

import dev.qmp.json.internal.text.NumberText;
import dev.qmp.json.internal.text.Output;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** An integer from 2^63 to 2^64-1. Thread: immutable, safe to share. */
public final class UnsignedValue extends NumberValue {
    private final long bits;

    private UnsignedValue(long bits) {
        this.bits = bits;
    }

    /** Makes the number of 64 bits without sign; an int64 when it fits. */
    public static NumberValue of(long bits) {
        return bits >= 0 ? IntegerValue.of(bits) : new UnsignedValue(bits);
    }

    @Override
    public int kind() {
        return NumberText.UINT64;
    }

    @Override
    public long longValue() {
        return bits;
    }

    @Override
    public double doubleValue() {
        // Halved with the lost bit kept sticky, so that there is one rounding.
        return (double) (bits >>> 1 | (bits & 1)) * 2.0;
    }

    @Override
    public BigDecimal bigDecimalValue() {
        return new BigDecimal(bigIntegerValue());
    }

    @Override
    public BigInteger bigIntegerValue() {
        return BigInteger.valueOf(bits).add(BigInteger.ONE.shiftLeft(64));
    }

    @Override
    public Number numberValue() {
        return bigIntegerValue();
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof UnsignedValue other ? bits == other.bits : super.equals(o);
    }

    @Override
    void print(Output out) {
        out.unsigned(bits);
    }
}
