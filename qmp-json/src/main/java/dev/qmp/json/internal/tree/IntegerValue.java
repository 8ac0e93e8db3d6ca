package dev.qmp.json.internal.tree;

import dev.qmp.json.internal.text.NumberText;
import dev.qmp.json.internal.text.Output;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** An int64. Thread: immutable, safe to share. */
public abstract class IntegerValue extends NumberValue {
    private static final int LEAST = -128;
    private static final int MOST = 1023;
    private static final IntegerValue[] SMALL = small();

    private IntegerValue() {}

    /** Makes the number, or finds it among the small ones. */
    public static IntegerValue of(long value) {
        if (value >= LEAST && value <= MOST) {
            return SMALL[(int) value - LEAST];
        }
        return (int) value == value ? new Narrow((int) value) : new Wide(value);
    }

    private static IntegerValue[] small() {
        IntegerValue[] values = new IntegerValue[MOST - LEAST + 1];
        for (int i = 0; i < values.length; i++) {
            values[i] = new Narrow(LEAST + i);
        }
        return values;
    }

    @Override
    public final int kind() {
        return NumberText.INT64;
    }

    @Override
    public abstract long longValue();

    @Override
    public final boolean isIntegral() {
        return true;
    }

    @Override
    public final int intValueExact() {
        return Math.toIntExact(longValue());
    }

    @Override
    public final long longValueExact() {
        return longValue();
    }

    @Override
    public final double doubleValue() {
        return longValue();
    }

    @Override
    public final BigDecimal bigDecimalValue() {
        return BigDecimal.valueOf(longValue());
    }

    @Override
    public final Number numberValue() {
        return longValue();
    }

    @Override
    public final boolean equals(@Nullable Object o) {
        return o instanceof IntegerValue other ? longValue() == other.longValue() : super.equals(o);
    }

    @Override
    final void print(Output out) {
        out.integer(longValue());
    }

    private static final class Narrow extends IntegerValue {
        private final int value;

        Narrow(int value) {
            this.value = value;
        }

        @Override
        public long longValue() {
            return value;
        }
    }

    private static final class Wide extends IntegerValue {
        private final long value;

        Wide(long value) {
            this.value = value;
        }

        @Override
        public long longValue() {
            return value;
        }
    }
}
