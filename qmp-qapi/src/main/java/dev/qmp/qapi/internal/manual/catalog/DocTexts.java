package dev.qmp.qapi.internal.manual.catalog;

import dev.qmp.qapi.Doc;
import dev.qmp.qapi.internal.manual.rst.Block;
import dev.qmp.qapi.internal.manual.rst.Inline;
import dev.qmp.qapi.internal.manual.rst.InlineParser;
import dev.qmp.qapi.internal.manual.rst.RstParser;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The texts of documentation comments. */
public final class DocTexts {
    private static final int SUMMARY = 160;

    private DocTexts() {}

    /**
     * Takes the indentation out of a section's text. Its first line has none if it followed a tag.
     *
     * @param section the section
     * @return the text
     */
    public static String of(Doc.Section section) {
        String text = section.text();
        if (section.kind() == Doc.Kind.PLAIN || text.indexOf('\n') < 0) {
            return text;
        }
        int least = Integer.MAX_VALUE;
        String[] lines = text.split("\n", -1);
        boolean isBehindTag = indent(lines[0]) == 0;
        for (int i = isBehindTag ? 1 : 0; i < lines.length; i++) {
            if (!lines[i].isBlank()) {
                least = Math.min(least, indent(lines[i]));
            }
        }
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < lines.length; i++) {
            int cut = i == 0 && isBehindTag ? 0 : Math.min(least, indent(lines[i]));
            out.append(i == 0 ? "" : "\n").append(lines[i], cut, lines[i].length());
        }
        return out.toString();
    }

    /**
     * Returns a definition's first sentence without mark-up.
     *
     * @param definition the definition
     * @return the sentence, cut if it is long, empty if there is no documentation
     */
    public static String summary(Definition definition) {
        Doc doc = definition.doc();
        if (doc == null) {
            return "";
        }
        for (Block block : RstParser.parse(doc.body())) {
            if (block instanceof Block.Paragraph paragraph) {
                return sentence(plain(paragraph.text()));
            }
        }
        return "";
    }

    /**
     * Takes the mark-up out of a paragraph.
     *
     * @param text the paragraph
     * @return its text on one line
     */
    public static String plain(String text) {
        StringBuilder out = new StringBuilder();
        for (Inline piece : InlineParser.parse(text)) {
            out.append(plain(piece));
        }
        return oneLine(out);
    }

    private static String plain(Inline piece) {
        if (piece instanceof Inline.Text text) {
            return text.text();
        }
        if (piece instanceof Inline.Emphasis emphasis) {
            return emphasis.text();
        }
        if (piece instanceof Inline.Strong strong) {
            return strong.text();
        }
        if (piece instanceof Inline.Literal literal) {
            return literal.text();
        }
        if (piece instanceof Inline.Mention mention) {
            return mention.name();
        }
        if (piece instanceof Inline.Reference reference) {
            String title = reference.title();
            return title == null ? reference.target() : title;
        }
        return ((Inline.Link) piece).text();
    }

    private static String oneLine(CharSequence text) {
        StringBuilder out = new StringBuilder();
        boolean blank = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c)) {
                blank = out.length() > 0;
            } else {
                out.append(blank ? " " : "").append(c);
                blank = false;
            }
        }
        return out.toString();
    }

    private static String sentence(String text) {
        int end = text.indexOf(". ");
        while (end > 3 && (text.startsWith("e.g", end - 3) || text.startsWith("i.e", end - 3))) {
            end = text.indexOf(". ", end + 1);
        }
        String sentence = end < 0 ? text : text.substring(0, end + 1);
        if (sentence.length() <= SUMMARY) {
            return sentence;
        }
        int cut = sentence.lastIndexOf(' ', SUMMARY);
        return sentence.substring(0, cut > SUMMARY / 2 ? cut : SUMMARY) + " \u2026";
    }

    private static int indent(String line) {
        int indent = 0;
        while (indent < line.length() && line.charAt(indent) == ' ') {
            indent++;
        }
        return indent;
    }

    /**
     * Finds what a definition's documentation says of one of its members, values or alternatives.
     *
     * @param definition the definition
     * @param member the member's name
     * @return the section, null if there is none
     */
    public static Doc.@Nullable Section member(Definition definition, String member) {
        Doc doc = definition.doc();
        if (doc != null) {
            for (Doc.Section section : doc.sections()) {
                if (section.kind() == Doc.Kind.MEMBER && section.name().strip().equals(member)) {
                    return section;
                }
            }
        }
        return null;
    }

    /**
     * Returns the blocks of a section's text.
     *
     * @param section the section
     * @return the blocks
     */
    public static List<Block> blocks(Doc.Section section) {
        return RstParser.parse(of(section));
    }
}
