package dev.qmp.qapi.internal.manual.rst;

/** Recognizes what lines start with. */
final class Markers {
    private static final String ADORNMENTS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    private Markers() {}

    /** Returns the character of a line that consists of nothing else, at least three times; 0 if it is not such a line. */
    static char adornment(String line) {
        if (line.length() < 3 || ADORNMENTS.indexOf(line.charAt(0)) < 0) {
            return 0;
        }
        for (int i = 1; i < line.length(); i++) {
            if (line.charAt(i) != line.charAt(0)) {
                return 0;
            }
        }
        return line.charAt(0);
    }

    /** Returns where the text of a bullet item starts, 0 if the line is not one. */
    static int bullet(String line) {
        if (line.length() < 3 || "-*+\u2022".indexOf(line.charAt(0)) < 0 || line.charAt(1) != ' ') {
            return 0;
        }
        return textAfter(line, 1);
    }

    /** Returns where the text of an enumerated item starts, 0 if the line is not one. */
    static int enumerator(String line) {
        int at = line.startsWith("(") ? 1 : 0;
        boolean inParentheses = at == 1;
        int start = at;
        while (at < line.length() && isDigit(line.charAt(at)) && at - start < 4) {
            at++;
        }
        if (at == start && at < line.length() && (isLetter(line.charAt(at)) || line.charAt(at) == '#')) {
            at++;
        }
        if (at == start || at + 2 >= line.length() || line.charAt(at + 1) != ' ') {
            return 0;
        }
        char end = line.charAt(at);
        return end == ')' || (end == '.' && !inParentheses) ? textAfter(line, at + 1) : 0;
    }

    /** Returns what an enumerated item is counted with: a digit, a letter or {@code #}. */
    static String ordinal(String line) {
        int start = line.startsWith("(") ? 1 : 0;
        int end = start;
        while (line.charAt(end) != '.' && line.charAt(end) != ')') {
            end++;
        }
        return line.substring(start, end);
    }

    /** Returns where the name of a field ends, 0 if the line is not one. */
    static int field(String line) {
        if (line.length() < 3 || line.charAt(0) != ':' || line.charAt(1) == ':' || line.charAt(1) == ' ') {
            return 0;
        }
        int end = line.indexOf(':', 1);
        if (end < 0 || line.lastIndexOf('`', end) >= 0) {
            return 0;
        }
        return end + 1 == line.length() || line.charAt(end + 1) == ' ' ? end : 0;
    }

    /** Tells whether a line starts a directive, a comment or the like. */
    static boolean isExplicit(String line) {
        return line.equals("..") || line.startsWith(".. ");
    }

    private static int textAfter(String line, int from) {
        int at = from;
        while (at < line.length() && line.charAt(at) == ' ') {
            at++;
        }
        return at;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
