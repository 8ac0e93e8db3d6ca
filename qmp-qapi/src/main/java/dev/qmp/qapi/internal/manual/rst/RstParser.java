package dev.qmp.qapi.internal.manual.rst;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads blocks of text. Any text can be read; what is not understood is a paragraph.
 *
 * <p>Thread: confined to one parse.
 */
public final class RstParser {
    /** How deep blocks nest before what is deeper becomes a paragraph. */
    private static final int MAX_DEPTH = 24;

    private final Cursor cursor;
    private final boolean headings;
    private final int depth;
    private final List<Block> blocks = new ArrayList<>();

    private RstParser(Cursor cursor, boolean headings, int depth) {
        this.cursor = cursor;
        this.headings = headings;
        this.depth = depth;
    }

    /**
     * Reads a text that is part of something else: there are no headings.
     *
     * @param text the text
     * @return its blocks
     */
    public static List<Block> parse(String text) {
        return parse(TextLines.cut(TextLines.split(text), 0), 0);
    }

    /**
     * Reads a text that is complete in itself and may have headings.
     *
     * @param text the text
     * @return its blocks
     */
    public static List<Block> parseDocument(String text) {
        return new RstParser(new Cursor(TextLines.cut(TextLines.split(text), 0)), true, 0).run();
    }

    static List<Block> parse(List<String> lines, int depth) {
        if (depth > MAX_DEPTH) {
            String text = String.join("\n", lines).strip();
            return text.isEmpty() ? List.of() : List.of(new Block.Paragraph(text));
        }
        return new RstParser(new Cursor(lines), false, depth).run();
    }

    private List<Block> run() {
        while (!cursor.atEnd()) {
            if (cursor.line().isEmpty()) {
                cursor.skip(1);
            } else {
                block();
            }
        }
        return List.copyOf(blocks);
    }

    private void block() {
        String line = cursor.line();
        if (line.charAt(0) == ' ') {
            quote();
        } else if (headings && heading(line)) {
            return;
        } else if (Markers.isExplicit(line)) {
            Directives.parse(cursor, depth, blocks);
        } else if (TableParser.starts(cursor)) {
            blocks.add(TableParser.parse(cursor, ""));
        } else if (line.length() > 3 && Markers.adornment(line) != 0 && !line.startsWith("::")) {
            cursor.skip(1);
            blocks.add(new Block.Rule());
        } else if (!ListParser.parse(cursor, depth, blocks)) {
            paragraph();
        }
    }

    private void quote() {
        List<Block> quoted = parse(TextLines.dedent(cursor.indented()), depth + 1);
        if (quoted.stream().allMatch(RstParser::standsAlone)) {
            blocks.addAll(quoted);
        } else {
            blocks.add(new Block.Quote(quoted));
        }
    }

    /** Tells whether a block looks the same whether it is indented or not. */
    private static boolean standsAlone(Block block) {
        return !(block instanceof Block.Paragraph || block instanceof Block.Quote);
    }

    private boolean heading(String line) {
        char over = Markers.adornment(line);
        String title = cursor.ahead(1).strip();
        if (over != 0 && !title.isEmpty() && Markers.adornment(cursor.ahead(2)) == over) {
            cursor.skip(3);
            blocks.add(new Block.Heading(level(over), title));
            return true;
        }
        char under = Markers.adornment(cursor.ahead(1));
        if (under != 0 && over == 0 && under != ':' && cursor.ahead(1).length() >= Math.min(line.length(), 4)) {
            cursor.skip(2);
            blocks.add(new Block.Heading(level(under), line));
            return true;
        }
        int old = 0;
        while (old < line.length() && line.charAt(old) == '=') {
            old++;
        }
        if (old > 0 && old + 1 < line.length() && line.charAt(old) == ' ' && line.indexOf(" =", old) < 0) {
            cursor.skip(1);
            blocks.add(new Block.Heading(old, line.substring(old).strip()));
            return true;
        }
        return false;
    }

    private static int level(char adornment) {
        return switch (adornment) {
            case '*', '#' -> 1;
            case '=' -> 2;
            case '_', '-' -> 3;
            case '^', '~' -> 4;
            default -> 5;
        };
    }

    private void paragraph() {
        if (isLineBlock(cursor.line())) {
            List<String> lines = new ArrayList<>();
            while (isLineBlock(cursor.line())) {
                lines.add(cursor.line().substring(1).strip());
                cursor.skip(1);
            }
            blocks.add(new Block.Lines(List.copyOf(lines)));
            return;
        }
        StringBuilder text = new StringBuilder();
        while (!cursor.line().isEmpty() && cursor.line().charAt(0) != ' ') {
            text.append(text.length() == 0 ? "" : "\n").append(cursor.line());
            cursor.skip(1);
        }
        if (text.length() >= 2 && text.substring(text.length() - 2).equals("::")) {
            literal(text);
        } else {
            blocks.add(new Block.Paragraph(text.toString()));
        }
    }

    /** Adds a paragraph that ends in two colons and the literal block that these announce. */
    private void literal(StringBuilder text) {
        boolean alone = text.length() == 2;
        boolean apart = !alone && Character.isWhitespace(text.charAt(text.length() - 3));
        text.setLength(text.length() - (apart || alone ? 2 : 1));
        String said = text.toString().strip();
        if (!said.isEmpty()) {
            blocks.add(new Block.Paragraph(said));
        }
        List<String> lines = TextLines.dedent(cursor.indented());
        if (!lines.isEmpty()) {
            blocks.add(new Block.Literal("", String.join("\n", lines)));
        }
    }

    private static boolean isLineBlock(String line) {
        return line.startsWith("| ") || line.equals("|");
    }
}
