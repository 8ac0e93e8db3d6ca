package dev.qmp.qapi.internal.manual.page;

import dev.qmp.qapi.UnionType;
import dev.qmp.qapi.Variant;
import dev.qmp.qapi.internal.manual.catalog.Catalog;
import dev.qmp.qapi.internal.manual.catalog.Definition;
import dev.qmp.qapi.internal.manual.catalog.DocTexts;
import dev.qmp.qapi.internal.manual.catalog.Kind;
import dev.qmp.qapi.internal.manual.html.Html;
import dev.qmp.qapi.internal.manual.render.InheritedView;
import java.util.ArrayList;
import java.util.List;

/** The pages of unions with so many members that their entries only name them. */
final class UnionPages {
    private UnionPages() {}

    static List<Page> of(Catalog catalog) {
        List<Page> pages = new ArrayList<>();
        for (Definition definition : catalog.definitions(Kind.UNION)) {
            String file = catalog.branchFile(definition);
            if (file != null && definition.entity() instanceof UnionType union) {
                pages.add(page(catalog, definition, union, file));
            }
        }
        return pages;
    }

    private static Page page(Catalog catalog, Definition definition, UnionType union, String file) {
        Html html = new Html();
        html.element("h1", definition.name()).line();
        html.open("p", "class", "about").text("All members of the union, by ");
        html.element("code", union.tag().name()).text(". See also ");
        html.element("a", "its entry", "href", definition.href()).text(".").end();
        html.open("p").text(DocTexts.summary(definition)).end();
        html.open("p", "class", "letters");
        for (Variant variant : catalog.branches(union, false)) {
            html.open("a", "href", '#' + definition.branchId(variant.name()));
            html.element("code", variant.name()).close().text(" ");
        }
        html.end();
        new InheritedView(html, catalog, definition).branchSections(union);
        return Frame.page(catalog, file, definition.name(), html);
    }
}
