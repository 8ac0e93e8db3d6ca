package dev.qmp.json;

/**
 * Bounds what one message may cost. Made from {@link #DEFAULT} by the {@code with} methods.
 *
 * <p>A message is refused when the bytes of its tokens (quotes and escapes included, white space not) reach {@link #tokenBytes}, when it has
 * more than {@link #tokenCount} tokens, or when objects and arrays are nested deeper than {@link #nesting}. A value tree takes memory in
 * proportion to these, so a server with many peers may want less. Specification: {@code json-limits}.
 *
 * <p>Every value in the ranges is safe. To read, check, filter, compare and print a value takes no more stack the deeper it is nested; its
 * nesting is bounded all the same for the sake of handlers, which mostly recurse, and because indentation grows with its square.
 *
 * <p>Thread: immutable.
 */
public final class JsonLimits {
    /** What QEMU's monitor allows: 67108864 bytes, 2097152 tokens, 1024 levels. */
    public static final JsonLimits DEFAULT = new JsonLimits(64L << 20, 2 << 20, 1024);

    private static final long MAX_BYTES = 1L << 30;
    private static final int MAX_LEVELS = 1024;

    private final long tokenBytes;
    private final int tokenCount;
    private final int nesting;

    private JsonLimits(long tokenBytes, int tokenCount, int nesting) {
        this.tokenBytes = tokenBytes;
        this.tokenCount = tokenCount;
        this.nesting = nesting;
    }

    /**
     * Returns the bound on the bytes of a message's tokens.
     *
     * @return bytes; a message may have one byte less
     */
    public long tokenBytes() {
        return tokenBytes;
    }

    /**
     * Returns the bound on the number of a message's tokens.
     *
     * @return tokens; a message may have that many
     */
    public int tokenCount() {
        return tokenCount;
    }

    /**
     * Returns the bound on nesting.
     *
     * @return open brackets and braces together; a message may have that many
     */
    public int nesting() {
        return nesting;
    }

    /**
     * Returns the same limits with another bound on the bytes of tokens.
     *
     * @param bytes 2 to 2^30
     * @return the limits
     * @throws IllegalArgumentException if the value is out of range
     */
    public JsonLimits withTokenBytes(long bytes) {
        if (bytes < 2 || bytes > MAX_BYTES) {
            throw new IllegalArgumentException("tokenBytes: " + bytes);
        }
        return new JsonLimits(bytes, tokenCount, nesting);
    }

    /**
     * Returns the same limits with another bound on the number of tokens.
     *
     * @param tokens at least 1
     * @return the limits
     * @throws IllegalArgumentException if the value is out of range
     */
    public JsonLimits withTokenCount(int tokens) {
        if (tokens < 1) {
            throw new IllegalArgumentException("tokenCount: " + tokens);
        }
        return new JsonLimits(tokenBytes, tokens, nesting);
    }

    /**
     * Returns the same limits with another bound on nesting.
     *
     * @param levels 1 to 1024
     * @return the limits
     * @throws IllegalArgumentException if the value is out of range
     */
    public JsonLimits withNesting(int levels) {
        if (levels < 1 || levels > MAX_LEVELS) {
            throw new IllegalArgumentException("nesting: " + levels);
        }
        return new JsonLimits(tokenBytes, tokenCount, levels);
    }

    @Override
    public String toString() {
        return "JsonLimits[tokenBytes=" + tokenBytes + ", tokenCount=" + tokenCount + ", nesting=" + nesting + "]";
    }
}
