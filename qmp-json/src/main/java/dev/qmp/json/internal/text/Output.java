package dev.qmp.json.internal.text;

import java.util.Arrays;

/** The parts of JSON texts, appended to a buffer. Thread: confined to its owner. */
public final class Output extends OutputBuffer {
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'};
    private static final byte[] DIGIT_PAIRS = digitPairs();

    private final ShortestDecimal shortest = new ShortestDecimal();

    public Output() {}

    public Output(int capacity) {
        super(capacity);
    }

    /** Appends two bytes. */
    public void put2(int b0, int b1) {
        ensure(2);
        bytes[end] = (byte) b0;
        bytes[end + 1] = (byte) b1;
        end += 2;
    }

    /** Appends the first {@code n} bytes of an array that is a multiple of eight long; a comma and a space before them if asked. */
    public void padded(byte[] a, int n, boolean separated) {
        ensure(n + 10);
        byte[] out = bytes;
        int at = end;
        if (separated) {
            out[at] = ',';
            out[at + 1] = ' ';
            at += 2;
        }
        for (int i = 0; i < n; i += 8) {
            Swar.put(out, at + i, Swar.get(a, i));
        }
        end = at + n;
    }

    /** Appends spaces. */
    public void spaces(int n) {
        ensure(n);
        Arrays.fill(bytes, end, end + n, (byte) ' ');
        end += n;
    }

    /** Appends an ASCII text that needs no escapes, without quotes. */
    public void ascii(String text) {
        int n = text.length();
        ensure(n);
        byte[] out = bytes;
        int at = end;
        for (int i = 0; i < n; i++) {
            out[at + i] = (byte) text.charAt(i);
        }
        end = at + n;
    }

    /** Appends up to sixteen plain characters packed in two words, within quotes. */
    public void quotedWords(long w0, long w1) {
        ensure(24);
        byte[] out = bytes;
        int at = end;
        out[at++] = '"';
        Swar.put(out, at, w0);
        if (w1 == 0) {
            at += 8 - (Long.numberOfLeadingZeros(w0) >>> 3);
        } else {
            Swar.put(out, at + 8, w1);
            at += 16 - (Long.numberOfLeadingZeros(w1) >>> 3);
        }
        out[at] = '"';
        end = at + 1;
    }

    /** Appends plain bytes within quotes. */
    public void quotedPlain(byte[] plain) {
        int n = plain.length;
        ensure(n + 2);
        byte[] out = bytes;
        int at = end;
        out[at] = '"';
        System.arraycopy(plain, 0, out, at + 1, n);
        out[at + 1 + n] = '"';
        end = at + n + 2;
    }

    /** Appends a text within quotes, escaped to ASCII. A lone surrogate becomes U+FFFD. */
    public void quoted(String text) {
        int n = text.length();
        ensure(n + 2);
        byte[] out = bytes;
        int at = end;
        out[at++] = '"';
        int i = 0;
        while (i < n) {
            char c = text.charAt(i);
            if (c < 0x20 || c >= 0x7F || c == '"' || c == '\\') {
                break;
            }
            out[at++] = (byte) c;
            i++;
        }
        end = at;
        if (i < n) {
            escaped(text, i);
        }
        put('"');
    }

    private void escaped(String text, int from) {
        int n = text.length();
        for (int i = from; i < n; i++) {
            char c = text.charAt(i);
            ensure(6);
            if (c >= 0x20 && c < 0x7F && c != '"' && c != '\\') {
                bytes[end++] = (byte) c;
            } else if (c < 0x80) {
                escapeAscii(c);
            } else if (Character.isHighSurrogate(c) && i + 1 < n && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                int cp = Character.toCodePoint(c, text.charAt(i));
                if (Utf8.valid(cp)) {
                    ensure(12);
                    hex(c);
                    hex(text.charAt(i));
                } else {
                    hex(0xFFFD);
                }
            } else {
                hex(Utf8.valid(c) ? c : 0xFFFD);
            }
        }
    }

    private void escapeAscii(char c) {
        int letter =
                switch (c) {
                    case '"', '\\' -> c;
                    case '\b' -> 'b';
                    case '\f' -> 'f';
                    case '\n' -> 'n';
                    case '\r' -> 'r';
                    case '\t' -> 't';
                    default -> 0;
                };
        if (letter == 0) {
            hex(c);
            return;
        }
        bytes[end++] = '\\';
        bytes[end++] = (byte) letter;
    }

