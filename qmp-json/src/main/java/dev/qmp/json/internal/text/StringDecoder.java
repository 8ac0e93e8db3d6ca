package dev.qmp.json.internal.text;

import org.jspecify.annotations.Nullable;

/** Turns the bytes of a string token into text: escapes and UTF-8. Thread: confined to the parser that owns it. */
public final class StringDecoder {
    private static final int KEPT = 4096;

    private char[] chars = new char[0];
    private @Nullable String error;
    private int codePoint;

    /** What was wrong when {@link #decode} returned null, without the common prefix. */
    public String error() {
        String e = error;
        return e == null ? "" : e;
    }

    /**
     * Decodes the characters between the quotes.
     *
     * @param a holds the token
     * @param from index after the opening quote
     * @param to index of the closing quote
     * @return the text, or null with {@link #error} set
     */
    public @Nullable String decode(byte[] a, int from, int to) {
        if (chars.length < to - from) {
            chars = new char[Math.max(to - from, 64)];
        }
        char[] out = chars;
        int n = 0;
        int i = from;
        while (i < to) {
            int b = a[i];
            if (b == '\\') {
                int c = a[i + 1];
                if (c == 'u') {
                    int taken = unicode(a, i, to);
                    if (taken < 0) {
                        return null;
                    }
                    n += Character.toChars(codePoint, out, n);
                    i += taken;
                    continue;
                }
                int plain = simpleEscape(c);
                if (plain < 0) {
                    error = "invalid escape sequence in string";
                    return null;
                }
                out[n++] = (char) plain;
                i += 2;
            } else if (b >= 0) {
                out[n++] = (char) b;
                i++;
            } else {
                long s = Utf8.sequence(a, i, to);
                int cp = (int) s;
                if (cp < 0) {
                    error = "invalid UTF-8 sequence in string";
                    return null;
                }
                i += (int) (s >>> 32);
                if (cp < 0x10000) {
                    out[n++] = (char) cp;
                } else {
                    out[n++] = Character.highSurrogate(cp);
                    out[n++] = Character.lowSurrogate(cp);
                }
            }
        }
        String text = new String(out, 0, n);
        if (chars.length > KEPT) {
            chars = new char[0];
        }
        return text;
    }

    /** Reads the {@code \}{@code u} escape at {@code i} into {@link #codePoint}; returns the bytes it takes, or -1. */
    private int unicode(byte[] a, int i, int to) {
        int cp = hex4(a, i + 2, to);
        int taken = 6;
        if ((cp & 0xFFFFFC00) == 0xD800 && i + 7 < to && a[i + 6] == '\\' && a[i + 7] == 'u') {
            int low = hex4(a, i + 8, to);
            if ((low & 0xFFFFFC00) == 0xDC00) {
                cp = Character.toCodePoint((char) cp, (char) low);
                taken = 12;
            } else {
                cp = -1;
            }
        }
        if (!Utf8.valid(cp)) {
            // The text shown may run into the closing quote, which is part of the token.
            int end = Math.min(i + taken, to + 1);
            error = Utf8.lossy(a, i, end) + " is not a valid Unicode character";
            return -1;
        }
        codePoint = cp;
        return taken;
    }

    private static int hex4(byte[] a, int i, int to) {
        if (i + 4 > to) {
            return -1;
        }
        int value = 0;
        for (int k = 0; k < 4; k++) {
            int digit = hex(a[i + k]);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static int hex(int c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int letter = c | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }

    private static int simpleEscape(int c) {
        return switch (c) {
            case '"', '\'', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> -1;
        };
    }
}
