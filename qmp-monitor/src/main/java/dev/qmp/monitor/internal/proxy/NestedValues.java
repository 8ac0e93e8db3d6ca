package dev.qmp.monitor.internal.proxy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Passes over values inside of members, of which only the nesting matters, eight bytes at a time and without a branch for what is in
 * them: in an introspection every third byte is a quotation mark or a bracket, so branches would mostly be mispredicted.
 *
 * <p>In a word of eight bytes, a byte's top bit stands for the byte; what the other bits hold between the steps does not matter.
 *
 * <p>Thread: confined to its owner.
 */
final class NestedValues {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101010101010101L;
    private static final long TOPS = 0x8080808080808080L;
    private static final long REST = ~TOPS;
    private static final long QUOTES = EACH * '"';
    private static final long ESCAPES = EACH * '\\';
    private static final long CASES = EACH * 0x20; // what a brace has and a bracket has not
    private static final long OPENING = EACH * '{';
    private static final long CLOSING = EACH * '}';
    private static final long FROM_OPENING = EACH * (0x80 - '{'); // takes what is not below a brace to the top bit
    private static final long AFTER_CLOSING = EACH * (0x80 - '}' - 1);

    /** How many values are open; whoever uses this sets it before, and reads it after {@link #skip}. */
    int depth;

    /** Whether a string is open, likewise. */
    boolean inString;

    /**
     * Passes over words as long as no value at depth 1 can end in them, and they have no backslash.
     *
     * @param bytes the text
     * @param from the index of the first byte to look at
     * @param end the index after the last byte
     * @return the index of the first byte that was not passed over
     */
    int skip(byte[] bytes, int from, int end) {
        int open = depth;
        long string = inString ? -1L : 0;
        int i = from;
        for (; i <= end - Long.BYTES; i += Long.BYTES) {
            long word = (long) WORD.get(bytes, i);
            long ascii = word & REST;
            // The product's bytes count the quotation marks up to each byte; an odd count is in a string.
            long strings = ((((~differing(ascii, QUOTES) & ~word & TOPS) >>> 7) * EACH) << 7) ^ string;
            long braces = ascii | CASES;
            // Braces, brackets, and what is between them in ASCII, which is the backslash and the vertical bar.
            long marks = (braces + FROM_OPENING) & ~(braces + AFTER_CLOSING) & ~word & TOPS;
            if (marks != 0) {
                if ((marks & ~differing(ascii, ESCAPES)) != 0) {
                    break;
                }
                long outside = marks & ~strings;
                int closing = Long.bitCount(outside & ~differing(braces, CLOSING));
                if (open - closing < 2) {
                    break;
                }
                open += Long.bitCount(outside & ~differing(braces, OPENING)) - closing;
            }
            string = strings >> 63;
        }
        depth = open;
        inString = string != 0;
        return i;
    }

    /** Sets the top bits of the bytes, all of them ASCII, that differ. */
    private static long differing(long bytes, long others) {
        return (bytes ^ others) + REST;
    }
}
