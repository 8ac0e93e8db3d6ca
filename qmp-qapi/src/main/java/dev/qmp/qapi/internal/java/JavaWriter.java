package dev.qmp.qapi.internal.java;

import java.util.List;

/**
 * Writes one Java file: indentation, imports, and lists that are broken where a line would be too long.
 *
 * <p>Thread: confined to one generation.
 */
final class JavaWriter {
    private static final int WIDTH = 120;
    private static final String INDENT = "    ";

    private final String header;
    private final String packageName;
    private final Imports imports;
    private final StringBuilder body = new StringBuilder();
    private int depth;

    /** Makes an empty file; the header is its first line. */
    JavaWriter(String header, String packageName, Imports imports) {
        this.header = header;
        this.packageName = packageName;
        this.imports = imports;
    }

    /** Returns what the file refers to. */
    Imports imports() {
        return imports;
    }

    /** Returns how many columns are left for text. */
    int columns() {
        return WIDTH - depth * INDENT.length();
    }

    /** Writes a line; {@code {Name}} stands for a type of the libraries. */
    JavaWriter line(String template) {
        return text(imports.resolve(template));
    }

    /** Writes a line literally. */
    JavaWriter text(String text) {
        if (!text.isEmpty()) {
            body.append(INDENT.repeat(depth)).append(text);
        }
        body.append('\n');
        return this;
    }

    /** Writes an empty line. */
    JavaWriter blank() {
        return text("");
    }

    /** Writes a line that opens a block. */
    JavaWriter open(String template) {
        line(template + " {");
        depth++;
        return this;
    }

    /** Closes a block. */
    JavaWriter close() {
        return close("}");
    }

    /** Closes a block with a text of its own. */
    JavaWriter close(String text) {
        depth--;
        return text(text);
    }

    /** Writes a comma-separated list between two texts: on one line if it fits, else one item a line. */
    JavaWriter list(String before, List<String> items, String after) {
        String first = imports.resolve(before);
        String last = imports.resolve(after);
        List<String> resolved = items.stream().map(imports::resolve).toList();
        String whole = first + String.join(", ", resolved) + last;
        if (resolved.isEmpty() || whole.length() <= columns()) {
            return text(whole);
        }
        text(first);
        depth += 2;
        for (int i = 0; i < resolved.size(); i++) {
            text(resolved.get(i) + (i + 1 < resolved.size() ? "," : last));
        }
        depth -= 2;
        return this;
    }

    /** Begins a block after {@link #list} wrote the line that opens it. */
    JavaWriter indent() {
        depth++;
        return this;
    }

    /** Returns the whole file. */
    String toFile() {
        StringBuilder out = new StringBuilder(header)
                .append("\npackage ")
                .append(packageName)
                .append(";\n\n");
        for (String name : imports.sorted()) {
            out.append("import ").append(name).append(";\n");
        }
        if (!imports.sorted().isEmpty()) {
            out.append('\n');
        }
        return out.append(body).toString();
    }

    /** Returns a string literal. */
    static String literal(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                out.append("\\u").append(String.format("%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
