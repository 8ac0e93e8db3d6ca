package dev.qmp.qapi.internal.manual.page;

import dev.qmp.qapi.internal.manual.catalog.Catalog;
import dev.qmp.qapi.internal.manual.catalog.Definition;
import dev.qmp.qapi.internal.manual.catalog.DocTexts;
import dev.qmp.qapi.internal.manual.catalog.ModulePage;
import dev.qmp.qapi.internal.manual.html.Html;
import dev.qmp.qapi.internal.manual.render.Marks;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A table of definitions by name. */
final class DefinitionTable {
    private DefinitionTable() {}

    static void render(Html html, Catalog catalog, List<Definition> definitions) {
        Map<String, String> modules = new HashMap<>();
        for (ModulePage page : catalog.pages()) {
            page.parts().forEach(part -> modules.put(part.file(), page.shortName()));
        }
        List<Definition> sorted = new ArrayList<>(definitions);
        sorted.sort(Comparator.comparing(Definition::name, String.CASE_INSENSITIVE_ORDER)
                .thenComparing(Definition::name));
        html.open("table", "class", "list", "data-filter", "rows").line();
        html.open("thead").open("tr");
        for (String column : List.of("Name", "Summary", "Module", "Since")) {
            html.element("th", column, "scope", "col");
        }
        html.close().end();
        html.open("tbody").line();
        for (Definition definition : sorted) {
            row(html, catalog, definition, modules.getOrDefault(definition.file(), ""));
        }
        html.end().end();
    }

    private static void row(Html html, Catalog catalog, Definition definition, String module) {
        html.open("tr");
        html.open("th", "scope", "row").open("a", "href", definition.href());
        html.element("code", definition.name()).close();
        html.close();
        html.open("td").text(DocTexts.summary(definition));
        Marks.entity(html, catalog, definition.entity());
        html.close();
        html.open("td").element("a", module, "href", definition.file()).close();
        html.element("td", firstWord(definition.since()));
        html.end();
    }

    private static String firstWord(String since) {
        int end = since.indexOf(' ');
        return end < 0 ? since : since.substring(0, end);
    }
}
