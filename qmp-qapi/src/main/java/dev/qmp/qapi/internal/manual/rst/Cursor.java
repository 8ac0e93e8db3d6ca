package dev.qmp.qapi.internal.manual.rst;

import java.util.ArrayList;
import java.util.List;

/**
 * A place among lines.
 *
 * <p>Thread: confined to one parse.
 */
final class Cursor {
    private final List<String> lines;
    private int at;

    Cursor(List<String> lines) {
        this.lines = lines;
    }

    boolean atEnd() {
        return at >= lines.size();
    }

    /** Returns the line here, empty beyond the end. */
    String line() {
        return ahead(0);
    }

    /** Returns a line further on, empty beyond the end. */
    String ahead(int count) {
        return at + count < lines.size() ? lines.get(at + count) : "";
    }

    /** Returns how many lines follow this one. */
    int rest() {
        return Math.max(0, lines.size() - at - 1);
    }

    void skip(int count) {
        at += count;
    }

    /** Takes the lines from here on that are blank or indented. */
    List<String> indented() {
        List<String> taken = new ArrayList<>();
        while (!atEnd() && (line().isEmpty() || line().charAt(0) == ' ')) {
            taken.add(line());
            at++;
        }
        return taken;
    }

    /** Takes the item that begins on this line with a marker, without the marker and the indentation for it. */
    List<String> item(int textAt) {
        List<String> taken = new ArrayList<>();
        taken.add(line().substring(textAt));
        at++;
        for (String line : indented()) {
            taken.add(line.substring(Math.min(TextLines.indent(line), textAt)));
        }
        return taken;
    }
}
