package dev.qmp.qapi.internal.parse;

import dev.qmp.qapi.Diagnostic;
import dev.qmp.qapi.Doc;
import dev.qmp.qapi.SourceInfo;
import dev.qmp.qapi.internal.diag.Reporter;
import org.jspecify.annotations.Nullable;

/**
 * Reads documentation comments: lines into sections.
 *
 * <p>Thread: confined to one compilation.
 */
final class DocParser {
    private final Lexer lexer;
    private final Reporter reporter;
    private final @Nullable DocStyle style;

    DocParser(Lexer lexer, Reporter reporter) {
        this.lexer = lexer;
        this.reporter = reporter;
        this.style = reporter.checksStyle() ? new DocStyle(lexer, reporter) : null;
    }

    /** Reads the comment that starts at the current token, and moves to the token after it. */
    DocBlock parse() {
        SourceInfo info = lexer.here();
        if (!lexer.text().equals("##")) {
            fault("junk after '##' at start of documentation comment");
        }
        if (style != null) {
            style.begin();
        }
        String line = nextLine();
        DocBlock doc = line != null && line.startsWith("@") ? definition(line, info) : freeForm(line, info);
        if (lexer.kind() == Lexer.COMMENT) {
            lexer.next();
        }
        for (DocSection section : doc.sections()) {
            if (section.lacksText()) {
                faultAt(section.info(), "text required after '" + section.tag() + ":'");
            }
        }
        return doc;
    }

    private DocBlock freeForm(@Nullable String first, SourceInfo info) {
        DocBlock doc = new DocBlock("", info);
        for (String line = first; line != null; line = nextLine()) {
            int colon = header(line);
            if (colon >= 0) {
                fault("'@" + line.substring(1, colon) + ":' not allowed in free-form documentation");
            }
            doc.last().append(line);
        }
        return doc;
    }

    private DocBlock definition(String first, SourceInfo info) {
        if (!first.endsWith(":")) {
            fault("line should end with ':'");
            return freeForm(first, info);
        }
        if (first.length() == 2) {
            fault("name required after '@'");
            return freeForm(first, info);
        }
        DocBlock doc = new DocBlock(first.substring(1, first.length() - 1), info);
        boolean descriptionsOver = false;
        String line = nextLine();
        while (true) {
            while (line != null && line.isEmpty()) {
                line = nextLine();
            }
            if (line == null) {
                return doc;
            }
            String tag = DocTags.match(line);
            if (line.equals("Features:")) {
                line = features(doc);
                descriptionsOver = true;
            } else if (header(line) >= 0) {
                if (descriptionsOver) {
                    fault("description of '@" + line.substring(1, header(line)) + ":' follows a section");
                }
                line = descriptions(doc, Doc.Kind.MEMBER, line);
                descriptionsOver = true;
            } else if (tag != null) {
                line = tagged(doc, tag, line);
                descriptionsOver = true;
            } else {
                line = paragraph(doc, line);
            }
        }
    }

    private @Nullable String features(DocBlock doc) {
        if (doc.has(Doc.Kind.FEATURE)) {
            fault("duplicated 'Features:' line");
        }
        String line = nextLine();
        while (line != null && line.isEmpty()) {
            line = nextLine();
        }
        if (line == null || header(line) < 0) {
            fault("feature descriptions expected");
            return line;
        }
        return descriptions(doc, Doc.Kind.FEATURE, line);
    }

    private @Nullable String descriptions(DocBlock doc, Doc.Kind kind, String first) {
        String line = first;
        while (line != null) {
            int colon = header(line);
            if (colon < 0) {
                break;
            }
            String name = line.substring(1, colon);
            SourceInfo where = lexer.here();
            if (name.isEmpty()) {
                faultAt(where, "invalid parameter name");
            } else if (doc.find(kind, name) != null) {
                faultAt(where, "'" + name + "' parameter name duplicated");
            }
            DocSection section = doc.add(kind, "", name, where);
            appendFirst(section, line, colon + 1);
            line = indented(section);
        }
        return line;
    }

