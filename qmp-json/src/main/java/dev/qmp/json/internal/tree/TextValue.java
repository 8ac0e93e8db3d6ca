package dev.qmp.json.internal.tree;

import jakarta.json.JsonString;
import org.jspecify.annotations.Nullable;

/** A string. Thread: immutable, safe to share. */
public abstract class TextValue extends Scalar implements JsonString {
    private static final int SHORT = 16;

    TextValue() {}

    /** Makes a string of any text. */
    public static TextValue of(String text) {
        return new DecodedText(text);
    }

    /** Makes a string of bytes that are all plain: 20 to 7E without double quote and backslash. */
    public static TextValue ofPlain(byte[] a, int from, int to) {
        return to - from <= SHORT ? ShortText.of(a, from, to) : new PlainText(a, from, to);
    }

    /** The text, the same object as of equal strings before if it is found among the names that recur. */
    public String sharedText() {
        return getString();
    }

    @Override
    public final ValueType getValueType() {
        return ValueType.STRING;
    }

    @Override
    public final CharSequence getChars() {
        return getString();
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return this == o || (o instanceof JsonString other && getString().equals(other.getString()));
    }

    @Override
    public final int hashCode() {
        return getString().hashCode();
    }

    @Override
    public final String toString() {
        return TreeWriter.text(this);
    }
}
