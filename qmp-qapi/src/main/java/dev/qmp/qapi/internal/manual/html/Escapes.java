package dev.qmp.qapi.internal.manual.html;

/** The characters that must be escaped in HTML and XML text. */
final class Escapes {
    private Escapes() {}

    /** Adds text, mark-up characters as entities, characters that XML does not allow as U+FFFD. */
    static void append(StringBuilder out, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> {
                    if (Character.isHighSurrogate(c) && isPair(text, i)) {
                        out.append(c).append(text.charAt(++i));
                    } else {
                        out.append(isAllowed(c) ? c : '\uFFFD');
                    }
                }
            }
        }
    }

    private static boolean isPair(String text, int at) {
        return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
    }

    private static boolean isAllowed(char c) {
        if (c < ' ') {
            return c == '\n' || c == '\t';
        }
        return c < 0x7F || (c > 0x9F && !Character.isSurrogate(c) && c < 0xFFFE);
    }
}