    private @Nullable String tagged(DocBlock doc, String tag, String first) {
        Doc.Kind kind = DocTags.kind(tag);
        SourceInfo where = lexer.here();
        if (kind == Doc.Kind.NOTE) {
            fault("The '" + tag
                    + "' section is no longer supported. Please use rST's '.. note::' or '.. admonition:: notes'"
                    + " directives, or another suitable admonition instead.");
        } else if (kind == Doc.Kind.EXAMPLE) {
            fault("The '" + tag
                    + "' section is no longer supported. Please use the '.. qmp-example::' directive, or other"
                    + " suitable markup instead.");
        } else if (kind != Doc.Kind.TODO && doc.has(kind)) {
            faultAt(where, "duplicated '" + tag + "' section");
        }
        DocSection section = doc.add(kind, tag, "", where);
        appendFirst(section, first, tag.length() + 1);
        String line = indented(section);
        if (kind == Doc.Kind.EXAMPLE) {
            section.markEmpty();
            line = example(section, line);
        }
        return line;
    }

    /** Adds what belongs to a withdrawn example though it is not indented: everything up to the next header or tag. */
    private @Nullable String example(DocSection section, @Nullable String first) {
        String line = first;
        while (line != null && header(line) < 0 && DocTags.match(line) == null && !line.equals("Features:")) {
            section.append(line);
            line = nextLine();
        }
        return line;
    }

    private @Nullable String paragraph(DocBlock doc, String first) {
        DocSection section = doc.paragraph(lexer.here());
        String line = first;
        while (line != null && !line.isEmpty()) {
            section.append(line);
            line = nextLine();
        }
        return line;
    }

    /** Reads the text below a header or tag; returns the line that ends it. */
    private @Nullable String indented(DocSection section) {
        String line = nextLine();
        while (line != null && line.isEmpty()) {
            section.append(line);
            line = nextLine();
        }
        if (line == null) {
            return null;
        }
        int indent = Chars.indent(line);
        if (indent == 0) {
            return line;
        }
        section.append(line);
        boolean second = true;
        while (true) {
            line = nextLine();
            if (line == null || header(line) >= 0) {
                return line;
            }
            if (!line.isEmpty() && Chars.indent(line) < indent) {
                if (!second) {
                    if (Chars.indent(line) > 0) {
                        // QEMU's generator says nothing (qapi-doc-section); text that is still indented is seldom meant
                        // to leave the section.
                        reporter.warn(lexer.diagnostic("de-indented text ends the section"));
                    }
                    return line;
                }
                fault("unexpected de-indent (expected at least " + indent + " spaces)");
            }
            section.append(line);
            second = false;
        }
    }

    private static void appendFirst(DocSection section, String line, int from) {
        int start = from;
        while (start < line.length() && line.charAt(start) == ' ') {
            start++;
        }
        if (start < line.length()) {
            section.append(line.substring(start));
        }
    }

    /** Returns where the name of a header line ends, -1 if the line is not one. */
    private static int header(String line) {
        return line.startsWith("@") ? line.indexOf(':') : -1;
    }

    /** Returns the next line's text, null at the end of the comment. */
    private @Nullable String nextLine() {
        lexer.nextOrComment();
        if (lexer.kind() != Lexer.COMMENT) {
            fault("documentation comment must end with '##'");
            return null;
        }
        String comment = lexer.text();
        if (comment.startsWith("##")) {
            if (comment.length() > 2) {
                fault("junk after '##' at end of documentation comment");
            }
            return null;
        }
        if (comment.length() == 1) {
            return "";
        }
        if (comment.charAt(1) != ' ') {
            fault("missing space after #");
            return Chars.stripEnd(comment, 1);
        }
        String line = Chars.stripEnd(comment, 2);
        if (style != null) {
            style.check(line);
        }
        return line;
    }

    private void fault(String message) {
        reporter.docFault(lexer.diagnostic(message));
    }

    private void faultAt(SourceInfo where, String message) {
        reporter.docFault(Diagnostic.error(where, 0, message));
    }
}
