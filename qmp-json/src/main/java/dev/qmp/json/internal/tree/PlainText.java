package dev.qmp.json.internal.tree;

import dev.qmp.json.internal.text.Output;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A string of plain characters kept as its bytes, which are also its printed form; the Java string is made when first asked for. Thread: immutable, safe to share. */
final class PlainText extends TextValue {
    private final byte[] plain;
    /** Written without synchronization: any thread's string is as good as another's. */
    private @Nullable String text;

    PlainText(byte[] a, int from, int to) {
        plain = Arrays.copyOfRange(a, from, to);
    }

    @Override
    public String getString() {
        String t = text;
        if (t == null) {
            t = new String(plain, StandardCharsets.ISO_8859_1);
            text = t;
        }
        return t;
    }

    @Override
    public String sharedText() {
        return Key.ofPlain(plain, 0, plain.length).text();
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof PlainText other ? Arrays.equals(plain, other.plain) : super.equals(o);
    }

    @Override
    void print(Output out) {
        out.quotedPlain(plain);
    }
}
