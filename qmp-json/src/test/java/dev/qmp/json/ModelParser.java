package dev.qmp.json;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The dialect written down as plainly as possible, in the field's three layers: a byte-driven lexer, a streamer that collects the tokens of a
 * message, a recursive parser over the list. Slow, and independent of the code under test; its results are lines as {@link Outcomes} makes.
 */
final class ModelParser {
    private static final class Token {
        private final String kind;
        private final byte[] text;

        Token(String kind, byte[] text) {
            this.kind = kind;
            this.text = text;
        }
    }

    /** A fault in the token list. */
    private static final class Fault extends Exception {
        private static final long serialVersionUID = 1L;

        Fault(String text) {
            super("JSON parse error, " + (text.length() > 1023 ? text.substring(0, 1023) : text));
        }
    }

    private final JsonLimits limits;
    private final List<String> out = new ArrayList<>();
    private String state = "START";
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
    private final List<Token> tokens = new ArrayList<>();
    private long size;
    private int braces;
    private int brackets;

    private ModelParser(JsonLimits limits) {
        this.limits = limits;
    }

    static List<String> of(byte[] input, JsonLimits limits, boolean flush) {
        ModelParser model = new ModelParser(limits);
        for (byte b : input) {
            model.feed(b & 0xFF);
        }
        if (flush) {
            model.flush();
        }
        return model.out;
    }

    // Lexer

    private void feed(int b) {
        boolean consumed = false;
        while (!consumed) {
            String next = next(state, b);
            consumed = !next.startsWith("?");
            if (consumed) {
                buffer.write(b);
            }
            step(next);
        }
        if (buffer.size() > limits.tokenBytes()) {
            token(new Token("GUARD", buffer.toByteArray()));
            buffer.reset();
            state = "START";
        }
    }

    private void flush() {
        while (!state.equals("START")) {
            switch (state) {
                case "ZERO", "INT" -> step("?INTEGER");
                case "FRAC", "EXP_DIG" -> step("?FLOAT");
                case "WORD" -> step("?KEYWORD");
                case "SKIP" -> step("?START");
                default -> step("ERROR");
            }
        }
        if (!tokens.isEmpty()) {
            emit();
        }
    }

    private void step(String next) {
        String name = next.startsWith("?") || next.startsWith("+") ? next.substring(1) : next;
        switch (name) {
            case "START" -> {
                buffer.reset();
                state = "START";
            }
            case "ERROR" -> {
                token(new Token("ERROR", buffer.toByteArray()));
                buffer.reset();
                state = "SKIP";
            }
            case "SKIP" -> {
                buffer.reset();
                state = "SKIP";
            }
            default -> {
                if (next.equals(name)) {
                    state = name;
                } else {
                    token(new Token(name, buffer.toByteArray()));
                    buffer.reset();
                    state = "START";
                }
            }
        }
    }

    private static String next(String state, int b) {
        boolean digit = b >= '0' && b <= '9';
        boolean letter = b >= 'a' && b <= 'z';
        boolean exponent = b == 'e' || b == 'E';
        boolean data = b >= 0x20 && b <= 0xFD;
        boolean structural = "{}[]:,".indexOf(b) >= 0;
        return switch (state) {
            case "START" -> {
                if (" \t\n\r".indexOf(b) >= 0) {
                    yield "START";
                }
                if (structural) {
                    yield "+" + (char) b;
                }
                yield switch (b) {
                    case '"' -> "DQ";
                    case '\'' -> "SQ";
                    case '-' -> "SIGN";
                    case '0' -> "ZERO";
                    default -> digit ? "INT" : letter ? "WORD" : "ERROR";
                };
            }
            case "DQ" -> b == '"' ? "+STRING" : b == '\\' ? "DQ_ESC" : data ? "DQ" : "ERROR";
            case "SQ" -> b == '\'' ? "+STRING" : b == '\\' ? "SQ_ESC" : data ? "SQ" : "ERROR";
            case "DQ_ESC" -> data ? "DQ" : "ERROR";
            case "SQ_ESC" -> data ? "SQ" : "ERROR";
            case "SIGN" -> b == '0' ? "ZERO" : digit ? "INT" : "ERROR";
            case "ZERO" -> b == '.' ? "DOT" : digit ? "ERROR" : "?INTEGER";
            case "INT" -> digit ? "INT" : b == '.' ? "DOT" : exponent ? "EXP" : "?INTEGER";
            case "DOT" -> digit ? "FRAC" : "ERROR";
            case "FRAC" -> digit ? "FRAC" : exponent ? "EXP" : "?FLOAT";
            case "EXP" -> b == '+' || b == '-' ? "EXP_SIGN" : digit ? "EXP_DIG" : "ERROR";
            case "EXP_SIGN" -> digit ? "EXP_DIG" : "ERROR";
            case "EXP_DIG" -> digit ? "EXP_DIG" : "?FLOAT";
            case "WORD" -> letter ? "WORD" : "?KEYWORD";
            case "SKIP" -> structural || b >= 0xFE || (b < 0x20 && b != '\t') ? "?START" : "SKIP";
            default -> throw new AssertionError(state);
        };
    }

