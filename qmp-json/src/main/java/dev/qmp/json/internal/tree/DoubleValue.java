package dev.qmp.json.internal.tree;

import dev.qmp.json.internal.text.NumberText;
import dev.qmp.json.internal.text.Output;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A finite double. Thread: immutable, safe to share. */
public final class DoubleValue extends NumberValue {
    private final double value;

    private DoubleValue(double value) {
        this.value = value;
    }

    /**
     * Makes the number.
     *
     * @throws NumberFormatException if it is not finite
     */
    public static DoubleValue of(double value) {
        if (!Double.isFinite(value)) {
            throw new NumberFormatException("no JSON number: " + value);
        }
        return new DoubleValue(value);
    }

    @Override
    public int kind() {
        return NumberText.DOUBLE;
    }

    @Override
    public double doubleValue() {
        return value;
    }

    @Override
    public BigDecimal bigDecimalValue() {
        return BigDecimal.valueOf(value);
    }

    @Override
    public Number numberValue() {
        return value;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        // The decimal forms of two doubles are equal exactly when the doubles are; both zeros are "0.0" there.
        return o instanceof DoubleValue other ? value == other.value : super.equals(o);
    }

    @Override
    void print(Output out) {
        out.decimal(value);
    }
}
