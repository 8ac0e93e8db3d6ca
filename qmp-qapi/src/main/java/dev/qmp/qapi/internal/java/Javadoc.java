package dev.qmp.qapi.internal.java;

import java.util.ArrayList;
import java.util.List;

/**
 * A Javadoc comment in the making.
 *
 * <p>Thread: confined to one generation.
 */
final class Javadoc {
    private final List<String> blocks = new ArrayList<>();
    private final List<String> tags = new ArrayList<>();

    /** Adds blocks of HTML to the description; the first of a comment is bare text. */
    Javadoc text(List<String> html) {
        for (String block : html) {
            boolean isBare = !block.startsWith("<") || block.startsWith("<strong>");
            blocks.add(isBare && !blocks.isEmpty() ? "<p>" + block : block);
        }
        return this;
    }

    /** Adds a paragraph of HTML. */
    Javadoc text(String html) {
        return text(List.of(html));
    }

    /** Adds a tag with its text. */
    Javadoc tag(String name, String text) {
        tags.add("@" + name + " " + text);
        return this;
    }

    /** Adds the tag of a parameter. */
    Javadoc param(String name, String text) {
        return tag("param " + name, text);
    }

    /** Writes the comment. */
    void write(JavaWriter out) {
        if (tags.isEmpty() && blocks.size() == 1) {
            String line = "/** " + out.imports().resolve(blocks.get(0)) + " */";
            if (line.length() <= out.columns() && line.indexOf('\n') < 0) {
                out.text(line);
                return;
            }
        }
        out.text("/**");
        boolean isFirst = true;
        for (String block : blocks) {
            if (!isFirst && block.startsWith("<p>")) {
                out.text(" *");
            }
            wrap(out, block, "");
            isFirst = false;
        }
        if (!tags.isEmpty() && !blocks.isEmpty()) {
            out.text(" *");
        }
        for (String tag : tags) {
            wrap(out, tag, INDENT);
        }
        out.text(" */");
    }

    private static final String INDENT = "    ";

    private static void wrap(JavaWriter out, String block, String indent) {
        String resolved = out.imports().resolve(block);
        if (resolved.contains("<pre>")) {
            for (String line : resolved.split("\n", -1)) {
                out.text((" * " + line).stripTrailing());
            }
            return;
        }
        StringBuilder line = new StringBuilder(" *");
        int limit = out.columns();
        String margin = "";
        for (String word : resolved.split("\\s+", -1)) {
            if (line.length() > 4 && line.length() + 1 + word.length() > limit) {
                out.text(line.toString());
                line.setLength(0);
                line.append(" *").append(margin);
            }
            line.append(' ').append(word);
            margin = indent;
        }
        out.text(line.toString());
    }
}
