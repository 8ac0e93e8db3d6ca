package dev.qmp.qapi.internal.manual.render;

import dev.qmp.qapi.internal.manual.catalog.Catalog;
import dev.qmp.qapi.internal.manual.catalog.Definition;
import dev.qmp.qapi.internal.manual.html.Html;

/**
 * Colours JSON, as far as a piece of text looks like it, and leads from the names of commands and events to their entries.
 *
 * <p>Thread: confined to the thread that writes the page.
 */
final class JsonColours {
    private final Html html;
    private final Catalog catalog;
    private final StringBuilder plain = new StringBuilder();
    private String key = "";

    JsonColours(Html html, Catalog catalog) {
        this.html = html;
        this.catalog = catalog;
    }

    void render(String text) {
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int end = at + 1;
            if (c == '"' || c == '\'') {
                end = string(text, at, c);
            } else if (text.startsWith("...", at)) {
                end = elision(text, at);
                span("gap", text.substring(at, end));
            } else if (isWord(c)) {
                while (end < text.length() && (isWord(text.charAt(end)) || ".+-".indexOf(text.charAt(end)) >= 0)) {
                    end++;
                }
                word(text.substring(at, end));
            } else {
                plain.append(c);
            }
            at = end;
        }
        flush();
    }

    /** A quote that nothing ends on the line is an apostrophe. */
    private int string(String text, int start, char quote) {
        int end = start + 1;
        while (end < text.length() && text.charAt(end) != quote && text.charAt(end) != '\n') {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= text.length() || text.charAt(end) != quote) {
            plain.append(quote);
            return start + 1;
        }
        end++;
        int after = end;
        while (after < text.length() && text.charAt(after) == ' ') {
            after++;
        }
        String token = text.substring(start, end);
        String content = text.substring(start + 1, end - 1);
        if (after < text.length() && text.charAt(after) == ':') {
            key = content;
            span("key", token);
        } else {
            value(token, content);
        }
        return end;
    }

    private void value(String token, String content) {
        boolean isName = key.equals("execute") || key.equals("exec-oob") || key.equals("event");
        Definition named = isName ? catalog.find(content) : null;
        if (named == null) {
            span("str", token);
        } else {
            flush();
            html.element("a", token, "class", "str", "href", named.href());
        }
        key = "";
    }

    private void word(String word) {
        char first = word.charAt(0);
        if (first >= '0' && first <= '9') {
            span("num", word);
        } else if (word.equals("true") || word.equals("false") || word.equals("null")) {
            span("lit", word);
        } else {
            plain.append(word);
        }
    }

    /** Dots stand for something left out, with what it is between them. */
    private static int elision(String text, int start) {
        int line = text.indexOf('\n', start);
        int stop = line < 0 ? text.length() : line;
        int end = text.indexOf("...", start + 3);
        if (end >= 0 && end < stop) {
            String between = text.substring(start + 3, end);
            if (between.indexOf('"') < 0 && between.indexOf('{') < 0 && between.indexOf('}') < 0) {
                return end + 3;
            }
        }
        return start + 3;
    }

    private static boolean isWord(char c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }

    private void span(String kind, String text) {
        flush();
        html.element("span", text, "class", kind);
    }

    private void flush() {
        if (plain.length() > 0) {
            html.text(plain.toString());
            plain.setLength(0);
        }
    }
}
