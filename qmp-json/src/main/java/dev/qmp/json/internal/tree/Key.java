package dev.qmp.json.internal.tree;

import dev.qmp.json.internal.text.Output;
import dev.qmp.json.internal.text.Words;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A member's name, kept as what the writer prints before the member's value: {@code "name": }, escapes included. Names that recur are the same object, found in two bounded tables.
 * Thread: immutable, safe to share. The tables are read and written without synchronization: a lost entry costs one object.
 */
public final class Key {
    private static final int TABLE_BITS = 11;
    private static final int LONGEST_SHARED = 64;
    private static final Key[] BY_BYTES = new Key[1 << TABLE_BITS];
    private static final Key[] BY_TEXT = new Key[1 << (TABLE_BITS - 1)];

    /** The first eight and the last eight bytes of a plain name (of one of at most sixteen: all of it, zero-filled); zero for others. */
    private final long w0;

    private final long w1;
    private final byte[] printed;
    private final int hash;
    /** Written without synchronization: any thread's string is as good as another's. */
    private @Nullable String text;

    private Key(byte[] printed, int hash, long w0, long w1) {
        this.printed = printed;
        this.hash = hash;
        this.w0 = w0;
        this.w1 = w1;
    }

    private Key(byte[] printed, String text) {
        this(printed, text.hashCode(), 0, 0);
        this.text = text;
    }

    /** Returns the key of a name whose bytes are all plain: 20 to 7E without double quote and backslash. */
    public static Key ofPlain(byte[] a, int from, int to) {
        int length = to - from;
        long w0;
        long w1;
        if (length <= 8) {
            w0 = Words.pack(a, from, to);
            w1 = 0;
        } else {
            w0 = Words.get(a, from);
            w1 = length <= 16 ? Words.pack(a, from + 8, to) : Words.get(a, to - 8);
        }
        long mixed = (w0 * 0x9E3779B97F4A7C15L ^ w1) * 0xC2B2AE3D27D4EB4FL;
        int slot = (int) (mixed >>> (64 - TABLE_BITS));
        Key found = BY_BYTES[slot];
        if (found != null && found.w0 == w0 && found.w1 == w1 && found.matches(a, from, length)) {
            return found;
        }
        int other = slot ^ 1;
        found = BY_BYTES[other];
        if (found != null && found.w0 == w0 && found.w1 == w1 && found.matches(a, from, length)) {
            return found;
        }
        Key key = newPlain(a, from, length, w0, w1);
        if (length <= LONGEST_SHARED) {
            BY_BYTES[BY_BYTES[slot] == null ? slot : other] = key;
        }
        return key;
    }

    private boolean matches(byte[] a, int from, int length) {
        return (length <= 16 && printed.length <= 20)
                || (printed.length == length + 4 && Arrays.equals(printed, 1, 1 + length, a, from, from + length));
    }

    private static Key newPlain(byte[] a, int from, int length, long w0, long w1) {
        byte[] printed = new byte[length + 4];
        System.arraycopy(a, from, printed, 1, length);
        int hash = 0;
        for (int i = 1; i <= length; i++) {
            hash = 31 * hash + printed[i];
        }
        close(printed);
        return new Key(printed, hash, w0, w1);
    }

    private static void close(byte[] printed) {
        int n = printed.length;
        printed[0] = '"';
        printed[n - 3] = '"';
        printed[n - 2] = ':';
        printed[n - 1] = ' ';
    }

    /** Returns the key of any name. */
    public static Key of(String name) {
        int slot = (name.hashCode() * 0x9E3779B9) >>> (32 - (TABLE_BITS - 1));
        Key found = BY_TEXT[slot];
        if (found != null && name.equals(found.text)) {
            return found;
        }
        Output out = new Output(name.length() + 16);
        out.quoted(name);
        if (out.size() > name.length() + 2) {
            // Not shared: the text, which cannot be had from the printed form, must not be published by a race.
            out.put2(':', ' ');
            return new Key(out.toByteArray(), name);
        }
        Key key = ofPlain(out.array(), 1, name.length() + 1);
        key.text = name;
        if (name.length() <= LONGEST_SHARED) {
            BY_TEXT[slot] = key;
        }
        return key;
    }

    /** The name. */
    public String text() {
        String t = text;
        if (t == null) {
            t = new String(printed, 1, printed.length - 4, StandardCharsets.ISO_8859_1);
            text = t;
        }
        return t;
    }

    /** The name's {@link String#hashCode()}. */
    int hash() {
        return hash;
    }

    /** The name within quotes, colon, space: not to be changed. */
    byte[] printed() {
        return printed;
    }

    /** Whether this is the key of a name. */
    boolean is(String name) {
        return hash == name.hashCode() && text().equals(name);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return this == o || (o instanceof Key other && hash == other.hash && text().equals(other.text()));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return text();
    }
}
