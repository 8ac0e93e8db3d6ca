package dev.qmp.qapi.internal.manual.rst;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads what starts with two dots: directives, and comments and targets, which show nothing. */
final class Directives {
    private Directives() {}

    static void parse(Cursor cursor, int depth, List<Block> blocks) {
        String line = cursor.line();
        cursor.skip(1);
        List<String> body = cursor.indented();
        int colons = line.indexOf("::");
        String name = colons < 0 ? "" : line.substring(2, colons).strip();
        if (name.isEmpty() || name.indexOf(' ') >= 0 || name.charAt(0) == '_') {
            return;
        }
        new Directive(name.toLowerCase(Locale.ROOT), line.substring(colons + 2).strip(), TextLines.dedent(body), depth)
                .add(blocks);
    }

    /**
     * A directive.
     *
     * @param name its name
     * @param argument the text on its first line
     * @param body what is indented below
     * @param depth how deep it is nested
     */
    private record Directive(String name, String argument, List<String> body, int depth) {
        void add(List<Block> blocks) {
            switch (name) {
                case "note",
                        "tip",
                        "hint",
                        "important",
                        "warning",
                        "caution",
                        "attention",
                        "danger",
                        "error",
                        "seealso" -> blocks.add(new Block.Admonition(name, title(), parse(withArgument())));
                case "deprecated", "versionadded", "versionchanged" ->
                    blocks.add(new Block.Admonition("note", title(), parse(withArgument())));
                case "admonition", "topic", "sidebar" ->
                    blocks.add(new Block.Admonition("note", argument, parse(content())));
                case "code-block", "code", "sourcecode" ->
                    blocks.add(new Block.Literal(argument, String.join("\n", content())));
                case "parsed-literal" -> blocks.add(new Block.Literal("", String.join("\n", content())));
                case "qmp-example" -> blocks.add(example());
                case "table" -> table(blocks);
                case "rubric" -> blocks.add(new Block.Paragraph("**" + argument + "**"));
                case "contents", "highlight", "image", "include", "index", "only", "raw", "toctree" -> {
                    // These control how a book is built, or include files that are not available.
                }
                default -> blocks.addAll(parse(withArgument()));
            }
        }

        private String title() {
            return switch (name) {
                case "seealso" -> "See also";
                case "versionadded" -> "New";
                case "versionchanged" -> "Changed";
                default -> Character.toUpperCase(name.charAt(0)) + name.substring(1);
            };
        }

        private Block example() {
            Map<String, String> options = options();
            List<String> content = content();
            List<Block> blocks = options.containsKey("annotated")
                    ? parse(content)
                    : List.of(new Block.Literal("QMP", String.join("\n", content)));
            return new Block.Example(options.getOrDefault("title", ""), blocks);
        }

        private void table(List<Block> blocks) {
            List<String> content = content();
            Cursor cursor = new Cursor(content);
            if (TableParser.starts(cursor)) {
                blocks.add(TableParser.parse(cursor, argument));
            } else {
                blocks.addAll(parse(content));
            }
        }

        private List<Block> parse(List<String> lines) {
            return RstParser.parse(lines, depth + 1);
        }

        /** The options at the start of the body. */
        private Map<String, String> options() {
            Map<String, String> options = new LinkedHashMap<>();
            for (String line : body) {
                int end = Markers.field(line);
                if (end == 0) {
                    break;
                }
                options.put(line.substring(1, end), line.substring(end + 1).strip());
            }
            return options;
        }

        /** The body without options. */
        private List<String> content() {
            int from = 0;
            while (from < body.size() && Markers.field(body.get(from)) > 0) {
                from++;
            }
            return TextLines.dedent(body.subList(from, body.size()));
        }

        private List<String> withArgument() {
            if (argument.isEmpty()) {
                return content();
            }
            List<String> lines = new ArrayList<>();
            lines.add(argument);
            lines.addAll(body);
            return lines;
        }
    }
}
