package dev.qmp.json.internal.text;

/** Decimal significands to doubles, correctly rounded. Thread: stateless. */
final class Decimals {
    private static final double[] EXACT = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };
    private static final int LEAST_EXPONENT = -400;
    private static final int MOST_EXPONENT = 308;

    private Decimals() {}

    /**
     * Returns the double nearest to {@code mantissa * 10^exponent}, or NaN when this computation cannot decide.
     *
     * @param mantissa not zero; unsigned
     */
    static double nearest(long mantissa, int exponent) {
        // Both factors are exact doubles, so there is one rounding (Clinger 1990).
        if (mantissa >>> 53 == 0 && exponent >= -22 && exponent <= 22) {
            return exponent < 0 ? mantissa / EXACT[-exponent] : mantissa * EXACT[exponent];
        }
        if (exponent > MOST_EXPONENT) {
            return Double.POSITIVE_INFINITY;
        }
        if (exponent < LEAST_EXPONENT) {
            return 0;
        }
        return exponent < PowersOfTen.LEAST ? Double.NaN : product(mantissa, exponent);
    }

    /**
     * Multiplies by the truncated power (Lemire 2021). Of the 192-bit product the upper 128 bits are too small by at most one unit, so its
     * upper 64 are right unless the lower ones are all ones; then, and where a tie cannot be distinguished from its neighbours, it gives up.
     */
    private static double product(long mantissa, int exponent) {
        int shift = Long.numberOfLeadingZeros(mantissa);
        long w = mantissa << shift;
        long factor = PowersOfTen.high(exponent);
        long high = multiplyHigh(w, factor);
        long low = w * factor;
        long carry = multiplyHigh(w, PowersOfTen.low(exponent));
        low += carry;
        if (Long.compareUnsigned(low, carry) < 0) {
            high++;
        }
        if (low == -1L) {
            return Double.NaN;
        }
        int top = (int) (high >>> 63);
        int biased = PowersOfTen.log2(exponent) + 63 + top - shift + 1023;
        if (biased <= 0) {
            return Double.NaN;
        }
        int dropped = 9 + top;
        long kept = high >>> dropped;
        boolean half = (kept & 1) != 0;
        if (half && kept << dropped == high && (low == 0 || low == 1)) {
            return Double.NaN;
        }
        long rounded = (kept >>> 1) + (half ? 1 : 0);
        if (rounded >>> 53 != 0) {
            rounded >>>= 1;
            biased++;
        }
        return biased >= 0x7FF
                ? Double.POSITIVE_INFINITY
                : Double.longBitsToDouble((long) biased << 52 | (rounded & (1L << 52) - 1));
    }

    /** The upper 64 bits of the unsigned product. */
    static long multiplyHigh(long a, long b) {
        return Math.multiplyHigh(a, b) + (a >> 63 & b) + (b >> 63 & a);
    }
}
