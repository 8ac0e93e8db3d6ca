package dev.qmp.json.internal.parse;

import java.util.Arrays;

/**
 * The states of the lexer and, per state, what each byte does. {@link #next} gives the next state, or one of the outcomes.
 *
 * <pre>
 * START     whitespace START, " DQ, ' SQ, - SIGN, 0 ZERO, 1-9 INT, a-z WORD, { } [ ] : , DONE
 * DQ SQ     its quote DONE, backslash the escape state, other 20-FD stay           *_ESC  20-FD back
 * SIGN      0 ZERO, 1-9 INT          ZERO  . DOT, 0-9 error, else ENDS             INT    0-9 stay, . DOT, e E EXP, else ENDS
 * DOT       0-9 FRAC                 FRAC  0-9 stay, e E EXP, else ENDS
 * EXP       + - EXP_SIGN, 0-9 EXP_DIG    EXP_SIGN  0-9 EXP_DIG                     EXP_DIG 0-9 stay, else ENDS
 * WORD      a-z stay, else ENDS      SKIP  00-1F but HT, FE, FF, { } [ ] : , ENDS, else stay
 * </pre>
 *
 * Any other byte is FAULT. Thread: stateless.
 */
final class LexerTable {
    /** Between tokens. */
    static final int START = 0;

    /** In a double-quoted string. */
    static final int DQ = 1;

    /** In a double-quoted string, after a backslash. */
    static final int DQ_ESC = 2;

    /** In a single-quoted string. */
    static final int SQ = 3;

    /** In a single-quoted string, after a backslash. */
    static final int SQ_ESC = 4;

    /** After a minus sign. */
    static final int SIGN = 5;

    /** After a leading zero. */
    static final int ZERO = 6;

    /** In an integer. */
    static final int INT = 7;

    /** After a dot. */
    static final int DOT = 8;

    /** In a fraction. */
    static final int FRAC = 9;

    /** After the letter of an exponent. */
    static final int EXP = 10;

    /** After the sign of an exponent. */
    static final int EXP_SIGN = 11;

    /** In the digits of an exponent. */
    static final int EXP_DIG = 12;

    /** In a word. */
    static final int WORD = 13;

    /** Skipping what follows a fault. */
    static final int SKIP = 14;

    /** The byte completes the token and belongs to it. */
    static final int DONE = 0x40;
    /** The token ended before this byte, which is looked at again in START. */
    static final int ENDS = 0x41;
    /** The byte can follow in no token. */
    static final int FAULT = 0x42;

    private static final int STATES = 15;
    private static final byte[] TABLE = table();

    private LexerTable() {}

    /** What a byte does in a state. */
    static int next(int state, int b) {
        return TABLE[state << 8 | (b & 0xFF)];
    }

    /** What the end of input does in a state: nothing in START, ENDS, or FAULT; SKIP is left silently. */
    static int atEnd(int state) {
        return switch (state) {
            case ZERO, INT, FRAC, EXP_DIG, WORD, SKIP -> ENDS;
            case START -> START;
            default -> FAULT;
        };
    }

    /** Whether the token in this state is a number with dot or exponent when it ends. */
    static boolean isFloat(int state) {
        return state == FRAC || state == EXP_DIG;
    }

    private static byte[] table() {
        byte[] t = new byte[STATES << 8];
        Arrays.fill(t, (byte) FAULT);
        for (char c : " \t\n\r".toCharArray()) {
            set(t, START, c, START);
        }
        for (char c : "{}[]:,".toCharArray()) {
            set(t, START, c, DONE);
        }
        set(t, START, '"', DQ);
        set(t, START, '\'', SQ);
        set(t, START, '-', SIGN);
        range(t, START, 'a', 'z', WORD);
        integerStart(t, START);
        string(t, DQ, DQ_ESC, '"');
        string(t, SQ, SQ_ESC, '\'');
        integerStart(t, SIGN);
        range(t, ZERO, 0, 255, ENDS);
        range(t, ZERO, '0', '9', FAULT);
        set(t, ZERO, '.', DOT);
        range(t, INT, 0, 255, ENDS);
        range(t, INT, '0', '9', INT);
        set(t, INT, '.', DOT);
        exponent(t, INT);
        range(t, DOT, '0', '9', FRAC);
        range(t, FRAC, 0, 255, ENDS);
        range(t, FRAC, '0', '9', FRAC);
        exponent(t, FRAC);
        set(t, EXP, '+', EXP_SIGN);
        set(t, EXP, '-', EXP_SIGN);
        range(t, EXP, '0', '9', EXP_DIG);
        range(t, EXP_SIGN, '0', '9', EXP_DIG);
        range(t, EXP_DIG, 0, 255, ENDS);
        range(t, EXP_DIG, '0', '9', EXP_DIG);
        range(t, WORD, 0, 255, ENDS);
        range(t, WORD, 'a', 'z', WORD);
        range(t, SKIP, 0, 255, SKIP);
        range(t, SKIP, 0, 0x1F, ENDS);
        set(t, SKIP, '\t', SKIP);
        range(t, SKIP, 0xFE, 0xFF, ENDS);
        for (char c : "{}[]:,".toCharArray()) {
            set(t, SKIP, c, ENDS);
        }
        return t;
    }

    private static void integerStart(byte[] t, int s) {
        set(t, s, '0', ZERO);
        range(t, s, '1', '9', INT);
    }

    private static void exponent(byte[] t, int s) {
        set(t, s, 'e', EXP);
        set(t, s, 'E', EXP);
    }

    private static void string(byte[] t, int s, int escape, int quote) {
        range(t, s, 0x20, 0xFD, s);
        set(t, s, quote, DONE);
        set(t, s, '\\', escape);
        range(t, escape, 0x20, 0xFD, s);
    }

    private static void set(byte[] t, int s, int b, int outcome) {
        t[s << 8 | b] = (byte) outcome;
    }

    private static void range(byte[] t, int s, int first, int last, int outcome) {
        Arrays.fill(t, s << 8 | first, (s << 8 | last) + 1, (byte) outcome);
    }
}
