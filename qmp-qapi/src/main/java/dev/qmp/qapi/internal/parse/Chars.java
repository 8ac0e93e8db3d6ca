package dev.qmp.qapi.internal.parse;

/** Character classes of the surface syntax. */
final class Chars {
    private Chars() {}

    /** Tells whether a character is white space, in the wide sense of the schema language. */
    static boolean isSpace(char c) {
        return c == ' ' || c == '\n' || c == '\t' || (c < 128 ? Character.isWhitespace(c) : isWideSpace(c));
    }

    private static boolean isWideSpace(char c) {
        return c == '\u0085' || Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    /** Returns how many characters of white space a line starts with. */
    static int indent(String line) {
        int indent = 0;
        while (indent < line.length() && isSpace(line.charAt(indent))) {
            indent++;
        }
        return indent;
    }

    /** Removes white space at the end of a line. */
    static String stripEnd(String line, int from) {
        int end = line.length();
        while (end > from && isSpace(line.charAt(end - 1))) {
            end--;
        }
        return line.substring(from, end);
    }
}