    private void hex(int c) {
        byte[] out = bytes;
        int at = end;
        out[at] = '\\';
        out[at + 1] = 'u';
        out[at + 2] = HEX[c >>> 12];
        out[at + 3] = HEX[c >>> 8 & 15];
        out[at + 4] = HEX[c >>> 4 & 15];
        out[at + 5] = HEX[c & 15];
        end = at + 6;
    }

    /** Appends a signed integer. */
    public void integer(long value) {
        ensure(20);
        long rest = value;
        if (rest < 0) {
            if (rest == Long.MIN_VALUE) {
                ascii("-9223372036854775808");
                return;
            }
            bytes[end++] = '-';
            rest = -rest;
        }
        positive(rest);
    }

    /** Appends an unsigned integer. */
    public void unsigned(long value) {
        ensure(20);
        if (value >= 0) {
            positive(value);
        } else {
            long tenth = Long.divideUnsigned(value, 10);
            positive(tenth);
            bytes[end++] = (byte) ('0' + (value - tenth * 10));
        }
    }

    private void positive(long value) {
        byte[] out = bytes;
        int at = end + digits(value);
        end = at;
        long rest = value;
        while (rest > Integer.MAX_VALUE) {
            long q = rest / 100;
            int pair = (int) (rest - q * 100) << 1;
            out[--at] = DIGIT_PAIRS[pair + 1];
            out[--at] = DIGIT_PAIRS[pair];
            rest = q;
        }
        int small = (int) rest;
        while (small >= 100) {
            int q = small / 100;
            int pair = (small - q * 100) << 1;
            out[--at] = DIGIT_PAIRS[pair + 1];
            out[--at] = DIGIT_PAIRS[pair];
            small = q;
        }
        if (small >= 10) {
            out[--at] = DIGIT_PAIRS[2 * small + 1];
            out[--at] = DIGIT_PAIRS[2 * small];
        } else {
            out[--at] = (byte) ('0' + small);
        }
    }

    private static int digits(long value) {
        int n = 1;
        long bound = 10;
        while (n < 19 && value >= bound) {
            n++;
            bound *= 10;
        }
        return n;
    }

    private static byte[] digitPairs() {
        byte[] pairs = new byte[200];
        for (int i = 0; i < 100; i++) {
            pairs[2 * i] = (byte) ('0' + i / 10);
            pairs[2 * i + 1] = (byte) ('0' + i % 10);
        }
        return pairs;
    }

    /**
     * Appends a finite double: the shortest decimal that reads back as it, in the layout of {@link Double#toString(double)}, which is valid
     * JSON and always has a dot.
     */
    public void decimal(double value) {
        ensure(32);
        if (Double.doubleToRawLongBits(value) < 0) {
            bytes[end++] = '-';
        }
        double magnitude = Math.abs(value);
        if (magnitude == 0) {
            put3('0', '.', '0');
            return;
        }
        shortest.compute(magnitude);
        long digits = shortest.digits();
        int count = digits(digits);
        int point = count + shortest.exponent();
        int from = end;
        if (point > 7 || point < -2) {
            // d.dddE±x: the digits one to the right, the first one back.
            end = from + 1;
            positive(digits);
            fraction(from, 1, count);
            bytes[end++] = 'E';
            integer(point - 1);
        } else if (point > 0) {
            if (count > point) {
                end = from + 1;
                positive(digits);
                fraction(from, point, count);
            } else {
                positive(digits);
                for (int i = count; i < point; i++) {
                    bytes[end++] = '0';
                }
                bytes[end++] = '.';
                bytes[end++] = '0';
            }
        } else {
            put3('0', '.', '0');
            end--;
            for (int i = point; i < 0; i++) {
                bytes[end++] = '0';
            }
            positive(digits);
        }
    }

    /** Moves the first {@code whole} of the digits at {@code from + 1} one to the left and puts a dot after them. */
    private void fraction(int from, int whole, int count) {
        byte[] out = bytes;
        for (int i = from; i < from + whole; i++) {
            out[i] = out[i + 1];
        }
        out[from + whole] = '.';
        if (count == whole) {
            out[end++] = '0';
        }
    }

    private void put3(int b0, int b1, int b2) {
        byte[] out = bytes;
        out[end] = (byte) b0;
        out[end + 1] = (byte) b1;
        out[end + 2] = (byte) b2;
        end += 3;
    }
}