    // Streamer

    private void token(Token token) {
        if (token.kind.equals("ERROR")) {
            byte[] text = token.text;
            int end = 0;
            while (end < text.length && text[end] != 0) {
                end++;
            }
            report("JSON parse error, stray '" + lossy(text, 0, end) + "'");
            return;
        }
        switch (token.kind) {
            case "{" -> braces++;
            case "}" -> braces--;
            case "[" -> brackets++;
            case "]" -> brackets--;
            default -> {}
        }
        if (size + token.text.length + 1 > limits.tokenBytes()) {
            report("JSON token size limit exceeded");
            return;
        }
        if (tokens.size() + 1 > limits.tokenCount()) {
            report("JSON token count limit exceeded");
            return;
        }
        if (braces + brackets > limits.nesting()) {
            report("JSON nesting depth limit exceeded");
            return;
        }
        tokens.add(token);
        size += token.text.length;
        if ((braces > 0 || brackets > 0) && braces >= 0 && brackets >= 0) {
            return;
        }
        emit();
    }

    private void emit() {
        String line;
        try {
            position = 0;
            line = value();
        } catch (Fault fault) {
            line = "!" + fault.getMessage();
        }
        clear();
        out.add(line);
    }

    private void report(String error) {
        clear();
        out.add("!" + error);
    }

    private void clear() {
        tokens.clear();
        size = 0;
        braces = 0;
        brackets = 0;
    }

    // Parser

    private int position;

    private Token take() throws Fault {
        if (position == tokens.size()) {
            throw new Fault("premature EOI");
        }
        return tokens.get(position++);
    }

    private String value() throws Fault {
        Token token = take();
        return switch (token.kind) {
            case "{" -> object();
            case "[" -> array();
            case "STRING" -> "s" + string(token.text);
            case "INTEGER", "FLOAT" -> number(token);
            case "KEYWORD" -> {
                String word = ascii(token.text);
                yield switch (word) {
                    case "true", "false", "null" -> word.toUpperCase(java.util.Locale.ROOT);
                    default -> throw new Fault("invalid keyword '" + word + "'");
                };
            }
            default -> throw new Fault("expecting value");
        };
    }

    private String object() throws Fault {
        StringBuilder text = new StringBuilder("{");
        Set<String> keys = new HashSet<>();
        if (peek("}")) {
            position++;
            return "{}";
        }
        while (true) {
            String key = value();
            if (!key.startsWith("s")) {
                throw new Fault("key is not a string in object");
            }
            if (!take().kind.equals(":")) {
                throw new Fault("missing : in object pair");
            }
            String value = value();
            if (!keys.add(key)) {
                throw new Fault("duplicate key");
            }
            text.append(key).append('=').append(value).append(';');
            String kind = take().kind;
            if (kind.equals("}")) {
                return text.append('}').toString();
            }
            if (!kind.equals(",")) {
                throw new Fault("expected separator in dict");
            }
        }
    }

    private String array() throws Fault {
        StringBuilder text = new StringBuilder("[");
        if (peek("]")) {
            position++;
            return "[]";
        }
        while (true) {
            text.append(value()).append(';');
            String kind = take().kind;
            if (kind.equals("]")) {
                return text.append(']').toString();
            }
            if (!kind.equals(",")) {
                throw new Fault("expected separator in list");
            }
        }
    }

    private boolean peek(String kind) {
        return position < tokens.size() && tokens.get(position).kind.equals(kind);
    }

    private static String ascii(byte[] text) {
        return new String(text, StandardCharsets.US_ASCII);
    }

