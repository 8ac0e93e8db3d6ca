package dev.qmp.json.internal.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** SIMD within a register, eight bytes at a time: little-endian loads and stores, and the search for the end of a plain run of string bytes. Thread: stateless. */
public final class Swar {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long ZEROS = 0x3030303030303030L;
    private static final long BEYOND_NINE = 0x7676767676767676L;
    private static final long SPACES = 0x2020202020202020L;
    private static final long QUOTES = 0x2222222222222222L;
    private static final long BACKSLASHES = 0x5C5C5C5C5C5C5C5CL;

    private Swar() {}

    /** Loads the eight bytes at {@code i}, the first one into the lowest bits. */
    public static long get(byte[] a, int i) {
        return (long) LONG.get(a, i);
    }

    /** Stores eight bytes at {@code i}, the lowest bits first. */
    public static void put(byte[] a, int i, long word) {
        LONG.set(a, i, word);
    }

    /**
     * Marks, in its top bit, at least the first byte of a word that is not plain: a double quote, a backslash, a control character, or beyond
     * 7E. Bytes after the first marked one may be marked without cause.
     */
    public static long special(long w) {
        long quote = w ^ QUOTES;
        long backslash = w ^ BACKSLASHES;
        return ((quote - ONES & ~quote) | (backslash - ONES & ~backslash) | (w - SPACES & ~w) | w | w + ONES) & HIGHS;
    }

    /** Returns the index of the first byte in {@code [from, to)} that is not plain (see {@link #special}), or {@code to}. */
    public static int plainEnd(byte[] a, int from, int to) {
        int i = from;
        while (i <= to - 8) {
            long marks = special(get(a, i));
            if (marks != 0) {
                return i + (Long.numberOfTrailingZeros(marks) >>> 3);
            }
            i += 8;
        }
        while (i < to) {
            int c = a[i];
            if (c < 0x20 || c == '"' || c == '\\' || c == 0x7F) {
                return i;
            }
            i++;
        }
        return to;
    }

    /** How many of the first bytes of a word are decimal digits, 0 to 8. */
    public static int digits(long word) {
        long values = word ^ ZEROS;
        // A value beyond 9 carries into its top bit; any further carry affects only later bytes.
        long marks = (values + BEYOND_NINE | values) & HIGHS;
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }

    /** The number that the first {@code count} bytes of a word, all digits, stand for. */
    public static long number(long word, int count) {
        if (count == 0) {
            return 0;
        }
        // The digits to the top, zeros below: eight digits, most significant first.
        long v = (word ^ ZEROS) << (64 - 8 * count);
        v = v * 10 + (v >>> 8);
        return ((v & 0x000000FF000000FFL) * 0x000F424000000064L
                        + (v >>> 16 & 0x000000FF000000FFL) * 0x0000271000000001L)
                >>> 32;
    }

    /** Packs up to eight bytes of {@code [from, to)} into a word, zero-filled. */
    public static long pack(byte[] a, int from, int to) {
        int n = to - from;
        if (n <= 0) {
            return 0;
        }
        if (from <= a.length - 8) {
            return get(a, from) & -1L >>> (64 - 8 * n);
        }
        if (to >= 8) {
            return get(a, to - 8) >>> (64 - 8 * n);
        }
        long word = 0;
        for (int i = to - 1; i >= from; i--) {
            word = word << 8 | (a[i] & 0xFF);
        }
        return word;
    }

    /** Stores up to sixteen bytes, none of them zero, that {@link #pack} has packed into two words; returns how many they are. */
    public static int unpack(long w0, long w1, byte[] out) {
        put(out, 0, w0);
        put(out, 8, w1);
        return 16 - (w1 == 0 ? 8 + leadingZeroBytes(w0) : leadingZeroBytes(w1));
    }

    private static int leadingZeroBytes(long word) {
        return Long.numberOfLeadingZeros(word) >>> 3;
    }
}
