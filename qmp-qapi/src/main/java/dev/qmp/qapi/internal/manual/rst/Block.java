package dev.qmp.qapi.internal.manual.rst;

import java.util.List;

/** A block of a text: the text between blank lines. Texts still contain inline mark-up unless they say otherwise. */
public sealed interface Block {
    /**
     * A paragraph.
     *
     * @param text its text, lines joined by line feeds
     */
    record Paragraph(String text) implements Block {}

    /**
     * The heading of a section.
     *
     * @param level 1 is the highest
     * @param text its text
     */
    record Heading(int level, String text) implements Block {}

    /**
     * A list with bullets.
     *
     * @param items its items
     */
    record BulletList(List<List<Block>> items) implements Block {}

    /**
     * A list with numbers or letters.
     *
     * @param style what it counts with: {@code 1}, {@code a} or {@code A}
     * @param start the number of the first item
     * @param items its items
     */
    record EnumeratedList(char style, int start, List<List<Block>> items) implements Block {}

    /**
     * A list of terms and what they mean, or of fields.
     *
     * @param items its items
     */
    record DefinitionList(List<Definition> items) implements Block {}

    /**
     * An item of a definition list.
     *
     * @param term what is defined
     * @param body its definition
     */
    record Definition(String term, List<Block> body) {}

    /**
     * Literal text.
     *
     * @param language the language it is in, possibly empty
     * @param text the text, without any mark-up
     */
    record Literal(String language, String text) implements Block {}

    /**
     * Indented text.
     *
     * @param blocks what it says
     */
    record Quote(List<Block> blocks) implements Block {}

    /**
     * A remark that stands out.
     *
     * @param kind the name of the directive, such as {@code note}
     * @param title its title
     * @param blocks what it says
     */
    record Admonition(String kind, String title, List<Block> blocks) implements Block {}

    /**
     * An example.
     *
     * @param title what it shows, possibly empty
     * @param blocks the exchange as a literal block, or annotations with exchanges between them
     */
    record Example(String title, List<Block> blocks) implements Block {}

    /**
     * A table.
     *
     * @param title its title, possibly empty
     * @param head the rows of its head, possibly none
     * @param rows the other rows
     */
    record Table(String title, List<List<String>> head, List<List<String>> rows) implements Block {}

    /**
     * Lines that stay lines.
     *
     * @param lines the lines
     */
    record Lines(List<String> lines) implements Block {}

    /** A line between two parts of the text. */
    record Rule() implements Block {}
}
