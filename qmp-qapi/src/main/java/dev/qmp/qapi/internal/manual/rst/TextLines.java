package dev.qmp.qapi.internal.manual.rst;

import java.util.ArrayList;
import java.util.List;

/** Arithmetic on lines and their indentation. */
final class TextLines {
    private static final int TAB = 8;

    private TextLines() {}

    /** Splits text into lines; tabs become blanks, blanks at the end of lines go. */
    static List<String> split(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        while (start <= text.length()) {
            int end = text.indexOf('\n', start);
            if (end < 0) {
                end = text.length();
            }
            lines.add(expand(text.substring(start, end)));
            start = end + 1;
        }
        return lines;
    }

    private static String expand(String line) {
        String stripped = line.stripTrailing();
        if (stripped.indexOf('\t') < 0) {
            return stripped;
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < stripped.length(); i++) {
            char c = stripped.charAt(i);
            if (c == '\t') {
                out.append(" ".repeat(TAB - out.length() % TAB));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** Returns how many blanks a line starts with. */
    static int indent(String line) {
        int indent = 0;
        while (indent < line.length() && line.charAt(indent) == ' ') {
            indent++;
        }
        return indent;
    }

    /** Takes the smallest indentation of all lines away from all of them, and blank lines from both ends. */
    static List<String> dedent(List<String> lines) {
        return cut(lines, leastIndent(lines));
    }

    /** Takes up to so many blanks away from the start of each line, and blank lines from both ends. */
    static List<String> cut(List<String> lines, int indent) {
        int from = 0;
        int to = lines.size();
        while (from < to && lines.get(from).isEmpty()) {
            from++;
        }
        while (to > from && lines.get(to - 1).isEmpty()) {
            to--;
        }
        List<String> result = new ArrayList<>(to - from);
        for (String line : lines.subList(from, to)) {
            result.add(line.substring(Math.min(indent, indent(line))));
        }
        return result;
    }

    private static int leastIndent(List<String> lines) {
        int least = Integer.MAX_VALUE;
        for (String line : lines) {
            if (!line.isEmpty()) {
                least = Math.min(least, indent(line));
            }
        }
        return least == Integer.MAX_VALUE ? 0 : least;
    }
}
