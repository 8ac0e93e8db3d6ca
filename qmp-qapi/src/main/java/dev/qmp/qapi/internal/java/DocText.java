package dev.qmp.qapi.internal.java;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns the text of a documentation comment into Javadoc's HTML: paragraphs, lists, literal text and references. Other
 * reStructuredText is kept literally; anything that a compiler or Javadoc could misread is escaped.
 *
 * <p>Thread: confined to one generation.
 */
final class DocText {
    private final Function<String, @Nullable String> types;
    private final List<String> blocks = new ArrayList<>();
    private final StringBuilder paragraph = new StringBuilder();
    private boolean inList;
    private boolean literalNext;

    private DocText(Function<String, @Nullable String> types) {
        this.types = types;
    }

    /**
     * Converts a text.
     *
     * @param text the text
     * @param types gives the class of a type's name, null if there is none
     * @return blocks of HTML, each to begin on a line of its own; the first is bare text if it is a paragraph
     */
    static List<String> blocks(String text, Function<String, @Nullable String> types) {
        DocText converter = new DocText(types);
        converter.convert(text.split("\n", -1));
        return converter.blocks;
    }

    /** Converts a text to what fits after a tag: one paragraph. */
    static String phrase(String text, Function<String, @Nullable String> types) {
        return String.join(" ", blocks(text, types));
    }

    private void convert(String[] lines) {
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (line.isEmpty()) {
                endParagraph();
            } else if (literalNext) {
                i = literal(lines, i) - 1;
            } else if (line.startsWith(".. ")) {
                endParagraph();
                i = directive(line, lines, i);
            } else if (isItem(line)) {
                endParagraph();
                blocks.add(inList ? "<li>" : "<ul><li>");
                inList = true;
                paragraph.append(line.substring(1).strip());
            } else {
                if (paragraph.length() == 0 && inList && indent(lines[i]) == 0) {
                    blocks.add("</ul>");
                    inList = false;
                }
                paragraph.append(paragraph.length() == 0 ? "" : " ").append(line);
            }
        }
        endParagraph();
        if (inList) {
            blocks.add("</ul>");
        }
    }

    private static boolean isItem(String line) {
        return line.length() > 2 && (line.charAt(0) == '-' || line.charAt(0) == '*') && line.charAt(1) == ' ';
    }

    /** Ends a paragraph; one that ends in two colons announces a literal block. */
    private void endParagraph() {
        if (paragraph.length() == 0) {
            return;
        }
        String text = paragraph.toString();
        paragraph.setLength(0);
        literalNext = text.endsWith("::");
        String html = inline(literalNext ? text.substring(0, text.length() - 1) : text);
        int last = blocks.size() - 1;
        if (last >= 0 && (blocks.get(last).equals("<li>") || blocks.get(last).equals("<ul><li>"))) {
            blocks.set(last, blocks.get(last) + html);
        } else {
            blocks.add(blocks.isEmpty() ? html : "<p>" + html);
        }
    }

    /** Takes the lines of a literal block; returns the line after it. */
    private int literal(String[] lines, int from) {
        literalNext = false;
        int margin = indent(lines[from]);
        int to = from;
        while (to < lines.length && (lines[to].isBlank() || indent(lines[to]) >= margin)) {
            to++;
        }
        int end = to;
        while (end > from && lines[end - 1].isBlank()) {
            end--;
        }
        StringBuilder text = new StringBuilder("<pre>");
        for (int i = from; i < end; i++) {
            text.append(i == from ? "" : "\n").append(lines[i].isBlank() ? "" : escape(lines[i].substring(margin)));
        }
        blocks.add(text.append("</pre>").toString());
        return to;
    }

    /** Takes a directive: an example is literal, of others the text is kept. */
    private int directive(String line, String[] lines, int at) {
        int colons = line.indexOf("::");
        String name = colons < 0 ? "" : line.substring(3, colons).strip();
        String rest = colons < 0 ? "" : line.substring(colons + 2).strip();
        boolean isLiteral = name.equals("qmp-example") || name.equals("code-block");
        int next = at + 1;
        while (next < lines.length && lines[next].strip().startsWith(":")) {
            next++;
        }
        if (!isLiteral) {
            paragraph.append(name.isEmpty() ? "" : Character.toUpperCase(name.charAt(0)) + name.substring(1) + ": ");
            paragraph.append(rest);
            return next - 1;
        }
        while (next < lines.length && lines[next].isBlank()) {
            next++;
        }
        if (next == lines.length) {
            return next - 1;
        }
        blocks.add(blocks.isEmpty() ? "Example:" : "<p>Example:");
        return literal(lines, next) - 1;
    }

    private String inline(String text) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int end;
            if (text.startsWith("``", at) && (end = text.indexOf("``", at + 2)) > at + 2) {
                code(out, text.substring(at + 2, end));
                at = end + 2;
            } else if (c == '`' && (end = text.indexOf('`', at + 1)) > at + 1) {
                reference(out, text.substring(at + 1, end));
                at = end + 1;
            } else if (c == '@' && (end = endOfWord(text, at + 1)) > at + 1) {
                code(out, text.substring(at + 1, end));
                at = end;
            } else {
                escape(out, c);
                at++;
            }
        }
        return out.toString();
    }

    private void reference(StringBuilder out, String name) {
        String type = types.apply(name);
        if (type == null) {
            code(out, name);
        } else {
            out.append("{@link ").append(type).append('}');
        }
    }

    private static void code(StringBuilder out, String text) {
        out.append("<code>").append(escape(text)).append("</code>");
    }

    private static int endOfWord(String text, int from) {
        int end = from;
        while (end < text.length()
                && (Character.isLetterOrDigit(text.charAt(end)) || "-_".indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        return end;
    }

    private static int indent(String line) {
        int width = 0;
        while (width < line.length() && line.charAt(width) == ' ') {
            width++;
        }
        return width;
    }

    /** Escapes what has a meaning in HTML, in Javadoc or in Java's comments. */
    static String escape(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            escape(out, text.charAt(i));
        }
        return out.toString();
    }

    private static void escape(StringBuilder out, char c) {
        switch (c) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '@', '{', '}', '\\', '*', '/' ->
                out.append("&#").append((int) c).append(';');
            default -> {
                if (c < ' ' || c > '~') {
                    out.append("&#").append((int) c).append(';');
                } else {
                    out.append(c);
                }
            }
        }
    }
}