    private static String number(Token token) throws Fault {
        String text = ascii(token.text);
        if (token.kind.equals("INTEGER")) {
            BigInteger integer = new BigInteger(text);
            if (integer.bitLength() < 64) {
                return "i" + integer;
            }
            if (integer.signum() > 0 && integer.bitLength() == 64) {
                return "u" + integer;
            }
        }
        double value = text.contains("e") || text.contains("E")
                ? Double.parseDouble(text)
                : new BigDecimal(text).doubleValue();
        if (Double.isInfinite(value)) {
            throw new Fault("number out of range '" + text + "'");
        }
        if (value == 0 && text.startsWith("-")) {
            value = -0.0;
        }
        return "d" + Long.toHexString(Double.doubleToLongBits(value));
    }

    private static String string(byte[] token) throws Fault {
        StringBuilder text = new StringBuilder();
        int end = token.length - 1;
        int i = 1;
        while (i < end) {
            if (token[i] != '\\') {
                int[] s = sequence(token, i, end);
                if (s[0] < 0) {
                    throw new Fault("invalid UTF-8 sequence in string");
                }
                text.appendCodePoint(s[0]);
                i += s[1];
                continue;
            }
            int c = token[i + 1];
            if (c == 'u') {
                i += unicode(token, i, text);
                continue;
            }
            int known = "\"'\\/bfnrt".indexOf(c);
            if (known < 0) {
                throw new Fault("invalid escape sequence in string");
            }
            text.append("\"'\\/\b\f\n\r\t".charAt(known));
            i += 2;
        }
        return text.toString();
    }

    private static int unicode(byte[] token, int at, StringBuilder text) throws Fault {
        int cp = hex(token, at + 2);
        int taken = 6;
        boolean another = at + 7 < token.length && token[at + 6] == '\\' && token[at + 7] == 'u';
        if (cp >= 0xD800 && cp <= 0xDBFF && another) {
            int low = hex(token, at + 8);
            if (low >= 0xDC00 && low <= 0xDFFF) {
                cp = 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00);
                taken = 12;
            } else {
                cp = -1;
            }
        }
        if (!valid(cp)) {
            throw new Fault(lossy(token, at, Math.min(at + taken, token.length)) + " is not a valid Unicode character");
        }
        text.appendCodePoint(cp);
        return taken;
    }

    private static int hex(byte[] token, int at) {
        if (at + 4 > token.length) {
            return -1;
        }
        String digits = new String(token, at, 4, StandardCharsets.ISO_8859_1);
        return digits.matches("[0-9A-Fa-f]{4}") ? Integer.parseInt(digits, 16) : -1;
    }

    private static boolean valid(int cp) {
        boolean surrogate = cp >= 0xD800 && cp <= 0xDFFF;
        boolean nonCharacter = (cp >= 0xFDD0 && cp <= 0xFDEF) || (cp & 0xFFFF) >= 0xFFFE;
        return cp >= 0 && cp <= 0x10FFFF && !surrogate && !nonCharacter;
    }

    /** Returns the code point, negative if invalid, and the length. */
    private static int[] sequence(byte[] a, int at, int end) {
        int b = a[at] & 0xFF;
        if (b < 0x80) {
            return new int[] {b, 1};
        }
        if (b < 0xC0 || b > 0xFD) {
            return new int[] {-1, 1};
        }
        int announced = b < 0xE0 ? 2 : b < 0xF0 ? 3 : b < 0xF8 ? 4 : b < 0xFC ? 5 : 6;
        long cp = b & (0x7F >> announced);
        int length = 1;
        while (length < announced && at + length < end && (a[at + length] & 0xC0) == 0x80) {
            cp = cp * 64 + (a[at + length] & 0x3F);
            length++;
        }
        long least = new long[] {0x80, 0x800, 0x10000, 0x200000, 0x4000000}[announced - 2];
        boolean nul = announced == 2 && cp == 0;
        boolean good = length == announced && cp <= 0x10FFFF && valid((int) cp) && (cp >= least || nul);
        return new int[] {good ? (int) cp : -1, length};
    }

    private static String lossy(byte[] a, int from, int to) {
        StringBuilder text = new StringBuilder();
        int i = from;
        while (i < to) {
            int[] s = sequence(a, i, to);
            text.appendCodePoint(s[0] < 0 ? 0xFFFD : s[0]);
            i += s[1];
        }
        return text.toString();
    }
}
