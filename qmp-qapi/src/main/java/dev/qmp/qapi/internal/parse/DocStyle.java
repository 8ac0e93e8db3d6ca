package dev.qmp.qapi.internal.parse;

import dev.qmp.qapi.internal.diag.Reporter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Warns of lines of documentation comments that are too long, and of single spaces between sentences. Literal blocks and
 * examples are exempt.
 *
 * <p>Specification: {@code qapi-doc-style}.
 *
 * <p>Thread: confined to one compilation.
 */
final class DocStyle {
    /** The mark and the space before the text count. */
    private static final int COLUMNS = 70 - 2;

    private static final Pattern LITERAL = Pattern.compile("(\\.\\. +qmp-example)? *::");
    private static final Pattern ADDRESS = Pattern.compile(" *(https?|ftp)://[^ ]*");

    /** An abbreviation or the number of a list's item, which ends no sentence; or the end of a sentence, group 1. */
    private static final Pattern SENTENCE = Pattern.compile("(?:\\be\\.g\\.|^ *\\d\\.|([.!?])) [A-Z0-9(]");

    private final Lexer lexer;
    private final Reporter reporter;
    private boolean literal;

    /** The indentation of the literal block; 0 before its first line. */
    private int indent;

    DocStyle(Lexer lexer, Reporter reporter) {
        this.lexer = lexer;
        this.reporter = reporter;
    }

    /** Begins a comment. */
    void begin() {
        literal = false;
    }

    /** Checks the text of the current line. */
    void check(String line) {
        if (line.isEmpty()) {
            return;
        }
        if (LITERAL.matcher(line).matches()) {
            literal = true;
            indent = 0;
        } else if (literal) {
            int spaces = Chars.indent(line);
            if (indent == 0) {
                indent = spaces;
            } else if (spaces < indent) {
                literal = false;
            }
        }
        if (!literal) {
            checkText(line);
        }
    }

    private void checkText(String line) {
        if (line.length() > COLUMNS
                && line.codePointCount(0, line.length()) > COLUMNS
                && !ADDRESS.matcher(line).matches()) {
            reporter.warn(lexer.diagnostic("documentation line longer than 70 characters"));
        }
        Matcher sentence = SENTENCE.matcher(line);
        while (sentence.find()) {
            if (sentence.group(1) != null) {
                reporter.warn(lexer.diagnosticAt(2 + sentence.end(1), "Use two spaces between sentences"));
                return;
            }
        }
    }
}
