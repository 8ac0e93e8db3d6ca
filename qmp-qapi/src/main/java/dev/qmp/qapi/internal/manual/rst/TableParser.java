package dev.qmp.qapi.internal.manual.rst;

import java.util.ArrayList;
import java.util.List;

/** Reads simple tables, whose columns are marked by {@code ====}, and grid tables, which are drawn. */
final class TableParser {
    private TableParser() {}

    /** Tells whether a table begins here: one that ends, and whose text keeps to the columns. */
    static boolean starts(Cursor cursor) {
        if (!isSimpleBorder(cursor.line())) {
            return isGridBorder(cursor.line());
        }
        List<Integer> columns = columns(cursor.line());
        boolean hasRows = false;
        for (int i = 1; i <= cursor.rest(); i++) {
            String line = cursor.ahead(i);
            if (isSimpleBorder(line)) {
                return hasRows;
            }
            hasRows |= !line.isEmpty();
            for (int column : columns) {
                if (column > 0 && column <= line.length() && line.charAt(column - 1) != ' ') {
                    return false;
                }
            }
        }
        return false;
    }

    static Block parse(Cursor cursor, String title) {
        return isGridBorder(cursor.line()) ? grid(cursor, title) : simple(cursor, title);
    }

    private static boolean isSimpleBorder(String line) {
        return line.startsWith("=") && line.indexOf(" =") > 0 && consistsOf(line, "= ");
    }

    private static boolean isGridBorder(String line) {
        return line.startsWith("+-") && line.endsWith("+") && consistsOf(line, "+-");
    }

    private static boolean consistsOf(String line, String characters) {
        for (int i = 0; i < line.length(); i++) {
            if (characters.indexOf(line.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private static Block simple(Cursor cursor, String title) {
        List<Integer> columns = columns(cursor.line());
        cursor.skip(1);
        List<List<String>> head = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        while (!cursor.atEnd()) {
            String line = cursor.line();
            boolean goesOn = !isSimpleBorder(line) || (head.isEmpty() && starts(cursor));
            cursor.skip(1);
            if (!goesOn) {
                break;
            }
            if (isSimpleBorder(line)) {
                head.addAll(rows);
                rows.clear();
            } else if (!line.isEmpty()) {
                addSimpleRow(rows, line, columns);
            }
        }
        return new Block.Table(title, List.copyOf(head), List.copyOf(rows));
    }

    private static List<Integer> columns(String border) {
        List<Integer> columns = new ArrayList<>();
        for (int i = 0; i < border.length(); i++) {
            if (border.charAt(i) == '=' && (i == 0 || border.charAt(i - 1) == ' ')) {
                columns.add(i);
            }
        }
        return columns;
    }

    /** A line without text in its first column continues the row above. */
    private static void addSimpleRow(List<List<String>> rows, String line, List<Integer> columns) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            int from = Math.min(columns.get(i), line.length());
            int to = i + 1 < columns.size() ? Math.min(columns.get(i + 1), line.length()) : line.length();
            cells.add(line.substring(from, to).strip());
        }
        if (cells.get(0).isEmpty() && !rows.isEmpty()) {
            rows.set(rows.size() - 1, joined(rows.get(rows.size() - 1), cells));
        } else {
            rows.add(List.copyOf(cells));
        }
    }

    private static List<String> joined(List<String> above, List<String> below) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < above.size(); i++) {
            String more = i < below.size() ? below.get(i) : "";
            cells.add((above.get(i) + '\n' + more).strip());
        }
        return List.copyOf(cells);
    }

    private static Block grid(Cursor cursor, String title) {
        List<List<String>> head = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        List<String> row = List.of();
        while (cursor.line().startsWith("+") || cursor.line().startsWith("|")) {
            String line = cursor.line();
            cursor.skip(1);
            if (line.startsWith("|")) {
                List<String> cells = gridCells(line);
                row = row.isEmpty() ? cells : joined(row, cells);
            } else {
                if (!row.isEmpty()) {
                    rows.add(row);
                    row = List.of();
                }
                if (line.indexOf('=') > 0 && head.isEmpty()) {
                    head.addAll(rows);
                    rows.clear();
                }
            }
        }
        if (!row.isEmpty()) {
            rows.add(row);
        }
        return new Block.Table(title, List.copyOf(head), List.copyOf(rows));
    }

    private static List<String> gridCells(String line) {
        List<String> cells = new ArrayList<>();
        int from = 1;
        while (from < line.length()) {
            int to = line.indexOf('|', from);
            if (to < 0) {
                to = line.length();
            }
            cells.add(line.substring(from, to).strip());
            from = to + 1;
        }
        return List.copyOf(cells);
    }
}
