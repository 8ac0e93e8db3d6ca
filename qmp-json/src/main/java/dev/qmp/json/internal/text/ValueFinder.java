package dev.qmp.json.internal.text;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Finds where a value begins within a text that is known to be sound.
 *
 * <p>Thread: confined to one thread.
 */
public final class ValueFinder {
    private final byte[] text;
    private final Function<byte[], String> decoder;
    private int at;

    /**
     * Makes a finder.
     *
     * @param text the text
     * @param decoder decodes a string with its quotes
     */
    public ValueFinder(byte[] text, Function<byte[], String> decoder) {
        this.text = text;
        this.decoder = decoder;
    }

    /** Returns where the way ends: at a member's name or at an element. */
    public int find(List<?> path) {
        skipSpace();
        int found = at;
        for (Object step : path) {
            if (at == text.length || text[at] != (step instanceof Integer ? '[' : '{') || !enter(step)) {
                return found;
            }
            found = at;
            if (!(step instanceof Integer)) {
                skipValue();
                skipSpace();
                at++; // the colon
                skipSpace();
            }
        }
        return found;
    }

    /** Goes to an element or a member's name of the container that begins here; returns whether it is there. */
    private boolean enter(Object step) {
        at++;
        skipSpace();
        for (int index = 0; at < text.length && text[at] != ']' && text[at] != '}'; index++) {
            if (step instanceof Integer wanted) {
                if (index == wanted) {
                    return true;
                }
            } else {
                int name = at;
                skipValue();
                if (decoder.apply(Arrays.copyOfRange(text, name, at)).equals(step)) {
                    at = name;
                    return true;
                }
                skipSpace();
                at++;
                skipSpace();
            }
            skipValue();
            skipSpace();
            if (at < text.length && text[at] == ',') {
                at++;
                skipSpace();
            }
        }
        return false;
    }

    /** Skips a value, however deep it is. */
    private void skipValue() {
        int depth = 0;
        do {
            byte b = text[at++];
            switch (b) {
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                case '"', '\'' -> {
                    while (text[at] != b) {
                        at += text[at] == '\\' ? 2 : 1;
                    }
                    at++;
                }
                default -> {
                    while (depth == 0 && at < text.length && isWord(text[at])) {
                        at++;
                    }
                }
            }
        } while (depth > 0 && at < text.length);
    }

    private static boolean isWord(byte b) {
        return b > ' ' && b != ',' && b != ':' && b != ']' && b != '}';
    }

    private void skipSpace() {
        while (at < text.length && text[at] >= 0 && text[at] <= ' ') {
            at++;
        }
    }
}
