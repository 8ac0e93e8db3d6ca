package dev.qmp.json.internal.text;

/** Decimal significands to doubles. Thread: stateless. */
final class Decimals {
    private Decimals() {}

    /**
     * Returns the double nearest to {@code mantissa * 10^exponent}, or NaN when a short computation cannot tell.
     *
     * @param mantissa not zero; unsigned
     */
    static double nearest(long mantissa, int exponent) {
        // Both factors are exact, so there is one rounding (Clinger 1990).
        if (mantissa >>> 53 == 0 && exponent >= -22 && exponent <= 22) {
            return exponent < 0 ? mantissa / NumberText.power(-exponent) : mantissa * NumberText.power(exponent);
        }
        return Double.NaN;
    }
}
