package dev.qmp.json.internal.text;

/**
 * The shortest decimal that reads back as a given double, and of those the nearest, by the algorithm Schubfach (Giulietti 2021). It is what
 * {@link Double#toString(double)} prints from Java 19 on; before, that sometimes printed a digit more. Thread: confined to its owner.
 */
final class ShortestDecimal {
    private static final long HIDDEN = 1L << 52;
    private static final int LEAST_EXPONENT = -1074;
    private static final long MASK_63 = Long.MAX_VALUE;
    /** Subnormals with a significand below this have one digit, and get a second. */
    private static final int TINY = 3;

    private long digits;
    private int exponent;

    /** The significand of the result, without trailing zeros. */
    long digits() {
        return digits;
    }

    /** The power of ten by which {@link #digits()} is to be multiplied. */
    int exponent() {
        return exponent;
    }

    /** Computes the decimal of a double that is positive and finite. */
    void compute(double value) {
        long bits = Double.doubleToRawLongBits(value);
        long fraction = bits & HIDDEN - 1;
        int biased = (int) (bits >>> 52);
        if (biased == 0) {
            if (fraction < TINY) {
                shortest(LEAST_EXPONENT, 10 * fraction, -1);
            } else {
                shortest(LEAST_EXPONENT, fraction, 0);
            }
        } else {
            int q = biased - 1075;
            long c = HIDDEN | fraction;
            if (q < 0 && q > -53 && (c & (1L << -q) - 1) == 0) {
                // An integer below 2^53: no other decimal of as few digits is nearer.
                digits = c >>> -q;
                exponent = 0;
            } else {
                shortest(q, c, 0);
            }
        }
        strip();
    }

    private void strip() {
        long d = digits;
        int e = exponent;
        if (d % 10 != 0) {
            return;
        }
        while (d % 10_000 == 0) {
            d /= 10_000;
            e += 4;
        }
        while (d % 10 == 0) {
            d /= 10;
            e++;
        }
        digits = d;
        exponent = e;
    }

    /** Names as in the paper: the value is {@code c * 2^q}, its rounding interval is scaled by {@code 10^-k}, and s, t = s+1 lie around it. */
    private void shortest(int q, long c, int dk) {
        long out = c & 1;
        long cb = c << 2;
        long cbl;
        int k;
        if (c != HIDDEN || q == LEAST_EXPONENT) {
            cbl = cb - 2;
            k = (int) ((q * 661_971_961_083L) >> 41);
        } else {
            cbl = cb - 1;
            k = (int) ((q * 661_971_961_083L - 274_743_187_321L) >> 41);
        }
        int h = q + (int) ((-k * 913_124_641_741L) >> 38) + 2;
        // g: the leading 126 bits of 10^-k, plus one, in two parts of 63 bits.
        long high = PowersOfTen.high(-k);
        long low = PowersOfTen.low(-k);
        long g0 = (high << 62 | low >>> 2) & MASK_63;
        long g1 = high >>> 1;
        g0++;
        g1 += g0 >>> 63;
        g0 &= MASK_63;

        long vb = scaled(g1, g0, cb << h);
        long vbl = scaled(g1, g0, cbl << h);
        long vbr = scaled(g1, g0, (cb + 2) << h);
        long s = vb >> 2;
        if (s >= 100) {
            long s10 = 10 * Math.multiplyHigh(s, 1844674407370955168L);
            long t10 = s10 + 10;
            boolean lower = vbl + out <= s10 << 2;
            boolean upper = (t10 << 2) + out <= vbr;
            if (lower != upper) {
                digits = lower ? s10 : t10;
                exponent = k;
                return;
            }
        }
        long t = s + 1;
        boolean lower = vbl + out <= s << 2;
        boolean upper = (t << 2) + out <= vbr;
        boolean takeLower;
        if (lower != upper) {
            takeLower = lower;
        } else {
            long side = vb - ((s + t) << 1);
            takeLower = side < 0 || (side == 0 && (s & 1) == 0);
        }
        digits = takeLower ? s : t;
        exponent = k + dk;
    }

    /** The product shifted, with a sticky last bit ("round to odd"). */
    private static long scaled(long g1, long g0, long cp) {
        long x1 = Math.multiplyHigh(g0, cp);
        long y0 = g1 * cp;
        long y1 = Math.multiplyHigh(g1, cp);
        long z = (y0 >>> 1) + x1;
        long w = y1 + (z >>> 63);
        return w | ((z & MASK_63) + MASK_63) >>> 63;
    }
}
