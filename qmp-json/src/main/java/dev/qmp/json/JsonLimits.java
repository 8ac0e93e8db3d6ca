package dev.qmp.json;

/**
 * Bounds what one message may cost.
 *
 * <p>A message is refused when the bytes of its tokens (quotes and escapes included, white space not) reach {@code tokenBytes}, when it has
 * more than {@code tokenCount} tokens, or when objects and arrays are nested deeper than {@code nesting}. The defaults are those of QEMU's
 * monitor. A value tree takes memory in proportion to these, so a server with many peers may want less.
 *
 * <p>Every value in the ranges is safe. To read, check, filter, compare and print a value takes no more stack the deeper it is nested; its
 * nesting is bounded all the same for the sake of handlers, which mostly recurse, and because indentation grows with its square.
 *
 * @param tokenBytes bytes, 2 to 2^30; a message may have one byte less
 * @param tokenCount tokens, at least 1
 * @param nesting open brackets and braces together, 1 to 1024
 */
public record JsonLimits(long tokenBytes, int tokenCount, int nesting) {
    /** What QEMU's monitor allows: 67108864 bytes, 2097152 tokens, 1024 levels. */
    public static final JsonLimits DEFAULT = new JsonLimits(64L << 20, 2 << 20, 1024);

    private static final long MOST_BYTES = 1L << 30;
    private static final int MOST_LEVELS = 1024;

    /**
     * Checks the ranges.
     *
     * @param tokenBytes bytes
     * @param tokenCount tokens
     * @param nesting levels
     * @throws IllegalArgumentException if a limit is out of its range
     */
    public JsonLimits {
        if (tokenBytes < 2 || tokenBytes > MOST_BYTES) {
            throw new IllegalArgumentException("tokenBytes: " + tokenBytes);
        }
        if (tokenCount < 1) {
            throw new IllegalArgumentException("tokenCount: " + tokenCount);
        }
        if (nesting < 1 || nesting > MOST_LEVELS) {
            throw new IllegalArgumentException("nesting: " + nesting);
        }
    }
}
