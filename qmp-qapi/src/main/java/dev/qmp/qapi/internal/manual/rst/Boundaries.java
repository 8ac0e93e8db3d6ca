package dev.qmp.qapi.internal.manual.rst;

/** Where inline mark-up may begin and end, so that lone asterisks and quotes stay what they are. */
final class Boundaries {
    private static final String BEFORE = "'\"([{<-/:\u2018\u201C";
    private static final String AFTER = "'\")]}>-/:.,;!?\\\u2019\u201D";

    private Boundaries() {}

    static boolean isWordPart(char c) {
        return c == '-' || c == '_' || Character.isLetterOrDigit(c);
    }

    /** Tells whether mark-up of a length may begin here: something follows it, and what is before lets it. */
    static boolean startsAt(String text, int at, int length) {
        int next = at + length;
        if (next >= text.length() || Character.isWhitespace(text.charAt(next))) {
            return false;
        }
        if (at == 0) {
            return true;
        }
        char before = text.charAt(at - 1);
        int quote = "'\"([{<".indexOf(before);
        if (quote >= 0 && "'\")]}>".charAt(quote) == text.charAt(next)) {
            return false;
        }
        return Character.isWhitespace(before) || BEFORE.indexOf(before) >= 0;
    }

    /** Returns the index of the mark that ends mark-up, -1 if there is none. */
    static int end(String text, int from, String mark) {
        boolean literal = mark.equals("``");
        for (int at = text.indexOf(mark, from + 1); at >= 0; at = text.indexOf(mark, at + 1)) {
            char before = text.charAt(at - 1);
            if (!Character.isWhitespace(before) && (literal || before != '\\') && mayFollow(text, at + mark.length())) {
                return at;
            }
        }
        return -1;
    }

    /** Returns the index of the backquote that ends a reference, underscores after it allowed; -1 if there is none. */
    static int endOfReference(String text, int from) {
        for (int at = text.indexOf('`', from + 1); at >= 0; at = text.indexOf('`', at + 1)) {
            int after = at + 1;
            while (after < text.length() && text.charAt(after) == '_') {
                after++;
            }
            char before = text.charAt(at - 1);
            if (!Character.isWhitespace(before) && before != '\\' && mayFollow(text, after)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean mayFollow(String text, int at) {
        return at >= text.length() || Character.isWhitespace(text.charAt(at)) || AFTER.indexOf(text.charAt(at)) >= 0;
    }
}
