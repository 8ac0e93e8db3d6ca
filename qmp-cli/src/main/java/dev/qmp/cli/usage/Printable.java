package dev.qmp.cli.usage;

/**
 * Makes text from elsewhere safe to print within a line: escapes what would move the cursor, colour the terminal, change the reading
 * direction or start another line.
 */
public final class Printable {
    private Printable() {}

    /**
     * Escapes control characters (C0 including line feed, DEL, C1), bidirectional marks, embeddings and isolates, line and paragraph
     * separators, and unpaired surrogates.
     *
     * @param text any text
     * @return the text as one line; the same object if there is nothing to escape
     */
    public static String line(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            if (needsEscape(text, i)) {
                return escaped(text, i);
            }
        }
        return text;
    }

    /**
     * Escapes as {@link #line} does, except for line feeds, tabs, and carriage returns before line feeds.
     *
     * @param text any text
     * @return the text, as many lines
     */
    public static String text(String text) {
        StringBuilder lines = new StringBuilder(text.length());
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            boolean end = i == text.length();
            if (end || text.charAt(i) == '\n' || text.charAt(i) == '\t') {
                boolean pair = !end && text.charAt(i) == '\n' && i > start && text.charAt(i - 1) == '\r';
                lines.append(line(text.substring(start, pair ? i - 1 : i)));
                lines.append(text, pair ? i - 1 : i, end ? i : i + 1);
                start = i + 1;
            }
        }
        return lines.toString();
    }

    private static String escaped(String text, int first) {
        StringBuilder line = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!needsEscape(text, i)) {
                line.append(c);
            } else if (c == '\n') {
                line.append("\\n");
            } else if (c == '\r') {
                line.append("\\r");
            } else if (c == '\t') {
                line.append("\\t");
            } else {
                line.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    line.append(Character.forDigit(c >> shift & 0xF, 16));
                }
            }
        }
        return line.toString();
    }

    private static boolean needsEscape(String text, int index) {
        char c = text.charAt(index);
        if (c < 0x7f) {
            return c < ' ';
        }
        return c <= 0x9f
                || c == 0x061c // Arabic letter mark
                || (c >= 0x200e && c <= 0x200f) // left-to-right and right-to-left mark
                || (c >= 0x2028 && c <= 0x202e) // separators; embeddings and overrides
                || (c >= 0x2066 && c <= 0x2069) // isolates
                || (Character.isSurrogate(c) && !isPaired(text, index));
    }

    private static boolean isPaired(String text, int index) {
        return Character.isHighSurrogate(text.charAt(index))
                ? index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1))
                : index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
    }
}
