package dev.qmp.json.internal.text;

import java.math.BigInteger;

/**
 * The powers of ten as 128-bit significands: the leading 128 bits of {@code 10^q}, truncated. Computed when first needed.
 * Thread: immutable, safe to share.
 */
final class PowersOfTen {
    /** The least exponent in the table: below, nothing rounds to more than zero. */
    static final int LEAST = -342;
    /** The greatest. */
    static final int MOST = 324;

    private static final long[] WORDS = new long[2 * (MOST - LEAST + 1)];

    static {
        BigInteger power = BigInteger.ONE;
        for (int q = 0; q <= Math.max(MOST, -LEAST); q++) {
            if (q <= MOST) {
                put(q, power.shiftLeft(128).shiftRight(power.bitLength()));
            }
            if (q > 0 && -q >= LEAST) {
                // 2^(127 + n) / 10^q has 128 bits, n being the bits of 10^q, because 10^q is not a power of two.
                put(-q, BigInteger.ONE.shiftLeft(127 + power.bitLength()).divide(power));
            }
            power = power.multiply(BigInteger.TEN);
        }
    }

    private PowersOfTen() {}

    private static void put(int q, BigInteger significand) {
        WORDS[2 * (q - LEAST)] = significand.shiftRight(64).longValue();
        WORDS[2 * (q - LEAST) + 1] = significand.longValue();
    }

    /** The upper 64 bits of the significand; the top one is set. */
    static long high(int q) {
        return WORDS[2 * (q - LEAST)];
    }

    /** The lower 64 bits. */
    static long low(int q) {
        return WORDS[2 * (q - LEAST) + 1];
    }

    /** floor(q log2 10): {@code 10^q} is in {@code [2^n, 2^(n+1))} for this n. */
    static int log2(int q) {
        return (int) ((q * 217706L) >> 16);
    }
}
