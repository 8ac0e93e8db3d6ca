package dev.qmp.json.internal.tree;

import dev.qmp.json.internal.text.Output;
import dev.qmp.json.internal.text.Swar;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A string of at most sixteen plain characters, packed; the Java string is made when first asked for. Thread: immutable, safe to share. */
final class ShortText extends TextValue {
    /** Little-endian, zero-filled: no plain character is zero, so the words tell the length. */
    private final long w0;

    private final long w1;
    /** Written without synchronization: any thread's string is as good as another's. */
    private @Nullable String text;

    private ShortText(long w0, long w1) {
        this.w0 = w0;
        this.w1 = w1;
    }

    static ShortText of(byte[] a, int from, int to) {
        return to - from <= 8
                ? new ShortText(Swar.pack(a, from, to), 0)
                : new ShortText(Swar.get(a, from), Swar.pack(a, from + 8, to));
    }

    @Override
    public String getString() {
        String t = text;
        if (t == null) {
            byte[] bytes = new byte[16];
            t = new String(bytes, 0, Swar.unpack(w0, w1, bytes), StandardCharsets.ISO_8859_1);
            text = t;
        }
        return t;
    }

    @Override
    public String sharedText() {
        return Key.textOf(w0, w1);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof ShortText other ? w0 == other.w0 && w1 == other.w1 : super.equals(o);
    }

    @Override
    void print(Output out) {
        out.quotedWords(w0, w1);
    }
}
