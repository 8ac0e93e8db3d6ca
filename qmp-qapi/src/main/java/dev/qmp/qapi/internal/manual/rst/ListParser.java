package dev.qmp.qapi.internal.manual.rst;

import java.util.ArrayList;
import java.util.List;

/** Reads lists: with bullets, with numbers, of fields, of terms. */
final class ListParser {
    private ListParser() {}

    /** Reads the list that begins here; returns false, without moving, if there is none. */
    static boolean parse(Cursor cursor, int depth, List<Block> blocks) {
        String line = cursor.line();
        if (Markers.bullet(line) > 0) {
            blocks.add(bullets(cursor, depth));
        } else if (startsEnumeration(cursor)) {
            blocks.add(enumeration(cursor, depth));
        } else if (Markers.field(line) > 0) {
            blocks.add(fields(cursor, depth));
        } else if (isTerm(cursor)) {
            blocks.add(terms(cursor, depth));
        } else {
            return false;
        }
        return true;
    }

    private static Block bullets(Cursor cursor, int depth) {
        char bullet = cursor.line().charAt(0);
        List<List<Block>> items = new ArrayList<>();
        do {
            items.add(RstParser.parse(cursor.item(Markers.bullet(cursor.line())), depth + 1));
        } while (Markers.bullet(cursor.line()) > 0 && cursor.line().charAt(0) == bullet);
        return new Block.BulletList(List.copyOf(items));
    }

    /** A line that merely looks like an item, such as one that begins with a year, continues at the margin. */
    private static boolean startsEnumeration(Cursor cursor) {
        if (Markers.enumerator(cursor.line()) == 0) {
            return false;
        }
        char first = Markers.ordinal(cursor.line()).charAt(0);
        if (Character.isLetter(first) && first != 'a' && first != 'A') {
            return false;
        }
        String next = cursor.ahead(1);
        return next.isEmpty() || next.charAt(0) == ' ' || Markers.enumerator(next) > 0;
    }

    private static Block enumeration(Cursor cursor, int depth) {
        String ordinal = Markers.ordinal(cursor.line());
        char first = ordinal.charAt(0);
        boolean letters = Character.isLetter(first);
        int start = letters || first == '#' ? 1 : Integer.parseInt(ordinal);
        List<List<Block>> items = new ArrayList<>();
        do {
            items.add(RstParser.parse(cursor.item(Markers.enumerator(cursor.line())), depth + 1));
        } while (Markers.enumerator(cursor.line()) > 0);
        return new Block.EnumeratedList(letters ? first : '1', start, List.copyOf(items));
    }

    private static Block fields(Cursor cursor, int depth) {
        List<Block.Definition> items = new ArrayList<>();
        for (int end = Markers.field(cursor.line()); end > 0; end = Markers.field(cursor.line())) {
            String line = cursor.line();
            cursor.skip(1);
            List<String> text = new ArrayList<>();
            text.add(line.substring(end + 1).strip());
            text.addAll(TextLines.dedent(cursor.indented()));
            items.add(new Block.Definition(line.substring(1, end), RstParser.parse(text, depth + 1)));
        }
        return new Block.DefinitionList(List.copyOf(items));
    }

    private static boolean isTerm(Cursor cursor) {
        String line = cursor.line();
        return !line.isEmpty()
                && line.charAt(0) != ' '
                && !line.endsWith("::")
                && !Markers.isExplicit(line)
                && cursor.ahead(1).startsWith(" ");
    }

    private static Block terms(Cursor cursor, int depth) {
        List<Block.Definition> items = new ArrayList<>();
        do {
            String term = cursor.line();
            cursor.skip(1);
            items.add(new Block.Definition(term, RstParser.parse(TextLines.dedent(cursor.indented()), depth + 1)));
        } while (isTerm(cursor) && Markers.bullet(cursor.line()) == 0);
        return new Block.DefinitionList(List.copyOf(items));
    }
}
