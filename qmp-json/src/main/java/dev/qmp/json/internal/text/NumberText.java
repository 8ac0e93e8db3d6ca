package dev.qmp.json.internal.text;

import java.nio.charset.StandardCharsets;

/** The values of number tokens. Thread: stateless. */
public final class NumberText {
    /** The token is an int64. */
    public static final int INT64 = 0;
    /** The token is beyond int64 but a uint64. */
    public static final int UINT64 = 1;
    /** The token is a double. */
    public static final int DOUBLE = 2;

    private static final int EXPONENT_BOUND = 1_000_000;

    private NumberText() {}

    /** Returns which kind an integer token (no dot, no exponent) is. */
    public static int integerKind(byte[] a, int from, int to) {
        boolean negative = a[from] == '-';
        int digits = to - from - (negative ? 1 : 0);
        if (digits < 19) {
            return INT64;
        }
        if (digits == 19) {
            // At most 9999999999999999999 < 2^64, so unsigned arithmetic is exact.
            long magnitude = magnitude(a, negative ? from + 1 : from, to);
            if (magnitude >= 0 || (negative && magnitude == Long.MIN_VALUE)) {
                return INT64;
            }
            return negative ? DOUBLE : UINT64;
        }
        if (digits > 20 || negative) {
            return DOUBLE;
        }
        long high = magnitude(a, from, to - 1);
        int last = a[to - 1] - '0';
        long limit = Long.divideUnsigned(-1L, 10);
        int order = Long.compareUnsigned(high, limit);
        return order < 0 || (order == 0 && last <= 5) ? UINT64 : DOUBLE;
    }

    /** Returns the value of an integer token of kind int64 or uint64. */
    public static long integer(byte[] a, int from, int to) {
        return a[from] == '-' ? -magnitude(a, from + 1, to) : magnitude(a, from, to);
    }

    private static long magnitude(byte[] a, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            value = value * 10 + (a[i] - '0');
        }
        return value;
    }

    /** Returns the nearest double of a number token, ties to even; infinite when it is out of range. */
    public static double decimal(byte[] a, int from, int to) {
        int i = from;
        boolean negative = a[i] == '-';
        if (negative) {
            i++;
        }
        long mantissa = 0;
        int digits = 0;
        int exponent = 0;
        boolean fraction = false;
        boolean cut = false;
        for (; i < to; i++) {
            int c = a[i];
            if (c == '.') {
                fraction = true;
                continue;
            }
            if (c < '0' || c > '9') {
                break;
            }
            if (digits == 19) {
                cut |= c != '0';
                exponent += fraction ? 0 : 1;
                continue;
            }
            if (digits > 0 || c != '0') {
                digits++;
                mantissa = mantissa * 10 + (c - '0');
            }
            exponent -= fraction ? 1 : 0;
        }
        if (i < to) {
            exponent += exponent(a, i + 1, to);
        }
        if (mantissa == 0) {
            return negative ? -0.0 : 0.0;
        }
        double value = Decimals.nearest(mantissa, exponent);
        if (Double.isNaN(value) || (cut && value != Decimals.nearest(mantissa + 1, exponent))) {
            return slow(a, from, to);
        }
        return negative ? -value : value;
    }

    /** Returns the double nearest to {@code mantissa * 10^exponent}; infinite when out of range, NaN when only the text can tell. */
    public static double nearest(long mantissa, int exponent) {
        return mantissa == 0 ? 0.0 : Decimals.nearest(mantissa, exponent);
    }

    /** Reads a signed exponent; anything large is as good as any other. */
    private static int exponent(byte[] a, int from, int to) {
        int i = from;
        boolean negative = a[i] == '-';
        if (negative || a[i] == '+') {
            i++;
        }
        int value = 0;
        for (; i < to; i++) {
            value = Math.min(EXPONENT_BOUND, value * 10 + (a[i] - '0'));
        }
        return negative ? -value : value;
    }

    private static double slow(byte[] a, int from, int to) {
        return Double.parseDouble(new String(a, from, to - from, StandardCharsets.ISO_8859_1));
    }
}
