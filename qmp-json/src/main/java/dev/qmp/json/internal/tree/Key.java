package dev.qmp.json.internal.tree;

import dev.qmp.json.internal.text.Output;
import dev.qmp.json.internal.text.Swar;
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
    /** The printed form, filled up with zeros to a multiple of eight. */
    private final byte[] printed;

    private final int length;
    private final int hash;
    /** Written without synchronization: any thread's string is as good as another's. */
    private @Nullable String text;

    private Key(byte[] printed, int length, int hash, long w0, long w1) {
        this.printed = printed;
        this.length = length;
        this.hash = hash;
        this.w0 = w0;
        this.w1 = w1;
    }

    private Key(byte[] printed, int length, String text) {
        this(printed, length, text.hashCode(), 0, 0);
        this.text = text;
    }

    /** Returns the key of a name whose bytes are all plain: 20 to 7E without double quote and backslash. */
    public static Key ofPlain(byte[] a, int from, int to) {
        int length = to - from;
        long w0;
        long w1;
        if (length <= 8) {
            w0 = Swar.pack(a, from, to);
            w1 = 0;
        } else {
            w0 = Swar.get(a, from);
            w1 = length <= 16 ? Swar.pack(a, from + 8, to) : Swar.get(a, to - 8);
        }
        int slot = slot(w0, w1);
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

    /** Returns the text of a plain name of at most sixteen bytes, packed as those of a key are. */
    static String textOf(long w0, long w1) {
        int slot = slot(w0, w1);
        Key found = BY_BYTES[slot];
        if (found == null || !found.isPacked(w0, w1)) {
            found = BY_BYTES[slot ^ 1];
        }
        if (found == null || !found.isPacked(w0, w1)) {
            byte[] bytes = new byte[16];
            found = ofPlain(bytes, 0, Swar.unpack(w0, w1, bytes));
        }
        return found.text();
    }

    private static int slot(long w0, long w1) {
        long mixed = (w0 * 0x9E3779B97F4A7C15L ^ w1) * 0xC2B2AE3D27D4EB4FL;
        return (int) (mixed >>> (64 - TABLE_BITS));
    }

    private boolean isPacked(long first, long last) {
        return w0 == first && w1 == last && length <= 20;
    }

    private boolean matches(byte[] a, int from, int size) {
        // Up to sixteen bytes the words decide, unless this name is longer.
        return size <= 16
                ? length <= 20
                : length == size + 4 && Arrays.equals(printed, 1, 1 + size, a, from, from + size);
    }

    private static Key newPlain(byte[] a, int from, int size, long w0, long w1) {
        int length = size + 4;
        byte[] printed = new byte[length + 7 & ~7];
        System.arraycopy(a, from, printed, 1, size);
        int hash = 0;
        for (int i = 1; i <= size; i++) {
            hash = 31 * hash + printed[i];
        }
        printed[0] = '"';
        printed[length - 3] = '"';
        printed[length - 2] = ':';
        printed[length - 1] = ' ';
        return new Key(printed, length, hash, w0, w1);
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
            // Not shared: the text, which cannot be derived from the printed form, must not be published by a race.
            out.put2(':', ' ');
            int length = out.size();
            out.spaces(-length & 7);
            return new Key(out.toByteArray(), length, name);
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
            t = new String(printed, 1, length - 4, StandardCharsets.ISO_8859_1);
            text = t;
        }
        return t;
    }

    /** The name's {@link String#hashCode()}. */
    int hash() {
        return hash;
    }

    /** What tells this name from any other: not to be changed. */
    byte[] printed() {
        return printed;
    }

    /** Appends the name within quotes, a colon, a space; before it, unless this is the first member, a comma and a space. */
    void print(Output out, boolean first) {
        out.padded(printed, length, !first);
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
