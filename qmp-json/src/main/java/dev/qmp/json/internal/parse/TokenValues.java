package dev.qmp.json.internal.parse;

import dev.qmp.json.internal.text.NumberText;
import dev.qmp.json.internal.text.StringDecoder;
import dev.qmp.json.internal.text.Words;
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

    private boolean string(byte[] a, int from, int to, boolean asKey) {
        if (Words.plainEnd(a, from, to) == to) {
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
