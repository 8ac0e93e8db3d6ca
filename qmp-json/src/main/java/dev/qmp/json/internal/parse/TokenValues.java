package dev.qmp.json.internal.parse;

import dev.qmp.json.internal.text.NumberText;
import dev.qmp.json.internal.text.StringDecoder;
import dev.qmp.json.internal.text.Swar;
import dev.qmp.json.internal.tree.DoubleValue;
import dev.qmp.json.internal.tree.IntegerValue;
import dev.qmp.json.internal.tree.Key;
import dev.qmp.json.internal.tree.TextValue;
import dev.qmp.json.internal.tree.UnsignedValue;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Turns string, number and word tokens into values. Thread: confined to the parser that owns it. */
final class TokenValues {
    private static final int WORD = LexerTable.WORD;
    private static final int DQ = LexerTable.DQ;
    private static final int SQ = LexerTable.SQ;
    /** Longer than any text that is shown of a word. */
    private static final int LONGEST_WORD = 2000;

    private final StringDecoder decoder = new StringDecoder();
    private @Nullable Key key;
    private JsonValue value = JsonValue.NULL;
    private String error = "";

    /** The key read, or null if it was a value. */
    @Nullable
    Key key() {
        return key;
    }

    /** The value read. */
    JsonValue value() {
        return value;
    }

    /** What was wrong with the token. */
    String error() {
        return error;
    }

    /**
     * Reads a token.
     *
     * @param state the lexer's state before the token ended
     * @param asKey whether a string is to become a key
     * @return false when the token has no value: see {@link #error}
     */
    boolean read(int state, byte[] a, int from, int to, boolean asKey) {
        key = null;
        if (state == DQ || state == SQ) {
            return string(a, from + 1, to - 1, asKey);
        }
        return state == WORD ? word(a, from, to) : number(LexerTable.isFloat(state), a, from, to);
    }

    /**
     * Reads a number or a word of the common kinds that is wholly within the buffer.
     *
     * @return where it ends; -1 for anything else, which {@link #read} is for
     */
    int readInPlace(byte[] a, int from, int to) {
        int b = a[from];
        if (b == 't' || b == 'f' || b == 'n') {
            return wordInPlace(b, a, from, to);
        }
        int i = b == '-' ? from + 1 : from;
        int first = i;
        long magnitude = 0;
        // Eighteen digits at most, so that nothing overflows; the token must end before the buffer does.
        int most = Math.min(to, first + 19);
        if (to - first >= 8) {
            long word = Swar.get(a, first);
            int digits = Swar.digits(word);
            magnitude = Swar.number(word, digits);
            i += digits;
        }
        int digit;
        while (i < most && (digit = a[i] - '0' & 0xFF) <= 9) {
            magnitude = magnitude * 10 + digit;
            i++;
        }
        if (i >= most || i == first || (a[first] == '0' && i > first + 1)) {
            return -1;
        }
        int follows = a[i];
        // After a lone zero, an e belongs to the next token.
        if (follows == '.' || ((follows | 0x20) == 'e' && a[first] != '0')) {
            return decimalInPlace(a, from, first, i, magnitude, most, to);
        }
        value = IntegerValue.of(b == '-' ? -magnitude : magnitude);
        return i;
    }

    private int decimalInPlace(byte[] a, int from, int first, int dot, long whole, int most, int to) {
        long mantissa = whole;
        int i = dot;
        int exponent = 0;
        int digit;
        if (a[dot] == '.') {
            i++;
            // One byte more than for integers: the dot.
            int last = Math.min(to, most + 1);
            while (i < last && (digit = a[i] - '0' & 0xFF) <= 9) {
                mantissa = mantissa * 10 + digit;
                i++;
            }
            exponent = dot + 1 - i;
            if (i >= last || exponent == 0) {
                return -1;
            }
        }
        if ((a[i] | 0x20) == 'e') {
            i++;
            boolean negative = i < to && a[i] == '-';
            if (negative || (i < to && a[i] == '+')) {
                i++;
            }
            int power = 0;
            int last = Math.min(to, i + 4);
            int start = i;
            while (i < last && (digit = a[i] - '0' & 0xFF) <= 9) {
                power = power * 10 + digit;
                i++;
            }
            if (i >= last || i == start) {
                return -1;
            }
            exponent += negative ? -power : power;
        }
        double magnitude = NumberText.nearest(mantissa, exponent);
        if (!(magnitude < Double.POSITIVE_INFINITY)) {
            return -1;
        }
        value = DoubleValue.of(first > from ? -magnitude : magnitude);
        return i;
    }

    private int wordInPlace(int b, byte[] a, int from, int to) {
        int end = b == 'f' ? from + 5 : from + 4;
        if (end >= to || (a[end] >= 'a' && a[end] <= 'z')) {
            return -1;
        }
        if (b == 't' && a[from + 1] == 'r' && a[from + 2] == 'u' && a[from + 3] == 'e') {
            value = JsonValue.TRUE;
        } else if (b == 'n' && a[from + 1] == 'u' && a[from + 2] == 'l' && a[from + 3] == 'l') {
            value = JsonValue.NULL;
        } else if (b == 'f' && a[from + 1] == 'a' && a[from + 2] == 'l' && a[from + 3] == 's' && a[from + 4] == 'e') {
            value = JsonValue.FALSE;
        } else {
            return -1;
        }
        return end;
    }

    private boolean string(byte[] a, int from, int to, boolean asKey) {
        if (Swar.plainEnd(a, from, to) == to) {
            if (asKey) {
                key = Key.ofPlain(a, from, to);
            } else {
                value = TextValue.ofPlain(a, from, to);
            }
            return true;
        }
        String text = decoder.decode(a, from, to);
        if (text == null) {
            error = decoder.error();
            return false;
        }
        if (asKey) {
            key = Key.of(text);
        } else {
            value = TextValue.of(text);
        }
        return true;
    }

    private boolean word(byte[] a, int from, int to) {
        String word = new String(a, from, Math.min(to - from, LONGEST_WORD), StandardCharsets.ISO_8859_1);
        switch (word) {
            case "true" -> value = JsonValue.TRUE;
            case "false" -> value = JsonValue.FALSE;
            case "null" -> value = JsonValue.NULL;
            default -> {
                error = "invalid keyword '" + word + "'";
                return false;
            }
        }
        return true;
    }

    private boolean number(boolean fractional, byte[] a, int from, int to) {
        int kind = fractional ? NumberText.DOUBLE : NumberText.integerKind(a, from, to);
        if (kind == NumberText.INT64) {
            value = IntegerValue.of(NumberText.integer(a, from, to));
        } else if (kind == NumberText.UINT64) {
            value = UnsignedValue.of(NumberText.integer(a, from, to));
        } else {
            double number = NumberText.decimal(a, from, to);
            if (Double.isInfinite(number)) {
                int shown = Math.min(to - from, LONGEST_WORD);
                error = "number out of range '" + new String(a, from, shown, StandardCharsets.ISO_8859_1) + "'";
                return false;
            }
            value = DoubleValue.of(number);
        }
        return true;
    }
}
