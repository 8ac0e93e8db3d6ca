package dev.qmp.json.internal.text;

/**
 * The dialect's UTF-8: U+0000 is C0 80, surrogates and the 66 noncharacters are invalid, and an invalid sequence has a length of its own
 * (the announced one if all its continuation bytes are there, else what is there), which decides how many replacement characters it becomes.
 * Thread: stateless.
 */
public final class Utf8 {
    private static final int[] MINIMUM = {0, 0, 0x80, 0x800, 0x10000, 0x200000, 0x4000000};

    private Utf8() {}

    /** Whether a code point may occur in a string: in range, no surrogate, no noncharacter. */
    public static boolean valid(int cp) {
        return cp >= 0
                && cp <= 0x10FFFF
                && (cp & 0xFFFFF800) != 0xD800
                && (cp & 0xFFFE) != 0xFFFE
                && (cp < 0xFDD0 || cp > 0xFDEF);
    }

    /**
     * Decodes the sequence at {@code i}.
     *
     * @return {@code length << 32 | code point}; a negative code point (as an int) marks an invalid sequence
     */
    public static long sequence(byte[] a, int i, int to) {
        int b = a[i] & 0xFF;
        if (b < 0x80) {
            return 1L << 32 | b;
        }
        if (b < 0xC0 || b >= 0xFE) {
            return invalid(1);
        }
        int announced = Integer.numberOfLeadingZeros(~(b << 24));
        int cp = b & 0x7F >> announced;
        int n = 1;
        while (n < announced && i + n < to && (a[i + n] & 0xC0) == 0x80) {
            cp = cp << 6 | (a[i + n] & 0x3F);
            n++;
        }
        boolean modifiedNul = announced == 2 && cp == 0 && b == 0xC0;
        if (n < announced || !valid(cp) || (cp < MINIMUM[announced] && !modifiedNul)) {
            return invalid(n);
        }
        return (long) n << 32 | cp;
    }

    private static long invalid(int length) {
        return (long) length << 32 | 0xFFFFFFFFL;
    }

    /** Decodes text for a message to people: each invalid sequence becomes one U+FFFD. */
    public static String lossy(byte[] a, int from, int to) {
        StringBuilder text = new StringBuilder(to - from);
        int i = from;
        while (i < to) {
            long s = sequence(a, i, to);
            int cp = (int) s;
            text.appendCodePoint(cp < 0 ? 0xFFFD : cp);
            i += (int) (s >>> 32);
        }
        return text.toString();
    }

    /** Encodes a string so that a lone surrogate becomes its three-byte form, which is invalid here too, and U+0000 the byte 00. */
    public static byte[] encode(String text) {
        int n = text.length();
        byte[] out = new byte[Math.multiplyExact(n, 3)];
        int end = 0;
        for (int i = 0; i < n; i++) {
            int cp = text.codePointAt(i);
            if (cp < 0x80) {
                out[end++] = (byte) cp;
            } else if (cp < 0x800) {
                out[end++] = (byte) (0xC0 | cp >> 6);
                out[end++] = (byte) (0x80 | (cp & 0x3F));
            } else if (cp < 0x10000) {
                out[end++] = (byte) (0xE0 | cp >> 12);
                out[end++] = (byte) (0x80 | (cp >> 6 & 0x3F));
                out[end++] = (byte) (0x80 | (cp & 0x3F));
            } else {
                out[end++] = (byte) (0xF0 | cp >> 18);
                out[end++] = (byte) (0x80 | (cp >> 12 & 0x3F));
                out[end++] = (byte) (0x80 | (cp >> 6 & 0x3F));
                out[end++] = (byte) (0x80 | (cp & 0x3F));
                i++;
            }
        }
        return java.util.Arrays.copyOf(out, end);
    }
}
