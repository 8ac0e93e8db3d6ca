package dev.qmp.qapi.internal.manual.rst;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the mark-up within running text.
 *
 * <p>Thread: confined to one parse.
 */
public final class InlineParser {
    private final String text;
    private final List<Inline> pieces = new ArrayList<>();
    private final StringBuilder plain = new StringBuilder();
    private int at;

    private InlineParser(String text) {
        this.text = text;
    }

    /**
     * Reads running text.
     *
     * @param text the text
     * @return its pieces
     */
    public static List<Inline> parse(String text) {
        return new InlineParser(text).run();
    }

    private List<Inline> run() {
        while (at < text.length()) {
            if (!markup()) {
                plain.append(text.charAt(at++));
            }
        }
        flush();
        return List.copyOf(pieces);
    }

    private boolean markup() {
        char c = text.charAt(at);
        return switch (c) {
            case '`' -> text.startsWith("``", at) ? literal() : interpreted("", at);
            case '*' -> text.startsWith("**", at) ? emphasis("**") : emphasis("*");
            case ':' -> role();
            case '@' -> mention();
            case 'h' -> link();
            case '\\' -> escape();
            case '-' -> dash();
            default -> false;
        };
    }

    private boolean literal() {
        int end = Boundaries.startsAt(text, at, 2) ? Boundaries.end(text, at + 2, "``") : -1;
        if (end < 0) {
            return false;
        }
        add(new Inline.Literal(text.substring(at + 2, end)), end + 2);
        return true;
    }

    private boolean emphasis(String mark) {
        int length = mark.length();
        int end = Boundaries.startsAt(text, at, length) ? Boundaries.end(text, at + length, mark) : -1;
        if (end < 0) {
            return false;
        }
        String inner = unescape(text.substring(at + length, end));
        add(length == 2 ? new Inline.Strong(inner) : new Inline.Emphasis(inner), end + length);
        return true;
    }

    private boolean role() {
        int end = at + 1;
        while (end < text.length() && (Boundaries.isWordPart(text.charAt(end)) || text.charAt(end) == ':')) {
            end++;
        }
        if (end >= text.length() || text.charAt(end) != '`' || end < at + 3 || text.charAt(end - 1) != ':') {
            return false;
        }
        return interpreted(text.substring(at + 1, end - 1), end);
    }

    /** Reads the text between single backquotes, the first of which is at an index. */
    private boolean interpreted(String role, int start) {
        int end = Boundaries.startsAt(text, at, start + 1 - at) ? Boundaries.endOfReference(text, start + 1) : -1;
        if (end < 0) {
            return false;
        }
        int after = end + 1;
        boolean isLink = role.isEmpty() && text.startsWith("_", after);
        while (isLink && text.startsWith("_", after)) {
            after++;
        }
        add(Interpreted.of(role, unescape(text.substring(start + 1, end)), isLink), after);
        return true;
    }

    private boolean mention() {
        if (at > 0 && Boundaries.isWordPart(text.charAt(at - 1))) {
            return false;
        }
        int end = at + 1;
        while (end < text.length() && Boundaries.isWordPart(text.charAt(end))) {
            end++;
        }
        while (text.charAt(end - 1) == '-') {
            end--;
        }
        if (end == at + 1) {
            return false;
        }
        add(new Inline.Mention(text.substring(at + 1, end)), end);
        return true;
    }

    private boolean link() {
        int scheme = text.startsWith("https://", at) ? 8 : text.startsWith("http://", at) ? 7 : 0;
        if (scheme == 0 || (at > 0 && Boundaries.isWordPart(text.charAt(at - 1)))) {
            return false;
        }
        int end = at + scheme;
        while (end < text.length() && text.charAt(end) > ' ' && "<>\"`".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        while (".,;:!?)]'*".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        if (end <= at + scheme) {
            return false;
        }
        String url = text.substring(at, end);
        add(new Inline.Link(url, url), end);
        return true;
    }

    private boolean escape() {
        if (at + 1 < text.length()) {
            char escaped = text.charAt(at + 1);
            if (!Character.isWhitespace(escaped)) {
                plain.append(escaped);
            }
        }
        at += 2;
        return true;
    }

    /** Two hyphens between blanks are a dash. */
    private boolean dash() {
        if (!text.startsWith("-- ", at) || at == 0 || text.charAt(at - 1) != ' ') {
            return false;
        }
        plain.append('\u2013');
        at += 2;
        return true;
    }

    private void add(Inline piece, int next) {
        flush();
        pieces.add(piece);
        at = next;
    }

    private void flush() {
        if (plain.length() > 0) {
            pieces.add(new Inline.Text(plain.toString()));
            plain.setLength(0);
        }
    }

    private static String unescape(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\' && i + 1 < text.length()) {
                i++;
            }
            out.append(text.charAt(i));
        }
        return out.toString();
    }
}
