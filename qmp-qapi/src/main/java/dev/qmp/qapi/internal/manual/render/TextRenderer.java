package dev.qmp.qapi.internal.manual.render;

import dev.qmp.qapi.internal.manual.html.Html;
import dev.qmp.qapi.internal.manual.rst.Block;
import java.util.List;

/**
 * Renders blocks of text.
 *
 * <p>Thread: confined to the thread that writes the page.
 */
public final class TextRenderer {
    private final Html html;
    private final Scope scope;

    /**
     * Makes a renderer.
     *
     * @param html where to
     * @param scope the text's scope
     */
    public TextRenderer(Html html, Scope scope) {
        this.html = html;
        this.scope = scope;
    }

    /**
     * Renders blocks one after the other; none of them is a heading.
     *
     * @param blocks the blocks
     */
    public void blocks(List<Block> blocks) {
        for (Block block : blocks) {
            block(block);
        }
    }

    private void block(Block block) {
        if (block instanceof Block.Paragraph paragraph) {
            html.open("p");
            inline(paragraph.text());
            html.end();
        } else if (block instanceof Block.BulletList list) {
            html.open("ul").line();
            items(list.items());
            html.end();
        } else if (block instanceof Block.EnumeratedList list) {
            String start = list.start() == 1 ? null : String.valueOf(list.start());
            String type = list.style() == '1' ? null : String.valueOf(list.style());
            html.open("ol", "start", start, "type", type).line();
            items(list.items());
            html.end();
        } else if (block instanceof Block.DefinitionList list) {
            definitions(list);
        } else if (block instanceof Block.Literal literal) {
            literal(literal, false);
        } else if (block instanceof Block.Quote quote) {
            html.open("blockquote").line();
            blocks(quote.blocks());
            html.end();
        } else if (block instanceof Block.Admonition admonition) {
            admonition(admonition);
        } else if (block instanceof Block.Example example) {
            example(example);
        } else if (block instanceof Block.Table table) {
            TableRenderer.render(html, scope, table);
        } else if (block instanceof Block.Lines lines) {
            lines(lines);
        } else if (block instanceof Block.Rule) {
            html.empty("hr").line();
        } else if (block instanceof Block.Heading heading) {
            html.open("p");
            html.element("strong", heading.text());
            html.end();
        }
    }

    /**
     * Renders a remark.
     *
     * @param admonition the remark
     */
    public void admonition(Block.Admonition admonition) {
        String weight =
                switch (admonition.kind()) {
                    case "warning", "caution", "attention", "danger", "error", "important" -> "note warning";
                    default -> "note";
                };
        html.open("div", "class", weight, "role", "note").line();
        html.open("p", "class", "note-title").text(admonition.title()).end();
        blocks(admonition.blocks());
        html.end();
    }

    /**
     * Renders an example.
     *
     * @param example the example
     */
    public void example(Block.Example example) {
        html.open("figure", "class", "example").line();
        html.open("figcaption").text("Example");
        if (!example.title().isEmpty()) {
            html.text(": ");
            inline(example.title());
        }
        html.end();
        for (Block block : example.blocks()) {
            if (block instanceof Block.Literal literal) {
                literal(literal, true);
            } else {
                block(block);
            }
        }
        html.end();
    }

    private void literal(Block.Literal literal, boolean isExchange) {
        boolean isWire = isExchange || Transcript.looksLikeOne(literal.text());
        html.open("pre", "class", isWire ? "wire" : null).open("code");
        if (isWire) {
            Transcript.render(html, scope.catalog(), literal.text());
        } else if (literal.language().equals("json")) {
            new JsonColours(html, scope.catalog()).render(literal.text());
        } else {
            html.text(literal.text());
        }
        html.close().end();
        List<String> lines = isWire ? ExecLines.of(scope.catalog(), literal.text()) : List.of();
        if (!lines.isEmpty()) {
            html.open("details", "class", "exec").element("summary", "With qmp exec");
            html.open("pre").element("code", String.join("\n", lines)).close().end();
        }
    }

    private void items(List<List<Block>> items) {
        for (List<Block> item : items) {
            html.open("li");
            tight(item);
            html.end();
        }
    }

    /** A single paragraph in a list needs no element of its own. */
    private void tight(List<Block> item) {
        if (item.size() == 1 && item.get(0) instanceof Block.Paragraph paragraph) {
            inline(paragraph.text());
        } else {
            blocks(item);
        }
    }

    private void definitions(Block.DefinitionList list) {
        html.open("dl", "class", "terms").line();
        for (Block.Definition item : list.items()) {
            html.open("dt");
            inline(item.term());
            html.end();
            html.open("dd");
            tight(item.body());
            html.end();
        }
        html.end();
    }

    private void lines(Block.Lines lines) {
        html.open("p");
        for (int i = 0; i < lines.lines().size(); i++) {
            if (i > 0) {
                html.empty("br");
            }
            inline(lines.lines().get(i));
        }
        html.end();
    }

    private void inline(String text) {
        InlineRenderer.render(html, scope, text);
    }
}
