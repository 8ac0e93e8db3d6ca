package dev.qmp.qapi.internal.manual.render;

import dev.qmp.qapi.internal.manual.html.Html;
import dev.qmp.qapi.internal.manual.rst.Block;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Renders tables. */
final class TableRenderer {
    private TableRenderer() {}

    static void render(Html html, Scope scope, Block.Table table) {
        html.open("div", "class", "wide").open("table").line();
        if (!table.title().isEmpty()) {
            html.open("caption");
            InlineRenderer.render(html, scope, table.title());
            html.end();
        }
        rows(html, scope, "thead", "th", "col", table.head());
        rows(html, scope, "tbody", "td", null, table.rows());
        html.close().end();
    }

    private static void rows(
            Html html, Scope scope, String part, String cell, @Nullable String columns, List<List<String>> rows) {
        if (rows.isEmpty()) {
            return;
        }
        html.open(part).line();
        for (List<String> row : rows) {
            html.open("tr");
            for (String text : row) {
                html.open(cell, "scope", columns);
                InlineRenderer.render(html, scope, text);
                html.close();
            }
            html.end();
        }
        html.end();
    }
}
