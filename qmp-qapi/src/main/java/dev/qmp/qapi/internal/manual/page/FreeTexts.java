package dev.qmp.qapi.internal.manual.page;

import dev.qmp.qapi.Doc;
import dev.qmp.qapi.internal.manual.catalog.Catalog;
import dev.qmp.qapi.internal.manual.html.Html;
import dev.qmp.qapi.internal.manual.render.InlineRenderer;
import dev.qmp.qapi.internal.manual.render.Scope;
import dev.qmp.qapi.internal.manual.render.TextRenderer;
import dev.qmp.qapi.internal.manual.rst.Block;
import dev.qmp.qapi.internal.manual.rst.RstParser;
import java.util.List;

/**
 * Shows the texts between definitions, whose headings divide the page.
 *
 * <p>Thread: confined to the thread that writes the page.
 */
final class FreeTexts {
    private static final int DEEPEST = 4;

    private final Html html;
    private final Scope scope;
    private final String title;
    private int level = 1;
    private int headings;

    /** Makes it for a page; the heading that gave the page its title is not shown again. */
    FreeTexts(Html html, Catalog catalog, String title) {
        this.html = html;
        this.scope = Scope.of(catalog);
        this.title = title;
    }

    /** Returns the level of the heading above the next item. */
    int level() {
        return level;
    }

    void render(Doc doc) {
        TextRenderer texts = new TextRenderer(html, scope);
        for (Block block : RstParser.parseDocument(doc.body())) {
            if (block instanceof Block.Heading heading) {
                heading(heading);
            } else {
                texts.blocks(List.of(block));
            }
        }
    }

    /** No level is left out, whatever the author did. */
    private void heading(Block.Heading heading) {
        headings++;
        if (headings == 1 && heading.text().equals(title)) {
            return;
        }
        level = Math.min(Math.min(Math.max(heading.level(), 2), level + 1), DEEPEST);
        html.open("h" + level, "id", "_part-" + headings, "class", "part");
        InlineRenderer.render(html, scope, heading.text());
        html.end();
    }
}
