package dev.qmp.qapi.arguments;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a line into words.
 *
 * <p>Thread: confined to one splitting.
 */
final class WordSplitter {
    private final String line;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private int at;

    /** Begins to split a line. */
    WordSplitter(String line) {
        this.line = line;
    }

    /** Returns the words. */
    List<String> words() {
        while (skipSpace()) {
            if (line.charAt(at) == '#') {
                int end = line.indexOf('\n', at);
                at = end < 0 ? line.length() : end;
                continue;
            }
            word.setLength(0);
            boolean mayBeJson = true;
            while (at < line.length() && !isSpace(line.charAt(at))) {
                mayBeJson = piece(mayBeJson);
            }
            words.add(word.toString());
        }
        return words;
    }

    /** Takes a character or all of a quoted or bracketed piece; tells whether JSON may follow. */
    private boolean piece(boolean mayBeJson) {
        char c = line.charAt(at);
        if (mayBeJson && (c == '{' || c == '[')) {
            json();
            return false;
        }
        at++;
        switch (c) {
            case '\'' -> singleQuoted();
            case '"' -> doubleQuoted();
            default -> word.append(c);
        }
        return c == '=' && word.indexOf("=") == word.length() - 1;
    }

    private void singleQuoted() {
        int end = line.indexOf('\'', at);
        if (end < 0) {
            throw unclosed('\'');
        }
        word.append(line, at, end);
        at = end + 1;
    }

    private void doubleQuoted() {
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == '"') {
                return;
            }
            if (c == '\\' && at < line.length()) {
                c = escaped(line.charAt(at++));
            }
            word.append(c);
        }
        throw unclosed('"');
    }

    private static char escaped(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case '\\', '\'', '"' -> c;
            default -> throw new ArgumentException("unsupported escape code: '\\" + c + "'");
        };
    }

    private void json() {
        char opening = line.charAt(at);
        int depth = 0;
        do {
            if (at == line.length()) {
                throw unclosed(opening);
            }
            char c = line.charAt(at++);
            word.append(c);
            switch (c) {
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                case '"', '\'' -> jsonString(c);
                default -> {}
            }
        } while (depth > 0);
    }

    private void jsonString(char quote) {
        char c;
        do {
            if (at == line.length()) {
                throw unclosed(quote);
            }
            c = line.charAt(at++);
            word.append(c);
            if (c == '\\' && at < line.length()) {
                word.append(line.charAt(at++));
            }
        } while (c != quote);
    }

    private boolean skipSpace() {
        while (at < line.length() && isSpace(line.charAt(at))) {
            at++;
        }
        return at < line.length();
    }

    private static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    private static ArgumentException unclosed(char opening) {
        return new ArgumentException("the line ends within " + opening);
    }
}
