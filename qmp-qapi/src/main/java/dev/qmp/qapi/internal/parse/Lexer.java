package dev.qmp.qapi.internal.parse;

import dev.qmp.qapi.Diagnostic;
import dev.qmp.qapi.SourceInfo;
import dev.qmp.qapi.internal.diag.SchemaError;
import org.jspecify.annotations.Nullable;

/**
 * Splits one file into tokens. The current token is the one last advanced to.
 *
 * <p>Thread: confined to one compilation.
 */
final class Lexer {
    /** The kind of the token at the end of the file. */
    static final char END = 0;
    /** The kind of a string. */
    static final char STRING = '\'';
    /** The kind of {@code true}. */
    static final char TRUE = 't';
    /** The kind of {@code false}. */
    static final char FALSE = 'f';
    /** The kind of a comment; seen only where comments are asked for, or at the start of a documentation comment. */
    static final char COMMENT = '#';

    private final String file;
    private final @Nullable SourceInfo includedFrom;
    private final String source;
    private final boolean docComments;

    private int cursor;
    private int start;
    private int line = 1;
    private int lineStart;
    private char kind;
    private String text = "";

    Lexer(String file, @Nullable SourceInfo includedFrom, String source, boolean docComments) {
        this.file = file;
        this.includedFrom = includedFrom;
        this.source = source.endsWith("\n") ? source : source + "\n";
        this.docComments = docComments;
    }

    char kind() {
        return kind;
    }

    /** Returns the text of a string, its escapes resolved, or of a comment, its number sign included. */
    String text() {
        return text;
    }

    /** Returns the line of the current token. */
    SourceInfo here() {
        return new SourceInfo(file, line, includedFrom);
    }

    /** Moves to the next token, over comments; a documentation comment is not skipped. */
    void next() {
        advance(false);
    }

    /** Moves to the next token, which may be a comment. */
    void nextOrComment() {
        advance(true);
    }

    private void advance(boolean comments) {
        while (true) {
            start = cursor;
            char c = source.charAt(cursor++);
            switch (c) {
                case ' ', '\t' -> {
                    continue;
                }
                case '\n' -> {
                    if (cursor == source.length()) {
                        cursor--;
                        kind = END;
                        return;
                    }
                    line++;
                    lineStart = cursor;
                }
                case '#' -> {
                    int end = source.indexOf('\n', cursor);
                    boolean wanted = comments || (docComments && source.charAt(cursor) == '#');
                    cursor = end;
                    if (wanted) {
                        kind = COMMENT;
                        text = source.substring(start, end);
                        return;
                    }
                }
                case '{', '}', '[', ']', ':', ',' -> {
                    kind = c;
                    return;
                }
                case '\'' -> {
                    kind = STRING;
                    text = string();
                    return;
                }
                default -> {
                    if (word(c)) {
                        return;
                    }
                }
            }
        }
    }

    private boolean word(char c) {
        if (source.startsWith("true", start)) {
            kind = TRUE;
            cursor = start + 4;
            return true;
        }
        if (source.startsWith("false", start)) {
            kind = FALSE;
            cursor = start + 5;
            return true;
        }
        if (!Chars.isSpace(c)) {
            throw error("stray '" + source.substring(start, strayEnd()) + "'");
        }
        return false;
    }

    private int strayEnd() {
        int end = start;
        while (!Chars.isSpace(source.charAt(end)) && "[]{}:,'".indexOf(source.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private String string() {
        StringBuilder unescaped = null;
        while (true) {
            char c = source.charAt(cursor++);
            if (c == '\'') {
                return unescaped == null ? source.substring(start + 1, cursor - 1) : unescaped.toString();
            }
            if (c == '\n') {
                throw error("missing terminating \"'\"");
            }
            if (c == '\\') {
                if (unescaped == null) {
                    unescaped = new StringBuilder(source.substring(start + 1, cursor - 1));
                }
                c = source.charAt(cursor++);
                if (c == '\n') {
                    throw error("missing terminating \"'\"");
                }
                if (c != '\\') {
                    throw error("unknown escape \\" + Character.toString(source.codePointAt(cursor - 1)));
                }
            }
            if (c < ' ' || c > '~') {
                throw error("funny character in string");
            }
            if (unescaped != null) {
                unescaped.append(c);
            }
        }
    }

    /** Makes an error at the first character of the current token. */
    SchemaError error(String message) {
        return new SchemaError(diagnostic(message));
    }

    /** Makes a finding at the first character of the current token. */
    Diagnostic diagnostic(String message) {
        return diagnosticAt(0, message);
    }

    /** Makes a finding that many characters after the first one of the current token. */
    Diagnostic diagnosticAt(int offset, String message) {
        return Diagnostic.error(here(), column(source, lineStart, start + offset), message);
    }

    /** Returns the column of a character in the line that starts at {@code lineStart}. */
    static int column(String text, int lineStart, int at) {
        int column = 1;
        for (int i = lineStart; i < at; i += Character.charCount(text.codePointAt(i))) {
            // A tab does not move right, and wraps at eight: as in the columns of QEMU's generator (qapi-diagnostic).
            column = text.charAt(i) == '\t' ? (column + 7) % 8 + 1 : column + 1;
        }
        return column;
    }

    /**
     * Continues at the next line that starts a definition or a documentation comment, after a syntax error in what began
     * at a line.
     */
    void skipToDefinition(int brokenLine) {
        boolean inComment = kind == COMMENT;
        cursor = start;
        if (start == lineStart && line > brokenLine && source.charAt(start) == '{') {
            return;
        }
        while (true) {
            cursor = source.indexOf('\n', cursor) + 1;
            if (cursor == source.length()) {
                cursor--;
                return;
            }
            line++;
            lineStart = cursor;
            char first = source.charAt(cursor);
            inComment = inComment && first == '#';
            if (first == '{' || (first == '#' && !inComment && source.startsWith("##", cursor))) {
                return;
            }
        }
    }
}
